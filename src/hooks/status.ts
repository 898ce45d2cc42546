import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { calledLeakgate, isOurs, keptName } from './hook-file.ts';
import { type Manager, managerOf } from './managers.ts';
import { legacyHook, readHook } from './read-hook.ts';

/** What git will do about one hook. */
export type HookStatus = { name: string; file: string } & (
  | { state: 'installed'; kept?: string }
  /** Ours, but git or sh won't get it to run: `reason` says why. */
  | { state: 'broken'; reason: string }
  /** Another's hook; `manager` is who made it, when that can be told. */
  | { state: 'other'; manager?: Manager }
  | { state: 'absent' }
);

/** @param top - of the working tree; undefined in a bare repository */
export function statusOf(folder: string, name: string, top: string | undefined): HookStatus {
  const file = legacyHook(folder, name) ?? path.join(folder, name);
  const text = readHook(file);
  if (text !== undefined && isOurs(text)) return ourStatus(folder, name, file, text);
  const manager = managerOf(folder, text ?? '', top);
  if (text === undefined && !manager?.callsLeakgate) return { name, file, state: 'absent' };
  return { name, file, state: 'other', ...(manager ? { manager } : {}) };
}

function ourStatus(folder: string, name: string, file: string, text: string): HookStatus {
  const leakgate = calledLeakgate(text);
  if (!isExecutable(file))
    return { name, file, state: 'broken', reason: 'it is not executable: git skips it' };
  if (leakgate !== undefined && !existsSync(leakgate)) {
    return { name, file, state: 'broken', reason: `${leakgate} is gone` };
  }
  const kept = keptName(name);
  return { name, file, state: 'installed', ...(existsSync(path.join(folder, kept)) ? { kept } : {}) };
}

/** On Windows, where no file has that bit, true. */
function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
