import type { HashBytes } from './objects/object-id.ts';

/** The tree objects that the index matches already: one node a folder. */
export interface CacheTree {
  /** Entries of the index below this folder, when `id` is there. */
  entryCount: number;
  /** The tree's raw object id; absent when something below changed. */
  id: Buffer | undefined;
  /** By the folder's name, as latin1. */
  children: Map<string, CacheTree>;
}

/** Deeper folders than this no system lets one make. */
const MAX_DEPTH = 4096;

/**
 * Parses the index extension `TREE`.
 *
 * @returns undefined when it is damaged or empty: it only saves work
 * @see https://git-scm.com/docs/index-format#_cache_tree
 */
export function parseCacheTree(bytes: Buffer, hashBytes: HashBytes): CacheTree | undefined {
  let at = 0;
  const parseNode = (depth: number): { name: string; node: CacheTree } | undefined => {
    const nameEnd = bytes.indexOf(0, at);
    const lineEnd = nameEnd < 0 ? -1 : bytes.indexOf(10, nameEnd);
    if (lineEnd < 0 || depth > MAX_DEPTH) return undefined;
    const numbers = /^(-?\d{1,10}) (\d{1,10})$/.exec(bytes.toString('latin1', nameEnd + 1, lineEnd));
    if (numbers === null) return undefined;
    const name = bytes.toString('latin1', at, nameEnd);
    at = lineEnd + 1;
    const entryCount = Number(numbers[1]);
    const node: CacheTree = { entryCount, id: undefined, children: new Map() };
    if (entryCount >= 0) {
      if (at + hashBytes > bytes.length) return undefined;
      node.id = bytes.subarray(at, at + hashBytes);
      at += hashBytes;
    }
    for (let i = Number(numbers[2]); i > 0; i--) {
      const child = parseNode(depth + 1);
      if (child === undefined) return undefined;
      node.children.set(child.name, child.node);
    }
    return { name, node };
  };
  return parseNode(0)?.node;
}
