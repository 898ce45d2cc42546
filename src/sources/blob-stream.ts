import { containerKind, LARGEST_CONTAINER } from '../containers/container-kind.ts';
import { type StreamedObject, streamObjects } from '../git/cat-file.ts';
import type { ObjectPart } from '../git/object-parts.ts';
import type { Chunk } from '../types.ts';

/** Streams objects in the order of their ids: large ones in stretches, but containers whole, so that they can be opened. */
export function streamBlobs(
  ids: Iterable<string> | AsyncIterable<string>,
  root: string,
  signal: AbortSignal,
): AsyncGenerator<StreamedObject> {
  return streamObjects(
    ids,
    root,
    signal,
    (head, size) => size <= LARGEST_CONTAINER && containerKind(head) !== undefined,
  );
}

/** A part of a blob as a chunk; the path of a history's blob is not known yet: it is empty. */
export function chunkOfPart(part: ObjectPart, path: string): Chunk {
  const { id, bytes, size, firstLine, firstColumn, continued } = part;
  const more = continued ? { continued, firstColumn } : bytes.length < size ? { wholeSize: size } : {};
  return { kind: 'chunk', path, where: 'content', bytes, firstLine, object: id, ...more };
}
