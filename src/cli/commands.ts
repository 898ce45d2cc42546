import { runHook } from './commands/hook-run.ts';
import { runScan } from './commands/scan.ts';
import {
  baselineOptions,
  type Command,
  historyOptions,
  hookOptions,
  ignoreOptions,
  ignoreTermOptions,
  reportOptions,
  scanOptions,
} from './options.ts';

/** Every command by name. What a commit waits for is here already; the modules of the others load when they run. */
export const commands: Readonly<Record<string, Command>> = {
  audit: {
    arguments: '[path or URL]',
    describe: 'the working tree and the whole history; the same as no command',
    options: { ...scanOptions, ...historyOptions },
    run: (call) => import('./commands/audit.ts').then((module) => module.runAudit(call)),
  },
  staged: {
    arguments: '[files..]',
    describe: 'the lines that the next commit adds',
    options: scanOptions,
    run: runScan,
  },
  diff: {
    arguments: '[A..B]',
    describe: 'the lines that the commits of a range add, and their messages',
    options: scanOptions,
    run: (call) => import('./commands/diff.ts').then((module) => module.runDiff(call)),
  },
  dir: {
    arguments: '[paths..]',
    describe: 'files and folders',
    options: { ...scanOptions, 'no-gitignore': { type: 'boolean', describe: 'files that git ignores too' } },
    run: (call) => import('./commands/dir.ts').then((module) => module.runDir(call)),
  },
  history: {
    arguments: '[path]',
    describe: 'every blob of the history, commit and tag messages, notes, stash',
    options: { ...scanOptions, ...historyOptions },
    run: (call) => import('./commands/history.ts').then((module) => module.runHistory(call)),
  },
  stdin: {
    arguments: '',
    describe: 'standard input',
    options: { ...scanOptions, name: { type: 'string', value: 'FILE', describe: 'the file name to report' } },
    run: runScan,
  },
  hook: {
    arguments: 'install | remove | status | run NAME [args..]',
    describe: 'git hooks that stop the commit or the push',
    options: { ...scanOptions, ...hookOptions },
    run: (call) =>
      call.args[0] === 'run'
        ? runHook(call)
        : import('./commands/hook.ts').then((module) => module.manageHooks(call)),
  },
  verify: {
    arguments: '[report.json]',
    describe: 'checks the findings of a JSON report again; without one, of standard input',
    options: scanOptions,
    run: (call) => import('./commands/verify.ts').then((module) => module.runVerify(call)),
  },
  report: {
    arguments: 'FILE',
    describe: 'renders a JSON report again in another format',
    options: reportOptions,
    run: (call) => import('./commands/report.ts').then((module) => module.runReport(call)),
  },
  ignore: {
    arguments: 'FINGERPRINT..',
    describe: 'let findings pass, by lines in .leakgateignore',
    options: { ...ignoreOptions, ...ignoreTermOptions },
    run: (call) => import('./commands/ignore.ts').then((module) => module.runIgnore(call)),
  },
  baseline: {
    arguments: '',
    describe: 'let pass all that an audit finds now, so that only new findings block',
    options: { ...ignoreOptions, ...ignoreTermOptions, ...baselineOptions },
    run: (call) => import('./commands/baseline.ts').then((module) => module.runBaseline(call)),
  },
  doctor: {
    arguments: '',
    describe: 'prove that the hooks fire, and say what keeps them from it',
    options: {},
    run: (call) => import('./commands/doctor.ts').then((module) => module.runDoctor(call)),
  },
  import: {
    arguments: 'FILES..',
    describe: "turn other scanners' configs, ignore files, baselines and reports into leakgate's",
    options: {
      output: { type: 'string', short: 'o', value: 'FILE', describe: 'another place for .leakgate.yaml' },
      'ignore-file': scanOptions['ignore-file'],
      'dry-run': { type: 'boolean', describe: 'print what would be written, write nothing' },
    },
    run: (call) => import('./commands/import.ts').then((module) => module.runImport(call)),
  },
  config: {
    arguments: '',
    describe: 'what is in force, and who said it: flag, environment, file and line',
    options: { ...scanOptions, json: { type: 'boolean', describe: 'the same as -f json' } },
    run: (call) => import('./commands/config.ts').then((module) => module.runConfig(call)),
  },
  rules: {
    arguments: 'list | show ID | test [files..] | pack FILE',
    describe: 'the rules in force',
    options: {
      config: scanOptions.config,
      'no-repo-config': scanOptions['no-repo-config'],
      rules: scanOptions.rules,
      only: scanOptions.only,
      skip: scanOptions.skip,
    },
    run: (call) => import('./commands/rules.ts').then((module) => module.runRules(call)),
  },
};
