// Prints what is found in a folder, and exits as the command does.
import { ExitCode, IncompleteError, scan } from 'leakgate';

const folder = process.argv[2] ?? '.';
const run = scan({ source: { kind: 'dir' }, cwd: folder });
try {
  for await (const { file, startLine, rule, secret } of run) {
    console.log(`${file}:${startLine} ${rule.id} ${secret}`);
  }
  process.exitCode = (await run.report()).exitCode;
} catch (error) {
  if (!(error instanceof IncompleteError)) throw error;
  console.error(error.message);
  process.exitCode = error.report.exitCode || ExitCode.Incomplete;
}
