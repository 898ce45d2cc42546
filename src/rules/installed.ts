import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from '../errors.ts';

/**
 * The compiled rules of this installation, as `leakgate rules pack` wrote them at build.
 *
 * @throws {SetupError} a file is missing
 */
export function readInstalledPack() {
  return { tables: readInstalled('rules.bin'), texts: () => readInstalled('rules.text') };
}

function readInstalled(name: string): Uint8Array {
  try {
    return readFileSync(path.join(import.meta.dirname, name));
  } catch {
    throw new SetupError(
      `${name} is missing from the installation`,
      'install leakgate again, or: npm run build',
    );
  }
}
