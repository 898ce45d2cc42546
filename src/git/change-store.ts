import { createIdList } from './id-list.ts';

/** A version that a commit brought. */
export interface BroughtVersion {
  /** Of the object, as hex. */
  id: string;
  commit: string;
  /** Number of the commit, from 1. */
  order: number;
  path: Buffer;
}

/** What commits did to their paths, in little memory. */
export interface ChangeStore {
  addCommit(id: Buffer): void;
  /**
   * A version that the commit added last brought.
   *
   * @param id - of the object, as hex
   */
  addVersion(id: Buffer, path: Buffer): void;
  /** How much memory it takes, about. */
  bytes(): number;
  commitsAmong(ids: ReadonlySet<string>): Generator<string>;
  /** The versions with one of some objects, in the order in which they were added. */
  versionsOf(objects: ReadonlySet<string>): Generator<BroughtVersion>;
}

const COMMIT_BYTES = 40;
const VERSION_BYTES = 40;
const PATH_BYTES = 100;

/** An empty store. */
export function createChangeStore(): ChangeStore {
  const commits = createIdList();
  const objects = createIdList();
  /** By commit: how many versions there are up to its last one. */
  const ends: number[] = [];
  /** By version: the number of its path. */
  const pathOf: number[] = [];
  /** One character a byte. */
  const paths: string[] = [];
  const pathNumbers = new Map<string, number>();
  let pathBytes = 0;
  const numberOf = (path: string): number => {
    const known = pathNumbers.get(path);
    if (known !== undefined) return known;
    pathBytes += PATH_BYTES + path.length;
    pathNumbers.set(path, paths.length);
    return paths.push(path) - 1;
  };
  return {
    addCommit: (id) => {
      commits.push(id);
      ends.push(pathOf.length);
    },
    addVersion: (id, path) => {
      objects.push(id);
      pathOf.push(numberOf(path.toString('latin1')));
      ends[ends.length - 1] = pathOf.length;
    },
    bytes: () => ends.length * COMMIT_BYTES + pathOf.length * VERSION_BYTES + pathBytes,
    *commitsAmong(wanted) {
      const starts = startsOf(wanted);
      for (let commit = 0; commit < ends.length; commit++) {
        if (!starts.has(commits.startOf(commit))) continue;
        const id = commits.at(commit);
        if (wanted.has(id)) yield id;
      }
    },
    *versionsOf(wanted) {
      const starts = startsOf(wanted);
      let version = 0;
      for (let commit = 0; commit < ends.length; commit++) {
        for (; version < ends[commit]!; version++) {
          if (!starts.has(objects.startOf(version))) continue;
          const id = objects.at(version);
          const path = Buffer.from(paths[pathOf[version]!]!, 'latin1');
          if (wanted.has(id)) yield { id, commit: commits.at(commit), order: commit + 1, path };
        }
      }
    },
  };
}

/** The first four bytes of ids, as {@link createIdList} tells them. */
function startsOf(ids: ReadonlySet<string>): Set<number> {
  return new Set([...ids].map((id) => Number.parseInt(id.slice(0, 8), 16)));
}
