/** Writes the declarations of the library: those that its entry reaches, and no other. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

const everything = path.resolve('dist/.types');

/** @param entry - relative to src/, without `.ts` */
export async function buildTypes(entry, out) {
  const tsc = path.join(createRequire(import.meta.url).resolve('typescript/package.json'), '../bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', everything], {
    stdio: 'inherit',
  });
  for (const file of reached(path.join(everything, `${entry}.d.ts`))) {
    const target = path.join(out, path.relative(everything, file));
    await mkdir(path.dirname(target), { recursive: true });
    writeFileSync(target, readFileSync(file, 'utf8').replace(/(from '\.[^']*)\.ts'/g, "$1.js'"));
  }
  await rm(everything, { recursive: true });
}

function reached(entry, found = new Set()) {
  if (found.has(entry)) return found;
  found.add(entry);
  for (const [, name] of readFileSync(entry, 'utf8').matchAll(
    /(?:from|import\()\s*['"](\.[^'"]*)\.ts['"]/g,
  )) {
    reached(path.join(path.dirname(entry), `${name}.d.ts`), found);
  }
  return found;
}
