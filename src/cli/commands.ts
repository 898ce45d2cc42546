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
    example: ['leakgate audit -f json -o report.json', 'the whole repository, kept for later commands'],
    options: { ...scanOptions, ...historyOptions },
    run: (call) => import('./commands/audit.ts').then((module) => module.runAudit(call)),
  },
  staged: {
    arguments: '[files..]',
    describe: 'the lines that the next commit adds',
    example: ['leakgate staged --offline', 'what git commit would add, without asking any provider'],
    options: scanOptions,
    run: runScan,
  },
  diff: {
    arguments: '[A..B]',
    describe: 'the lines that the commits of a range add, and their messages',
    example: ['leakgate diff HEAD~1..HEAD', 'the last commit; without a range, what CI or the upstream says'],
    options: scanOptions,
    run: (call) => import('./commands/diff.ts').then((module) => module.runDiff(call)),
  },
  dir: {
    arguments: '[paths..]',
    describe: 'files and folders',
    example: ['leakgate dir --no-gitignore -j 2', 'the current folder, ignored files too, on two threads'],
    options: { ...scanOptions, 'no-gitignore': { type: 'boolean', describe: 'files that git ignores too' } },
    run: (call) => import('./commands/dir.ts').then((module) => module.runDir(call)),
  },
  history: {
    arguments: '[path]',
    describe: 'every blob of the history, commit and tag messages, notes, stash',
    example: ['leakgate history --unreachable', 'what no branch or tag reaches, too'],
    options: { ...scanOptions, ...historyOptions },
    run: (call) => import('./commands/history.ts').then((module) => module.runHistory(call)),
  },
  stdin: {
    arguments: '',
    describe: 'standard input',
    example: ['leakgate stdin --name app.log', 'what another program writes'],
    options: { ...scanOptions, name: { type: 'string', value: 'FILE', describe: 'the file name to report' } },
    run: runScan,
  },
  hook: {
    arguments: 'install | remove | status | run NAME [args..]',
    describe: 'git hooks that stop the commit or the push',
    example: ['leakgate hook install --hooks pre-commit,pre-push', 'two of the three hooks'],
    options: { ...scanOptions, ...hookOptions },
    run: (call) =>
      call.args[0] === 'run'
        ? runHook(call)
        : import('./commands/hook.ts').then((module) => module.manageHooks(call)),
  },
  verify: {
    arguments: '[report.json]',
    describe: 'checks the findings of a JSON report again; without one, of standard input',
    example: ['leakgate verify report.json --offline', 'what the secrets of a report tell by themselves'],
    options: scanOptions,
    run: (call) => import('./commands/verify.ts').then((module) => module.runVerify(call)),
  },
  report: {
    arguments: 'FILE',
    describe: 'renders a JSON report again in another format',
    example: ['leakgate report report.json -f markdown', 'the same findings as a summary'],
    options: reportOptions,
    run: (call) => import('./commands/report.ts').then((module) => module.runReport(call)),
  },
  ignore: {
    arguments: 'FINGERPRINT..',
    describe: 'let findings pass, by lines in .leakgateignore',
    example: [
      "leakgate ignore FINGERPRINT --reason 'a test key' --expires 2030-01-01",
      'one finding, for some years',
    ],
    options: { ...ignoreOptions, ...ignoreTermOptions },
    run: (call) => import('./commands/ignore.ts').then((module) => module.runIgnore(call)),
  },
  baseline: {
    arguments: '',
    describe: 'let pass all that an audit finds now, so that only new findings block',
    example: ["leakgate baseline --reason 'there before leakgate'", 'everything that is there now'],
    options: { ...ignoreOptions, ...ignoreTermOptions, ...baselineOptions },
    run: (call) => import('./commands/baseline.ts').then((module) => module.runBaseline(call)),
  },
  doctor: {
    arguments: '',
    describe: 'prove that the hooks fire, and say what keeps them from it',
    example: ['leakgate doctor', 'the hooks of this repository, tried'],
    options: {},
    run: (call) => import('./commands/doctor.ts').then((module) => module.runDoctor(call)),
  },
  import: {
    arguments: 'FILES..',
    describe: "turn other scanners' configs, ignore files, baselines and reports into leakgate's",
    example: ['leakgate import .gitleaks.toml --dry-run', 'what a config would become'],
    options: {
      output: { type: 'string', short: 'o', value: 'FILE', describe: 'another place for .leakgate.yaml' },
      'ignore-file': scanOptions['ignore-file'],
      'dry-run': { type: 'boolean', describe: 'print what would be written, write nothing' },
    },
    run: (call) => import('./commands/import.ts').then((module) => module.runImport(call)),
  },
  completion: {
    arguments: 'bash | zsh | fish | powershell',
    describe: 'the script by which this shell completes the command line',
    example: ['leakgate completion bash', 'for ~/.bashrc: source <(leakgate completion bash)'],
    options: {},
    run: (call) => import('./commands/completion.ts').then((module) => module.runCompletion(call)),
  },
  config: {
    arguments: '',
    describe: 'what is in force, and who said it: flag, environment, file and line',
    example: ['leakgate config --json', 'for another program'],
    options: { ...scanOptions, json: { type: 'boolean', describe: 'the same as -f json' } },
    run: (call) => import('./commands/config.ts').then((module) => module.runConfig(call)),
  },
  rules: {
    arguments: '[list | show ID | test [files..] | new ID | pack FILE]',
    describe: 'the rules in force: how many, which, and new ones',
    example: ['leakgate rules show github-pat', 'one rule, whole'],
    options: {
      config: scanOptions.config,
      'no-repo-config': scanOptions['no-repo-config'],
      rules: scanOptions.rules,
      only: scanOptions.only,
      skip: scanOptions.skip,
      docs: { type: 'string', value: 'URL', describe: 'new: where the token is documented' },
      name: { type: 'string', value: 'NAME', describe: "new: the provider's name" },
    },
    run: (call) => import('./commands/rules.ts').then((module) => module.runRules(call)),
  },
};

/** The command of that name, if there is one. */
export function commandNamed(name: string): Command | undefined {
  return Object.hasOwn(commands, name) ? commands[name] : undefined;
}
