import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from '../errors.ts';

/**
 * The compiled rules of this installation, as `packRules` made them at build.
 *
 * @throws {SetupError} the file is missing
 */
export function readInstalledPack(): Uint8Array {
  try {
    return readFileSync(path.join(import.meta.dirname, 'rules.bin'));
  } catch {
    throw new SetupError(
      'rules.bin is missing from the installation',
      'install leakgate again, or: npm run build',
    );
  }
}
