import { renderers } from '../report/renderers.ts';

/** One command-line option: what `util.parseArgs` and yargs are both told. */
export interface Option {
  type: 'string' | 'boolean';
  short?: string;
  multiple?: true;
  /** Placeholder of the value in the help. */
  value?: string;
  describe: string;
  /** What the shell completes as its value, beside files; ids and providers of rules change with the installation. */
  completes?: readonly string[] | 'rules' | 'providers';
}

const FORMATS = Object.keys(renderers);

/** What every scan takes. */
export const scanOptions = {
  format: {
    type: 'string',
    short: 'f',
    value: 'NAME',
    describe: FORMATS.join(', '),
    completes: FORMATS,
  },
  output: {
    type: 'string',
    short: 'o',
    multiple: true,
    value: 'FILE',
    describe: 'where the report goes; FORMAT=FILE, repeatable',
  },
  offline: { type: 'boolean', describe: 'send nothing anywhere' },
  'skip-verify': {
    type: 'string',
    multiple: true,
    value: 'PROVIDERS',
    describe: 'ask these providers nothing',
    completes: 'providers',
  },
  'no-cache': { type: 'boolean', describe: 'neither read nor keep what providers answered' },
  'block-on': {
    type: 'string',
    value: 'LIST',
    describe: 'which verdicts block: of live,unknown,unchecked,dead',
    completes: ['live', 'unknown', 'unchecked', 'dead'],
  },
  'min-confidence': {
    type: 'string',
    value: 'LEVEL',
    describe: 'report what is this sure: low, medium (default) or high',
    completes: ['low', 'medium', 'high'],
  },
  endpoint: {
    type: 'string',
    multiple: true,
    value: 'PROVIDER=URL',
    describe: 'base URL of a self-hosted instance',
  },
  config: { type: 'string', value: 'FILE', describe: 'another config file' },
  'no-repo-config': {
    type: 'boolean',
    describe: 'take no config, ignore file or comment from the scanned tree',
  },
  'ignore-file': { type: 'string', value: 'FILE', describe: 'another place for .leakgateignore' },
  rules: { type: 'string', multiple: true, value: 'FILE', describe: 'more rules' },
  only: {
    type: 'string',
    multiple: true,
    value: 'IDS',
    describe: 'only these rules: ids, providers or globs',
    completes: 'rules',
  },
  skip: {
    type: 'string',
    multiple: true,
    value: 'IDS',
    describe: 'not these rules',
    completes: 'rules',
  },
  explain: { type: 'boolean', describe: 'list what was dropped, and by which filter' },
  'show-secrets': {
    type: 'boolean',
    describe: 'secrets in clear; =always when the output is not a terminal',
  },
  jobs: { type: 'string', short: 'j', value: 'N', describe: 'threads (default: by the size of the work)' },
  'max-file-size': {
    type: 'string',
    value: 'BYTES',
    describe: 'skip larger files; k, M and G are understood',
  },
  'max-archive-depth': { type: 'string', value: 'N', describe: 'archives inside of each other to open' },
  'max-decode-depth': { type: 'string', value: 'N', describe: 'encodings on top of each other to undo' },
  quiet: { type: 'boolean', short: 'q', describe: 'nothing but findings and problems' },
  verbose: { type: 'boolean', short: 'v', describe: 'engines in use, every place, every skip' },
  'no-color': { type: 'boolean', describe: 'no colour' },
  'no-progress': { type: 'boolean', describe: 'no progress' },
} as const satisfies Record<string, Option>;

/** What writing a report takes. */
export const reportOptions = {
  format: scanOptions.format,
  output: scanOptions.output,
  quiet: scanOptions.quiet,
  'no-suppressed': { type: 'boolean', describe: 'leave out what is suppressed' },
  verbose: { type: 'boolean', short: 'v', describe: 'every place, every skip' },
  'no-color': scanOptions['no-color'],
} as const satisfies Record<string, Option>;

export const historyOptions = {
  range: { type: 'string', value: 'A..B', describe: 'only what these commits brought' },
  unreachable: { type: 'boolean', describe: 'what no ref reaches, too: reflogs and dangling objects' },
} as const satisfies Record<string, Option>;

export const hookOptions = {
  hooks: {
    type: 'string',
    value: 'NAMES',
    describe: 'install, remove: only these hooks, as in pre-commit,pre-push',
    completes: ['pre-commit', 'commit-msg', 'pre-push', 'pre-receive'],
  },
  'time-limit': {
    type: 'string',
    value: 'SECONDS',
    describe: 'run pre-push, pre-receive: refuse what takes longer (pre-receive: 60)',
  },
  global: { type: 'boolean', describe: 'install, remove, status: for every repository of this user' },
} as const satisfies Record<string, Option>;

/** Of the flags of a scan, those that a scan without a report can use. */
export const ignoreOptions = pick(
  'config',
  'no-repo-config',
  'ignore-file',
  'rules',
  'only',
  'skip',
  'max-archive-depth',
  'max-decode-depth',
  'quiet',
  'no-progress',
);

function pick<K extends keyof typeof scanOptions>(...names: readonly K[]): Pick<typeof scanOptions, K> {
  return Object.fromEntries(names.map((name) => [name, scanOptions[name]])) as Pick<typeof scanOptions, K>;
}

export const ignoreTermOptions = {
  reason: { type: 'string', value: 'TEXT', describe: 'why it may pass' },
  expires: { type: 'string', value: 'DATE', describe: 'the last day on which it may, as in 2027-01-31' },
} as const satisfies Record<string, Option>;

export const baselineOptions = {
  prune: { type: 'boolean', describe: 'only take out what has expired, and what nothing has any more' },
} as const satisfies Record<string, Option>;

export const generalOptions = {
  help: { type: 'boolean', short: 'h', describe: 'show this help' },
  version: { type: 'boolean', short: 'V', describe: 'show the version' },
} as const satisfies Record<string, Option>;

/** What one command takes, and the module that runs it. */
export interface Command {
  /** Its arguments, for the help. */
  arguments: string;
  describe: string;
  /** A command line, and what it is for: in the help and in docs/commands.md, where a test runs it. */
  example: readonly [line: string, meaning: string];
  options: Readonly<Record<string, Option>>;
  run: (call: Call) => Promise<number>;
}

export type Flags = Readonly<Record<string, string | boolean | string[] | undefined>>;

/** A command line that was understood. */
export interface Call {
  command: string;
  flags: Flags;
  args: readonly string[];
}
