import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObjectId } from './objects/object-id.ts';

/** What `HEAD` points to. */
export type Head =
  | { kind: 'commit'; oid: string }
  /** A branch without a commit. */
  | { kind: 'unborn' };

/** The part of a repository's places that refs need. */
export interface RefPlaces {
  gitDir: string;
  commonDir: string;
}

const MAX_LINKS = 5;

/**
 * Resolves `HEAD` from loose and packed refs.
 *
 * @returns undefined when git itself must do it: no valid ref, an odd name, a file that can't be read
 * @see https://git-scm.com/docs/gitrepository-layout
 */
export function resolveHead(places: RefPlaces): Head | undefined {
  let name = 'HEAD';
  for (let links = 0; links <= MAX_LINKS; links++) {
    const content = readRef(places, name);
    if (content === undefined) return undefined;
    if (content === '') return name === 'HEAD' ? undefined : { kind: 'unborn' };
    if (isObjectId(content)) return { kind: 'commit', oid: content };
    const target = /^ref:\s*(refs\/\S+)$/.exec(content)?.[1];
    if (target === undefined || !isPlainName(target)) return undefined;
    name = target;
  }
  return undefined;
}

/** Whether an object may be another than its id says. */
export function hasReplaceRefs({ commonDir }: RefPlaces, env: NodeJS.ProcessEnv): boolean {
  if (env.GIT_REPLACE_REF_BASE) return true;
  try {
    if (readdirSync(join(commonDir, 'refs', 'replace')).length > 0) return true;
  } catch (error) {
    if (!isAbsent(error)) return true;
  }
  return packedRefs(commonDir)?.includes(' refs/replace/') ?? true;
}

/** A name that stays below its directory on every system. */
function isPlainName(name: string): boolean {
  return name
    .split('/')
    .every((part) => /^[^\\:*?[~^\0-\x20\x7f]+$/.test(part) && !/^\.|\.$|\.lock$/.test(part));
}

/** The ref's content without its line end; empty when there is no such ref, undefined when it can't be read. */
function readRef({ gitDir, commonDir }: RefPlaces, name: string): string | undefined {
  const own = name === 'HEAD' || /^refs\/(?:bisect|worktree|rewritten)\//.test(name);
  try {
    return readFileSync(join(own ? gitDir : commonDir, name), 'latin1').trimEnd();
  } catch (error) {
    return isAbsent(error) ? readPackedRef(commonDir, name) : undefined;
  }
}

function readPackedRef(commonDir: string, name: string): string | undefined {
  const file = packedRefs(commonDir);
  if (file === undefined) return undefined;
  const at = file.indexOf(` ${name}\n`);
  if (at < 0) return '';
  return file.toString('latin1', file.lastIndexOf(10, at) + 1, at);
}

function packedRefs(commonDir: string): Buffer | undefined {
  try {
    return readFileSync(join(commonDir, 'packed-refs'));
  } catch (error) {
    return isAbsent(error) ? Buffer.alloc(0) : undefined;
  }
}

/** `EISDIR`: a folder of refs has the name of a ref that was packed. */
function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}
