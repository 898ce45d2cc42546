import { type CommitLog, openCommitLog } from '../git/commit-log.ts';
import { shallowBorder } from '../git/commits.ts';
import { allObjects, findUnreached, type HistoryScope, historyObjects } from '../git/history-objects.ts';
import type { Input, Source } from '../types.ts';
import { chunkOfPart, streamBlobs } from './blob-stream.ts';
import { type InScope, locateFindings } from './locate.ts';
import { messageChunks } from './messages.ts';
import { type FindHelpers, openPackedHistory, type PackedHistory } from './packed-history.ts';

export interface HistoryOptions {
  /** A folder of the repository. */
  root: string;
  scope: HistoryScope;
  range?: string;
  /** Objects that no ref reaches, too. */
  unreachable: boolean;
  inScope: InScope;
  /** Absent: one thread searches. */
  findHelpers?: FindHelpers | undefined;
}

/**
 * Every blob of the history once, whatever its paths and commits, and all messages. Where something stands is
 * looked up only for what was found.
 */
export function historySource(options: HistoryOptions): Source {
  const { root, scope, range, unreachable, inScope, findHelpers } = options;
  const danglingCommits: string[] = [];
  let inPacks: PackedHistory | undefined;
  let early: CommitLog | undefined;
  const openLog = (signal: AbortSignal) => openCommitLog(scope, danglingCommits, root, signal);
  async function* readByGit(signal: AbortSignal): AsyncGenerator<Input> {
    const listing = createListing(unreachable);
    yield* readObjects(listing, listing.reachable(historyObjects(scope, root, signal)), root, signal);
    if (!unreachable) return;
    const others = listing.others(allObjects(root, signal), danglingCommits);
    yield* readObjects(listing, others, root, signal);
  }
  return {
    name: 'history',
    root: '.',
    ...(range === undefined ? {} : { range }),
    async *read(signal) {
      if (shallowBorder(root).size > 0) {
        yield { kind: 'expected', count: 1 };
        yield {
          kind: 'skip',
          path: 'history',
          reason: 'shallow clone: the rest is not here (git fetch --unshallow)',
        };
      }
      if (scope.commits === undefined && !unreachable) inPacks = openPackedHistory(root, findHelpers);
      const unreached = findUnreached(scope, root, signal);
      if (inPacks) {
        yield* inPacks.read(signal, () => {
          early ??= openLog(signal);
        });
      } else yield* readByGit(signal);
      const { missing, failure } = await unreached;
      if (missing.length > 0) yield { kind: 'expected', count: missing.length };
      yield* missing.map(missingObject);
      if (failure) yield { kind: 'problem', path: 'history', message: failure.message };
    },
    async locate(found, signal, search) {
      const copies = await inPacks?.copiesOf(found, signal, search);
      const dropUnreachable = inPacks !== undefined;
      // What was interrupted was not read to its end.
      const log = () => (early && !signal.aborted ? early : openLog(signal));
      const locating = { root, scope, openLog: log, inScope, dropUnreachable, copies };
      try {
        return await locateFindings(found, locating, signal);
      } finally {
        copies?.close();
      }
    },
    close: () => early?.close(),
  };
}

/** Counts what git lists. */
function createListing(remember: boolean) {
  const seen = new Set<string>();
  let count = 0;
  return {
    /** Since the last call. */
    takeCount(): number {
      const taken = count;
      count = 0;
      return taken;
    },
    async *reachable(blocks: AsyncIterable<string>): AsyncGenerator<string> {
      for await (const block of blocks) {
        if (remember) for (const id of block.split('\n')) seen.add(id);
        count += linesIn(block);
        yield block;
      }
    },
    async *others(blocks: AsyncIterable<{ id: string; type: string }[]>, commits: string[]) {
      for await (const block of blocks) {
        const others = block.filter(({ id, type }) => type !== 'tree' && !seen.has(id));
        for (const { id, type } of others) if (type === 'commit') commits.push(id);
        count += others.length;
        if (others.length > 0) yield others.map(({ id }) => id).join('\n');
      }
    },
  };
}

type Listing = ReturnType<typeof createListing>;

function linesIn(block: string): number {
  let lines = 1;
  for (let at = block.indexOf('\n'); at !== -1; at = block.indexOf('\n', at + 1)) lines++;
  return lines;
}

async function* readObjects(
  listing: Listing,
  ids: AsyncIterable<string>,
  root: string,
  signal: AbortSignal,
): AsyncGenerator<Input> {
  for await (const object of streamBlobs(ids, root, signal)) {
    const count = listing.takeCount();
    if (count > 0) yield { kind: 'expected', count };
    if (object.kind === 'failed') yield { kind: 'problem', path: 'history', message: object.message };
    else if (object.kind === 'missing') yield missingObject(object.id);
    else if (object.type === 'commit' || object.type === 'tag') {
      yield* messageChunks(object.type, object.id, object.bytes);
    } else {
      yield chunkOfPart(object, '');
    }
  }
  const count = listing.takeCount();
  if (count > 0) yield { kind: 'expected', count };
}

function missingObject(id: string): Input {
  return { kind: 'problem', path: `object ${id.slice(0, 12)}`, message: 'it is missing (partial clone?)' };
}
