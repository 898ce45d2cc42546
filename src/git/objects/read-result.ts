import type { ObjectType } from './object-id.ts';

/** What reading one object gave. Nothing that a repository contains makes reading throw. */
export type ReadResult =
  | { kind: 'object'; type: ObjectType; bytes: Buffer }
  /** In no object directory: a promisor's object, or a damaged repository. */
  | { kind: 'missing' }
  /** There, but not readable by us; git may still read it. */
  | { kind: 'broken'; reason: string }
  /** `size` bytes, more than the store's limit. */
  | { kind: 'too-large'; size: number };

/** An object that is there, but can't be read. */
export function broken(reason: string): ReadResult {
  return { kind: 'broken', reason };
}
