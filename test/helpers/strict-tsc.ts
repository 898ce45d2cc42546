import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { Ran, Repo } from './repo.ts';

const options = '--noEmit --strict --checkJs --module nodenext --target es2023 --lib es2023 --types node';

/** Checks files of a folder as a strict consumer with the types of node would. */
export function strictTsc(folder: Repo, files: readonly string[]): Ran {
  const types = path.join(folder.root, 'node_modules/@types');
  mkdirSync(types, { recursive: true });
  symlinkSync(path.resolve('node_modules/@types/node'), path.join(types, 'node'), 'junction');
  const tsc = path.resolve('node_modules/typescript/bin/tsc');
  expect(existsSync(tsc)).toBe(true);
  return folder.run(process.execPath, [tsc, ...options.split(' '), ...files]);
}
