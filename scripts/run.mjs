/** Runs a TypeScript script on every supported Node: `node scripts/run.mjs scripts/x.ts [args]`. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'rolldown';
import { patchedFzstd } from './patched-fzstd.mjs';

const [script, ...args] = process.argv.slice(2);
const out = path.resolve(`dist/.scripts-${process.pid}`);
await build({
  input: path.resolve(script),
  platform: 'node',
  external: (id) => id !== 'fzstd' && !/^[./]|^[A-Z]:/.test(id),
  plugins: [patchedFzstd],
  output: { dir: out, format: 'esm', entryFileNames: 'script.mjs' },
  logLevel: 'warn',
});
process.argv = [process.argv[0], script, ...args];
try {
  await import(pathToFileURL(path.join(out, 'script.mjs')));
} finally {
  await rm(out, { recursive: true, force: true });
}
