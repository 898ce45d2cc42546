#!/usr/bin/env node
import nodeModule from 'node:module';
import path from 'node:path';
import { cacheFolder } from '../setup/cache-folder.ts';

/** Node 22.8 and later: what was compiled is kept for the next start. */
const { enableCompileCache } = nodeModule as { enableCompileCache?: (folder: string) => unknown };
enableCompileCache?.(path.join(cacheFolder(process.env, process.platform), 'code'));

// Everything is written when it ends; a look-up of a name that is under way would hold the process for seconds.
void import('./main.ts').then(({ main }) => main(process.argv.slice(2))).then(() => process.exit());
