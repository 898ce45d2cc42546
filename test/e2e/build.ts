import { execFileSync } from 'node:child_process';

/** Builds dist/ once before the end-to-end tests, which run the built command. */
export default function build(): void {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
}
