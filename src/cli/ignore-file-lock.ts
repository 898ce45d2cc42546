import {
  closeSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { UsageError } from '../errors.ts';

/**
 * Changes the ignore file while no other leakgate does, whole or not at all. The draft is also the lock, as in git.
 *
 * @param edit - makes the new text; the old one is undefined where there is no file
 * @throws {UsageError} another one changes it, or it can't be written
 */
export function changeIgnoreFile(file: string, edit: (text: string | undefined) => string): void {
  const existing = statSync(file, { throwIfNoEntry: false });
  const target = existing ? realpathSync(file) : file;
  const draft = `${target}.lock`;
  lock(draft, existing?.mode);
  try {
    writeFileSync(draft, edit(existing && readFileSync(target, 'utf8')));
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  renameSync(draft, target);
}

function lock(draft: string, mode: number | undefined): void {
  try {
    closeSync(openSync(draft, 'wx', mode === undefined ? 0o666 : mode & 0o777));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const name = path.basename(draft);
    if (code === 'EEXIST')
      throw new UsageError(
        `${name} is there: another leakgate changes the file`,
        `when none runs any more, delete ${name}`,
      );
    throw new UsageError(`${path.dirname(draft)}: may not be written to (${code})`);
  }
}
