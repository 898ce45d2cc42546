import { writtenParts } from '../git/commit-object.ts';
import type { Chunk, Where } from '../types.ts';

/** How a report names the message of a commit or tag: `commit:` or `tag:`, then the start of its id. */
export function messagePath(type: 'commit' | 'tag', id: string): string {
  return `${type}:${id.slice(0, 12)}`;
}

/**
 * The messages in a raw commit or tag object.
 *
 * @param bytes - the object as git stores it
 */
export function messageChunks(type: 'commit' | 'tag', id: string, bytes: Uint8Array): Chunk[] {
  const path = messagePath(type, id);
  return writtenParts(bytes).map(({ kind, bytes: text }, i) => {
    const chunk: Chunk = {
      kind: 'chunk',
      path,
      where: whereOf(type, kind),
      bytes: text,
      firstLine: 1,
      object: id,
    };
    if (i > 0) chunk.continued = true;
    return chunk;
  });
}

function whereOf(type: 'commit' | 'tag', kind: 'message' | 'merged-tag'): Where {
  return type === 'commit' && kind === 'message' ? 'commit-message' : 'tag-message';
}
