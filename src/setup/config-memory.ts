import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ConfigMemory } from '../config/load.ts';
import { cacheFolder } from './cache-folder.ts';
import { version } from './version.ts';

/** Keeps configs as they were read in the user's cache folder, a file each, written whole or not at all. */
export function configMemory(): ConfigMemory {
  const folder = () => path.join(cacheFolder(process.env, process.platform), 'config');
  const fileOf = (key: string) => path.join(folder(), `${version}-${key}.json`);
  return {
    get(key) {
      try {
        return readFileSync(fileOf(key), 'utf8');
      } catch {
        return undefined;
      }
    },
    set(key, text) {
      const draft = `${fileOf(key)}.${process.pid}`;
      try {
        mkdirSync(folder(), { recursive: true, mode: 0o700 });
        writeFileSync(draft, text, { mode: 0o600 });
        renameSync(draft, fileOf(key));
      } catch {
        // Without a place to keep them, configs are parsed again.
      }
    },
  };
}
