import path from 'node:path';
import type { Engine } from '../engine/scan.ts';
import type { KnownFinding } from '../import/imported.ts';
import { matchKnown } from '../import/match-known.ts';
import { searchAll } from '../pipeline/search-all.ts';
import { treeSource } from '../sources/files.ts';
import type { Finding, Input } from '../types.ts';
import { fileInCommit, fileInTree } from './reported-file.ts';

/** What became of an entry that says what to ignore. */
export interface Traced {
  known: KnownFinding;
  /** What leakgate finds there; may be nothing. */
  findings: Finding[];
  /** Why its place could not be looked at. */
  gone?: string;
}

/** Scans the places that entries name, each once, and tells what of it they mean. */
export async function traceKnown(
  all: readonly KnownFinding[],
  engine: Engine,
  root: string,
): Promise<Traced[]> {
  const seen = new Map<string, Promise<Finding[] | undefined>>();
  const search = (key: string, inputs: () => AsyncIterable<Input> | undefined) => {
    const known = seen.get(key);
    if (known) return known;
    const found = searched(inputs(), engine);
    seen.set(key, found);
    return found;
  };
  const traced: Traced[] = [];
  for (const known of all) {
    const { file, commit } = known;
    const place = file === undefined ? undefined : relativeTo(root, file);
    const findings = await search(JSON.stringify([commit, place]), () =>
      place === undefined ? wholeTree(root) : oneFile(root, place, commit),
    );
    traced.push(
      findings
        ? { known, findings: matchKnown(known, findings) }
        : { known, findings: [], gone: commit ? `not in commit ${commit}` : 'no such file' },
    );
  }
  return traced;
}

async function searched(
  inputs: AsyncIterable<Input> | undefined,
  engine: Engine,
): Promise<Finding[] | undefined> {
  return inputs && (await searchAll(inputs, engine)).findings;
}

function wholeTree(root: string): AsyncIterable<Input> {
  return treeSource(root, Number.POSITIVE_INFINITY).read(new AbortController().signal);
}

function oneFile(root: string, file: string, commit: string | undefined): AsyncIterable<Input> | undefined {
  const bytes = commit === undefined ? fileInTree(root, file) : fileInCommit(root, commit, file);
  return bytes && chunkOf(file, bytes);
}

async function* chunkOf(file: string, bytes: Uint8Array): AsyncGenerator<Input> {
  yield { kind: 'chunk', path: file, where: 'content', bytes, firstLine: 1 };
}

/** Reports may name files from the root of the file system on, or with `./`. */
function relativeTo(root: string, file: string): string {
  const slashed = file.replaceAll('\\', '/');
  const isInside = path.isAbsolute(file) && !path.relative(root, file).startsWith('..');
  const name = isInside ? path.relative(root, file).replaceAll('\\', '/') : slashed;
  return path.posix.normalize(name);
}
