/**
 * Builds dist/: the command as one bundle with lazy chunks, the library, its declarations, the kernel, the packed
 * rules and the licences of what is inside. Everything that leakgate uses is in the bundle, so that an installation
 * has no dependencies. Prints nothing: pre-commit reads the name of the tarball from what `npm pack` prints.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, copyFile, rm } from 'node:fs/promises';
import { rolldown } from 'rolldown';
import { buildKernel } from './build-kernel.mjs';
import { writeNotices } from './build-notices.mjs';
import { buildTypes } from './build-types.mjs';
import { cached } from './cached.mjs';
import { patchedFzstd } from './patched-fzstd.mjs';

/** `re2` is an optional peer; the rest are native helpers that protocol clients try to load and do without. */
const external = ['re2', 'cpu-features', 'pg-native'];
const plugins = [
  patchedFzstd,
  {
    name: 'leave-native-helpers-out',
    resolveId: (id) => (id.endsWith('.node') ? { id: 'native-helper', external: true } : null),
  },
];
/** Clients of field protocols, which command and library load when they need one. */
const protocols = ['amqp', 'ldap', 'mongodb', 'mysql', 'postgres', 'redis', 'smtp', 'ssh'];
const protocolsApart = {
  name: 'protocols-apart',
  resolveId(id, importer) {
    const name = importer?.endsWith('ask-protocol.ts') ? /^\.\/([a-z]+)\.ts$/.exec(id)?.[1] : undefined;
    return protocols.includes(name) ? { id: `./protocol-${name}.cjs`, external: 'relative' } : null;
  },
};
/**
 * The chunk that every run starts with stands alone: a further file costs more to find than to run. And it is plain
 * ASCII, which V8 reads in half the time; no other character stands in a tagged template.
 */
const startAlone = {
  name: 'start-alone',
  generateBundle(_, files) {
    const start = Object.values(files).find(({ name }) => name === 'start');
    const helpers = Object.values(files).find(({ name }) => name === 'rolldown-runtime');
    start.code = start.code
      .replace(`require("./${helpers.fileName}")`, () => `(exports=>{${helpers.code};return exports})({})`)
      .replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  },
};
const shared = { platform: 'node', external, plugins, logLevel: 'warn', checks: { emptyImportMeta: false } };

/** Less to read at start; names stay, for the stack in a report of a bug. */
const withNames = { compress: true, mangle: false, codegen: { removeWhitespace: true } };

/** @returns the paths of the files that went in */
async function bundle(input, output, more = [protocolsApart], checks = {}) {
  const allChecks = { ...shared.checks, ...checks };
  const build = await rolldown({ ...shared, checks: allChecks, plugins: [...plugins, ...more], input });
  const written = await build.write({ dir: 'dist', minify: withNames, ...output });
  return written.output.flatMap((chunk) => chunk.moduleIds ?? []);
}

await rm('dist', { recursive: true, force: true });
const command = await bundle(
  { main: 'src/cli/main.ts' },
  {
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] },
  },
  [protocolsApart, startAlone],
);
/** `main.cjs` does nothing but hand on what a chunk exports. */
const [, startChunk, mainExport] = /require\("(.*?)"\).*exports\.main ?= ?\w+\.(\w+)/s.exec(
  readFileSync('dist/main.cjs', 'utf8'),
);
/** Switches the compile cache on before anything else is loaded. */
await bundle(
  { leakgate: 'src/cli/leakgate.ts' },
  { format: 'cjs', entryFileNames: '[name].cjs', dynamicImportInCjs: false },
  [
    {
      name: 'main-apart',
      resolveId: (id) => (id === './main.ts' ? { id: './main.cjs', external: 'relative' } : null),
      generateBundle(_, { 'leakgate.cjs': file }) {
        file.code = file.code.replace(
          'require("./main.cjs")',
          `{main:require("${startChunk}").${mainExport}}`,
        );
      },
    },
  ],
);
const worker = await bundle(
  { worker: 'src/cli/threads/worker.ts' },
  { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'worker-[name]-[hash].cjs' },
);
const library = await bundle(
  { index: 'src/index.ts' },
  { format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'lib-[name]-[hash].js' },
  [protocolsApart],
  { ineffectiveDynamicImport: false }, // createVerifier is exported, and so at hand
);
const clients = await bundle(
  Object.fromEntries(protocols.map((name) => [`protocol-${name}`, `src/verify/protocols/${name}.ts`])),
  { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'protocol-[name]-[hash].cjs', minify: true },
  [],
);
/** What runs in the HTML report, not here. */
const page = await rolldown({ input: 'src/report/page/main.ts', platform: 'browser', logLevel: 'warn' });
await page.write({ dir: 'dist', format: 'iife', minify: true, entryFileNames: 'report-page.js' });
await copyFile('src/report/page/page.css', 'dist/report-page.css');
writeNotices([...command, ...worker, ...library, ...clients], 'dist/THIRD-PARTY-NOTICES.txt');
await buildTypes('index', 'dist/types');
for (const [name, folder] of [
  ['kernel', 'src/engine/kernel/assembly'],
  ['pack-kernel', 'src/git/pack/assembly'],
]) {
  const out = `dist/${name}.wasm`;
  await cached([out], [folder, 'scripts/build-kernel.mjs', 'package-lock.json'], () =>
    buildKernel(`${folder}/kernel.ts`, out),
  );
}
await cached(
  ['dist/rules.bin', 'dist/rules.automata', 'dist/rules.text'],
  [
    'rules',
    'src/rules',
    'src/engine/compiler',
    'src/engine/checks',
    'src/engine/rule-pack.ts',
    'package-lock.json',
  ],
  () =>
    execFileSync(process.execPath, ['dist/leakgate.cjs', 'rules', 'pack', 'dist/rules.bin'], {
      stdio: 'inherit',
    }),
);
await chmod('dist/leakgate.cjs', 0o755);
