/** Compiles an AssemblyScript module: `buildKernel('src/…/kernel.ts', 'dist/kernel.wasm')`. */
import asc from 'assemblyscript/asc';

export async function buildKernel(source, out) {
  const { error, stderr } = await asc.main([
    source,
    '--outFile',
    out,
    '--enable',
    'simd',
    '--runtime',
    'stub',
    '--noAssert',
    '-O3',
    '--converge',
    '--use',
    'abort=',
  ]);
  if (error) throw new Error(`${error.message}\n${stderr}`);
}
