import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { PackStore } from '../engine/own-pack.ts';
import { version } from './version.ts';

/** Keeps the user's compiled rules in a folder, a file each, written whole or not at all. */
export function fileStore(folder: string): PackStore {
  const fileOf = (key: string) => path.join(folder, 'rules', `${version}-${key}.pack`);
  return {
    get(key) {
      try {
        return readFileSync(fileOf(key));
      } catch {
        return undefined;
      }
    },
    set(key, bytes) {
      const draft = `${fileOf(key)}.${process.pid}`;
      try {
        mkdirSync(path.dirname(draft), { recursive: true, mode: 0o700 });
        writeFileSync(draft, bytes, { mode: 0o600 });
        renameSync(draft, fileOf(key));
      } catch {
        // Without a place to keep them, rules are compiled again.
      }
    },
  };
}
