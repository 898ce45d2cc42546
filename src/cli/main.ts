import { ExitCode, ScanError } from '../errors.ts';
import { resolveGitVariables } from '../git/git-variables.ts';
import { printable } from '../report/printable.ts';
import { version } from '../setup/version.ts';
import { runPreCommit } from './commands/hook-commit.ts';
import { printError, printOut } from './print.ts';

/** Runs a command line and sets the exit code. The only place that catches. */
export async function main(argv: readonly string[]): Promise<void> {
  resolveGitVariables(process.env);
  try {
    process.exitCode = await run(argv);
  } catch (error) {
    process.exitCode = await report(error);
  }
}

async function run(argv: readonly string[]): Promise<number> {
  if (isPlainPreCommit(argv)) return runPreCommit({ command: 'hook', flags: {}, args: argv.slice(3) });
  // What follows are words of the line that is completed, no flags of ours.
  if (argv[0] === 'completion' && argv[1] === 'words')
    return import('./completion/answer.ts').then((module) => module.answerCompletion(argv.slice(2)));
  const [{ parseCommandLine }, { commands }] = await Promise.all([
    import('./parse.ts'),
    import('./commands.ts'),
  ]);
  const parsed = parseCommandLine(argv);
  if ('version' in parsed) {
    printOut(`leakgate ${version}\n`);
    return ExitCode.Clean;
  }
  if ('help' in parsed) {
    const { helpText } = await import('./help.ts');
    printOut(await helpText(parsed.help));
    return ExitCode.Clean;
  }
  return commands[parsed.command]!.run(parsed);
}

/** What a commit waits for: no other command has to be known, and no flag parsed. */
function isPlainPreCommit([command, action, hook, ...rest]: readonly string[]): boolean {
  const isPreCommit = command === 'hook' && action === 'run' && hook === 'pre-commit';
  return isPreCommit && !rest.some((word) => word.startsWith('-'));
}

async function report(error: unknown): Promise<number> {
  if (error instanceof ScanError) {
    const help = error.help === undefined ? '' : `\nhelp: ${error.help}`;
    const lines = (await withoutSecrets(`leakgate: ${error.message}${help}`)).split('\n');
    printError(`${lines.map(printable).join('\n')}\n`);
    return error.exitCode;
  }
  const { name, stack = String(error) } = error instanceof Error ? error : new Error(String(error));
  const frames = stack.split('\n').filter((line) => line.startsWith('    at '));
  printError(`leakgate: a bug (${name}); please report it with these lines:\n${frames.join('\n')}\n`);
  return ExitCode.Internal;
}

/** What was typed, or stands in a config, may be a secret. Without an installation that works the text stays as it is. */
async function withoutSecrets(text: string): Promise<string> {
  const { masked } = await import('../setup/masked.ts');
  return masked(text).catch(() => text);
}
