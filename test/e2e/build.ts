import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const inputs = ['src', 'rules', 'scripts'];

/** Builds dist/ once before the end-to-end tests, which run the built command; not when nothing is newer than it. */
export default function build(): void {
  const built = statSync('dist/rules.bin', { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const newest = Math.max(...inputs.flatMap(changeTimes));
  if (newest > built) execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
}

function changeTimes(folder: string): number[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(
    (name) => statSync(path.join(folder, name)).mtimeMs,
  );
}
