import { lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { Script } from 'node:vm';

/**
 * Makes `require` compile the larger chunks of this installation from what V8 kept of an earlier run of them, for a node
 * that has no `module.enableCompileCache`. V8 itself refuses what another version or other flags of it made. Chunks are
 * told by the hash of their content in their names, since V8 looks at their length only.
 *
 * @param kept - how the paths start where code is kept
 * @returns what keeps the code once the work is done: then it has all functions that the work needed
 */
export function compileFromKept(kept: string): () => void {
  const ordinary = require.extensions['.js']!;
  const keep: (() => void)[] = [];
  require.extensions['.cjs'] = (module, file) => {
    const name = basename(file);
    const [, stem] = /^(.*)-[\w-]{8}\.cjs$/.exec(name) ?? [];
    if (stem === undefined) return ordinary(module, file);
    const script = scriptOf(file, `${kept}-${stem}`, name, keep);
    script.runInThisContext()(module.exports, module.require.bind(module), module, file, dirname(file));
  };
  return () => {
    for (const keepOne of keep) keepOne();
  };
}

const HEAD = '(function(exports,require,module,__filename,__dirname){';
/** Reading what is kept takes as long as compiling this much. */
const SMALL = 4096;

function scriptOf(file: string, kept: string, name: string, keep: (() => void)[]): Script {
  const source = `${HEAD}${readFileSync(file, 'utf8')}\n})`;
  const place = { filename: file, columnOffset: -HEAD.length };
  if (source.length < SMALL) return new Script(source, place);
  const cachedData = readKept(kept, name);
  const script = new Script(source, { ...place, ...(cachedData ? { cachedData } : {}) });
  if (script.cachedDataRejected !== false || isTimeToRenew())
    keep.push(() => writeKept(kept, name, script.createCachedData()));
  return script;
}

/** Now and then: the run that kept the code may have been one without work. */
function isTimeToRenew(): boolean {
  return process.pid % 16 === 0;
}

/** V8 does not see damage: what is kept stands there twice, then the name of the file that it is of. */
function readKept(kept: string, name: string): Buffer | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(kept);
  } catch {
    return undefined;
  }
  const size = (bytes.length - name.length) / 2;
  if (!(size > 0) || bytes.toString('latin1', 2 * size) !== name) return undefined;
  const code = bytes.subarray(0, size);
  return code.equals(bytes.subarray(size, 2 * size)) ? code : undefined;
}

function writeKept(kept: string, name: string, code: Buffer): void {
  const draft = `${kept}.${process.pid}`;
  try {
    writeFileSync(draft, Buffer.concat([code, code, Buffer.from(name)]), { mode: 0o600 });
    renameSync(draft, kept);
  } catch {
    // Without a place to keep it, code is compiled again.
  }
}

/**
 * Whether code may be kept in a folder below the cache folder, and run as it stands there: nobody else can write to it.
 * Makes it when it is not there.
 */
export function isCodeFolder(cache: string, folder: string): boolean {
  try {
    if (!lstatSync(folder, { throwIfNoEntry: false })) mkdirSync(folder, { recursive: true, mode: 0o700 });
    return [cache, dirname(folder), folder].every(isOwn);
  } catch {
    return false;
  }
}

/** On Windows the user's own folders are closed to others. */
function isOwn(folder: string): boolean {
  const stats = lstatSync(folder);
  const { getuid } = process;
  return stats.isDirectory() && (!getuid || (stats.uid === getuid() && (stats.mode & 0o022) === 0));
}
