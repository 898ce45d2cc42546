import { ExitCode, UsageError } from '../../errors.ts';
import { printable } from '../../report/printable.ts';
import { scripts } from '../completion/scripts.ts';
import type { Call } from '../options.ts';
import { printOut } from '../print.ts';

/**
 * Runs `completion`: prints a shell's script.
 *
 * @throws {UsageError} no such shell
 */
export async function runCompletion({ args: [shell = '', ...rest] }: Call): Promise<number> {
  const script = Object.hasOwn(scripts, shell) && rest.length === 0 ? scripts[shell] : undefined;
  if (script === undefined)
    throw new UsageError(
      shell === ''
        ? 'completion: for which shell?'
        : `completion: what is ${printable([shell, ...rest].join(' '))}?`,
      `one of ${Object.keys(scripts).join(', ')}, as in leakgate completion bash`,
    );
  printOut(script);
  return ExitCode.Clean;
}
