/**
 * Builds dist/: the command as one bundle with lazy chunks, the library, its declarations, and the packed rules.
 * Everything that leakgate uses is inside, so that an installation has no dependencies.
 */
import { execFileSync } from 'node:child_process';
import { chmod, rm } from 'node:fs/promises';
import { rolldown } from 'rolldown';
import { buildKernel } from './build-kernel.mjs';

const external = ['re2'];
const shared = { platform: 'node', external, logLevel: 'warn', checks: { emptyImportMeta: false } };

async function bundle(input, output) {
  const build = await rolldown({ ...shared, input });
  await build.write({ dir: 'dist', minify: 'dce-only', ...output });
}

await rm('dist', { recursive: true, force: true });
await bundle(
  { leakgate: 'src/cli/leakgate.ts', worker: 'src/cli/threads/worker.ts' },
  { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
);
await bundle(
  { index: 'src/index.ts' },
  { format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'lib-[name]-[hash].js' },
);
await buildKernel('src/engine/kernel/assembly/kernel.ts', 'dist/kernel.wasm');
execFileSync(process.execPath, ['dist/leakgate.cjs', 'rules', 'pack', 'dist/rules.bin'], {
  stdio: 'inherit',
});
await chmod('dist/leakgate.cjs', 0o755);
