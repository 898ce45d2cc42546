import { existsSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isOurs, keptName, saysFolderMade } from './hook-file.ts';
import { legacyHook, readHook } from './read-hook.ts';

/** One hook after {@link removeHooks}. */
export interface Removed {
  name: string;
  /** `absent`: there was none of ours; `removed`; `restored`: the hook that was kept has its name again. */
  outcome: 'absent' | 'removed' | 'restored';
}

/** Takes our hooks away and gives back what was there, name, mode and bytes. */
export function removeHooks(folder: string, names: readonly string[]): Removed[] {
  const folderMade = names.some((name) => saysFolderMade(readHook(path.join(folder, name)) ?? ''));
  const removed = names.map((name): Removed => ({ name, outcome: removeHook(folder, name) }));
  if (folderMade && existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
  return removed;
}

function removeHook(folder: string, name: string): Removed['outcome'] {
  const file = legacyHook(folder, name) ?? path.join(folder, name);
  if (!isOurs(readHook(file) ?? '')) return 'absent';
  const kept = path.join(folder, keptName(name));
  if (readHook(kept) === undefined) {
    rmSync(file);
    return 'removed';
  }
  renameSync(kept, file);
  return 'restored';
}
