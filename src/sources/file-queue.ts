import type { ListedFile } from './list-files.ts';

/** Files that several threads take slices of; all of it is shared memory. */
export interface FileQueue {
  /** The place of its first file among all files of the search. */
  start: number;
  /** One 32-bit word: the index of the next file to take. */
  next: SharedArrayBuffer;
  /** Where each file's texts begin in `texts`: path, then file to open, two words a file, and one for the end. */
  offsets: SharedArrayBuffer;
  texts: SharedArrayBuffer;
}

const SLICE = 32;

/** Lays a list out in shared memory, so that telling a thread of it copies nothing. */
export function createFileQueue(files: readonly ListedFile[], start: number): FileQueue {
  const texts = files.flatMap(({ path, file }) => [Buffer.from(path), Buffer.from(file)]);
  const offsets = new SharedArrayBuffer(4 * (texts.length + 1));
  const places = new Uint32Array(offsets);
  texts.forEach((text, i) => {
    places[i + 1] = places[i]! + text.length;
  });
  const shared = new SharedArrayBuffer(places[texts.length]!);
  const bytes = new Uint8Array(shared);
  texts.forEach((text, i) => {
    bytes.set(text, places[i]);
  });
  return { start, next: new SharedArrayBuffer(4), offsets, texts: shared };
}

/**
 * Takes files from the queue, a slice at a time, until none is left; no two threads get the same one. `index` is the
 * file's place among all files of the search.
 */
export function* takeFiles(queue: FileQueue): Generator<{ index: number; file: ListedFile }> {
  const next = new Int32Array(queue.next);
  const read = fileReader(queue);
  const count = (queue.offsets.byteLength / 4 - 1) / 2;
  for (let first = Atomics.add(next, 0, SLICE); first < count; first = Atomics.add(next, 0, SLICE)) {
    for (let index = first; index < Math.min(count, first + SLICE); index++)
      yield { index: queue.start + index, file: read(index) };
  }
}

/** How many files no thread has taken yet. */
export function filesLeft(queue: FileQueue): number {
  return Math.max(0, (queue.offsets.byteLength / 4 - 1) / 2 - Atomics.load(new Int32Array(queue.next), 0));
}

/** Lets every thread end with the slice that it has. */
export function stopQueue(queue: FileQueue): void {
  Atomics.store(new Int32Array(queue.next), 0, queue.offsets.byteLength);
}

function fileReader({ offsets, texts }: FileQueue): (index: number) => ListedFile {
  const places = new Uint32Array(offsets);
  const all = Buffer.from(texts);
  const text = (i: number) => all.toString('utf8', places[i], places[i + 1]);
  return (index) => {
    const file = text(2 * index + 1);
    const isExact = !file.includes('\ufffd');
    const bytes = () => Buffer.from(all.subarray(places[2 * index + 1], places[2 * index + 2]));
    return { kind: 'file', path: text(2 * index), file: isExact ? file : bytes() };
  };
}
