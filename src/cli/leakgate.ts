#!/usr/bin/env node
import { join } from 'node:path';
import { cacheFolder } from '../setup/cache-folder.ts';
import { compileFromKept, isCodeFolder } from '../setup/code-cache.ts';
import { AWAITED } from './awaited.ts';

const keepCode = prepareCode(process.argv.slice(2));

// Everything is written when it ends; a look-up of a name that is under way would hold the process for seconds.
void import('./main.ts')
  .then(({ main }) => main(process.argv.slice(2)), tellNoStart)
  .then(keepCode)
  .then(() => process.exit());

/** The installation is broken, or the folder that it was started in is gone: without a word node would exit with 1. */
function tellNoStart(error: Error): void {
  process.stderr.write(`leakgate: it can't start: ${error.message.split('\n')[0]}\n`);
  process.exitCode = 2;
}

/**
 * What was compiled is kept for the next start: by node 22.8 and later, before that by us for what is awaited. That has
 * kept code of its own, the rest shares one folder.
 */
function prepareCode(argv: readonly string[]): (() => void) | undefined {
  const named = argv[0] === 'hook' && argv[1] === 'run' ? argv[2] : argv[0];
  const work = AWAITED.find((name) => name === named);
  const major = Number.parseInt(process.versions.node, 10);
  if (major < 22 && work === undefined) return undefined;
  const cache = cacheFolder(process.env, process.platform);
  const folder = join(cache, 'code', ...(work && major >= 22 ? [work] : []));
  if (!isCodeFolder(cache, folder)) return undefined;
  if (major < 22) return compileFromKept(join(folder, `${work}-${process.version}-${process.arch}`));
  const { enableCompileCache } = process.getBuiltinModule('node:module') as {
    enableCompileCache?: (folder: string) => unknown;
  };
  enableCompileCache?.(folder);
  return undefined;
}
