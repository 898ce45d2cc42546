import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../errors.ts';
import { type Chained, hookFile, type Installation, isOurs, keptName, saysFolderMade } from './hook-file.ts';
import { legacyHook, readHook } from './read-hook.ts';

/** One hook after {@link installHooks}. */
export interface Installed {
  name: string;
  file: string;
  /** File name of the hook that was there, which runs first. */
  kept?: string;
}

/**
 * Writes hooks into a folder. A hook of another that is there is kept beside ours, and run first. Doing it again
 * changes nothing but the paths in our own files.
 *
 * @throws {UsageError} two hooks of others would have to be kept under one name, or the folder can't be written to
 */
export function installHooks(
  folder: string,
  names: readonly string[],
  installation: Installation,
  chained: Chained = 'kept',
): Installed[] {
  const folderMade = !existsSync(folder) || names.some((name) => wasFolderMade(path.join(folder, name)));
  makeFolder(folder);
  const files = names.map((name) => legacyHook(folder, name) ?? makeRoom(folder, name));
  return names.map((name, i) => {
    const file = files[i]!;
    replaceFile(file, hookFile(name, installation, chained, folderMade));
    const kept = keptName(name);
    return { name, file, ...(readHook(path.join(folder, kept)) === undefined ? {} : { kept }) };
  });
}

/** `core.hooksPath` may name a file, such as `/dev/null`, or a place that others own. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `${folder}, where git looks for hooks, is no folder and can't be made (${code})`,
      'git config --show-origin core.hooksPath says who set it',
    );
  }
}

function wasFolderMade(file: string): boolean {
  const text = readHook(file);
  return text !== undefined && isOurs(text) && saysFolderMade(text);
}

/**
 * Renames the hook of another out of the way; as a rename it keeps its mode, its owner and what it links to.
 *
 * @returns the file that ours becomes
 */
function makeRoom(folder: string, name: string): string {
  const file = path.join(folder, name);
  const text = readHook(file);
  if (text === undefined || isOurs(text)) return file;
  const kept = path.join(folder, keptName(name));
  const older = readHook(kept);
  if (older !== undefined && older !== text) {
    throw new UsageError(
      `${kept} is kept from an earlier install, and ${file} is another hook`,
      'delete or rename the one you do not need, then install again',
    );
  }
  renameSync(file, kept);
  return file;
}

/**
 * Writes beside and renames, so that git never meets half a hook, and no link is written through.
 *
 * @throws {UsageError} it can't be written
 */
export function replaceFile(file: string, text: string): void {
  if (readHook(file) === text) return;
  const fresh = `${file}.leakgate-new`;
  try {
    writeFileSync(fresh, text, { mode: 0o777 });
    renameSync(fresh, file);
  } catch (error) {
    throw new UsageError(`${file}: can't be written (${(error as NodeJS.ErrnoException).code})`);
  }
}
