import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { makeFolder, type Repo } from './repo.ts';

/** What `npm publish` would send. */
export interface Packed {
  /** Holds the tarball, and what is in it as `package/`. */
  folder: Repo;
  /** Absolute path of the tarball. */
  tarball: string;
  remove: () => void;
}

/** Packs the built leakgate. */
export function packLeakgate(): Packed {
  let remove = () => {};
  const folder = makeFolder((whenDone) => {
    remove = whenDone;
  });
  const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder.root];
  execFileSync('npm', args, { shell: process.platform === 'win32' });
  const tarball = path.join(folder.root, readdirSync(folder.root)[0]!);
  execFileSync('tar', ['-xzf', path.basename(tarball)], { cwd: folder.root });
  return { folder, tarball, remove };
}
