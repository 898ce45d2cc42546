import { lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../errors.ts';
import { isOurs } from './hook-file.ts';

/**
 * The text of a hook, byte by byte as Latin-1, since a hook may be a program.
 *
 * @returns undefined where there is none; the empty text for a link that leads nowhere
 * @throws {UsageError} it can't be read, or is a folder
 */
export function readHook(file: string): string | undefined {
  let isThere = false;
  try {
    lstatSync(file);
    isThere = true;
    return readFileSync(file, 'latin1');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return isThere ? '' : undefined;
    // What core.hooksPath names is no folder, such as /dev/null.
    if (code === 'ENOTDIR') return undefined;
    throw new UsageError(`${file}: can't be read (${code})`);
  }
}

/**
 * Our hook under the name that `pre-commit install` gives to a hook that it finds, and goes on calling.
 *
 * @returns undefined when there is none
 * @see https://pre-commit.com/#running-in-migration-mode
 */
export function legacyHook(folder: string, name: string): string | undefined {
  const file = path.join(folder, `${name}.legacy`);
  const inForce = readHook(path.join(folder, name)) ?? '';
  return !isOurs(inForce) && isOurs(readHook(file) ?? '') ? file : undefined;
}
