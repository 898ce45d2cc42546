import type { HashBytes } from './objects/object-id.ts';

/** The tree objects that the index matches already: one node a folder. */
export interface CacheTree {
  /** Entries of the index below this folder; of no use without `id`. */
  entryCount: number;
  /** The tree's raw object id; absent when something below changed. */
  id: Buffer | undefined;
  /** By the folder's name, as latin1. */
  children: Map<string, CacheTree>;
}

/** Deeper folders than this no system lets one make. */
const MAX_DEPTH = 4096;
const MINUS = 0x2d;
const SPACE = 0x20;
const LINE_FEED = 10;

/**
 * Parses the index extension `TREE`.
 *
 * @returns undefined when it is damaged or empty: it only saves work
 * @see https://git-scm.com/docs/index-format#_cache_tree
 */
export function parseCacheTree(bytes: Buffer, hashBytes: HashBytes): CacheTree | undefined {
  let at = 0;
  /** A decimal number up to `end`, a space or a line feed; NaN when there is none. */
  const number = (end: number): number => {
    let value = 0;
    const start = at;
    for (; bytes[at] !== end; at++) {
      const digit = bytes[at]! - 0x30;
      if (!(digit >= 0 && digit <= 9) || at - start > 9) return Number.NaN;
      value = value * 10 + digit;
    }
    return at++ === start ? Number.NaN : value;
  };
  const parseNode = (depth: number): { name: string; node: CacheTree } | undefined => {
    const nameEnd = bytes.indexOf(0, at);
    if (nameEnd < 0 || depth > MAX_DEPTH) return undefined;
    const name = bytes.toString('latin1', at, nameEnd);
    const isInvalid = bytes[nameEnd + 1] === MINUS;
    at = nameEnd + (isInvalid ? 2 : 1);
    const entryCount = number(SPACE);
    const childCount = number(LINE_FEED);
    const idLength = isInvalid ? 0 : hashBytes;
    if (Number.isNaN(entryCount + childCount) || at + idLength > bytes.length) return undefined;
    const id = isInvalid ? undefined : bytes.subarray(at, at + idLength);
    at += idLength;
    const node: CacheTree = { entryCount, id, children: new Map() };
    for (let i = childCount; i > 0; i--) {
      const child = parseNode(depth + 1);
      if (child === undefined) return undefined;
      node.children.set(child.name, child.node);
    }
    return { name, node };
  };
  return parseNode(0)?.node;
}
