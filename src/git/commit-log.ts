import { createFieldReader, newIdIn } from './change-fields.ts';
import { type ChangeStore, createChangeStore } from './change-store.ts';
import { spawnDiffTree } from './commit-changes.ts';
import { type HistoryScope, revisionsOf } from './history-objects.ts';
import { decodePath } from './paths.ts';
import { lineBlocks } from './spawn.ts';

/** Where a blob came into the history. */
export interface BlobPlace {
  commit: string;
  path: string;
  /** Number of the commit in the order in which the history was read. */
  order: number;
}

/** What the commits of a history brought, told by a git that runs beside whatever else goes on. */
export interface CommitLog {
  /**
   * The first commit that has each blob at each of its paths, by blob id; parents come before their children. Merges
   * are asked only about blobs that no other commit brought. To be called once.
   *
   * @throws {SourceError} git failed
   */
  placesOf(blobs: ReadonlySet<string>): Promise<Map<string, BlobPlace[]>>;
  /** Which of some objects are commits of the history; to be asked after {@link CommitLog.placesOf}. */
  commitsAmong(ids: ReadonlySet<string>): Set<string>;
  /** Ends git, unless it has ended: to be called when {@link CommitLog.placesOf} may not have been. */
  close(): void;
}

/** Merges are read after all other commits. */
const AFTER_ALL = 2 ** 40;
const MOST_BYTES = 48 << 20;

/**
 * Lets git read a history from now on; what it tells is kept until it is known which blobs are wanted.
 *
 * @param more - commits that no ref reaches
 * @param mostBytes - what is kept while that is not known: with so much, git waits
 */
export function openCommitLog(
  scope: HistoryScope,
  more: readonly string[],
  root: string,
  signal: AbortSignal,
  mostBytes = MOST_BYTES,
): CommitLog {
  const store = createChangeStore();
  const merges: string[] = [];
  let wanted: ReadonlySet<string> | undefined;
  let closed = false;
  let goOn = () => {};
  const asked = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const ended = readChanges(withoutMerges(commitsOf(scope, more, root, signal), merges), root, signal, {
    store,
    isWanted: (id) => wanted === undefined || wanted.has(id.toString('latin1')),
    isOpen: async () => {
      if (store.bytes() > mostBytes) await asked;
      return !closed;
    },
  }).catch((error: unknown) => error);
  return {
    async placesOf(blobs) {
      wanted = blobs;
      goOn();
      const error = await ended;
      if (error) throw error;
      const places = new Map<string, BlobPlace[]>();
      addPlaces(places, store, blobs, 0);
      const rest = new Set([...blobs].filter((id) => !places.has(id)));
      if (rest.size > 0) addPlaces(places, await ofMerges(merges, rest, root, signal), rest, AFTER_ALL);
      return places;
    },
    commitsAmong(ids) {
      const found = new Set(store.commitsAmong(ids));
      for (const block of merges) for (const id of block.split('\n')) if (ids.has(id)) found.add(id);
      return found;
    },
    close() {
      closed = true;
      goOn();
    },
  };
}

/** Blocks of lines: a commit's id, then those of its parents. */
function commitsOf(
  scope: HistoryScope,
  more: readonly string[],
  root: string,
  signal: AbortSignal,
): AsyncIterable<string> {
  const { revisions, input } = revisionsOf(scope, root);
  const args = ['rev-list', '--stdin', '--topo-order', '--reverse', '--parents', ...revisions];
  return lineBlocks(args, root, signal, [...input, ...more]);
}

/** The ids of commits with at most one parent; sets those of the others aside, in blocks as well. */
async function* withoutMerges(commits: AsyncIterable<string>, merges: string[]): AsyncGenerator<string> {
  for await (const block of commits) {
    const lines = block.split('\n').map((line) => line.split(' ', 3));
    const ids = (some: string[][]) => some.map(([id]) => id).join('\n');
    const others = lines.filter(({ length }) => length < 3);
    if (others.length < lines.length) merges.push(ids(lines.filter(({ length }) => length === 3)));
    if (others.length > 0) yield ids(others);
  }
}

interface Reading {
  store: ChangeStore;
  /** @param id - of an object, as hex */
  isWanted(id: Buffer): boolean;
  /** Whether more is to be read: then git may go on. */
  isOpen(): boolean | Promise<boolean>;
}

const DELETED = 0x44;

async function readChanges(
  commits: Iterable<string> | AsyncIterable<string>,
  root: string,
  signal: AbortSignal,
  { store, isWanted, isOpen }: Reading,
): Promise<void> {
  const git = spawnDiffTree(commits, root, signal);
  const read = createFieldReader({
    commit: store.addCommit,
    path: (meta, path) => {
      if (meta.at(-1) === DELETED) return;
      const id = newIdIn(meta);
      if (isWanted(id)) store.addVersion(id, path);
    },
  });
  for await (const bytes of git.output) {
    read(bytes);
    if (!(await isOpen())) return;
  }
  const failure = await git.failure();
  if (failure && !signal.aborted) throw failure;
}

async function ofMerges(
  merges: readonly string[],
  blobs: ReadonlySet<string>,
  root: string,
  signal: AbortSignal,
): Promise<ChangeStore> {
  const store = createChangeStore();
  const isWanted = (id: Buffer) => blobs.has(id.toString('latin1'));
  await readChanges(merges, root, signal, { store, isWanted, isOpen: () => true });
  return store;
}

/** @param before - the number of the commit before the store's first */
function addPlaces(
  places: Map<string, BlobPlace[]>,
  store: ChangeStore,
  blobs: ReadonlySet<string>,
  before: number,
): void {
  const seen = new Set<string>();
  for (const { id, commit, order, path: raw } of store.versionsOf(blobs)) {
    const path = decodePath(raw);
    const key = `${id} ${path}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const place = { commit, path, order: before + order };
    const known = places.get(id);
    if (known) known.push(place);
    else places.set(id, [place]);
  }
}
