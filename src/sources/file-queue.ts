import type { ListedFile } from './list-files.ts';

/** Files that several threads take slices of; all of it is shared memory. */
export interface FileQueue {
  /** One 32-bit word: the index of the next file to take. */
  next: SharedArrayBuffer;
  /** Where each file's texts begin in `texts`: path, then file to open, two words a file, and one for the end. */
  offsets: SharedArrayBuffer;
  texts: SharedArrayBuffer;
}

const SLICE = 32;

/** Lays the list out in shared memory, so that starting a thread copies nothing. */
export function createFileQueue(files: readonly ListedFile[]): FileQueue {
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
  return { next: new SharedArrayBuffer(4), offsets, texts: shared };
}

/** Takes files from the queue, a slice at a time, until none is left; no two threads get the same one. */
export function* takeFiles(queue: FileQueue): Generator<{ index: number; file: ListedFile }> {
  const next = new Int32Array(queue.next);
  const count = (queue.offsets.byteLength / 4 - 1) / 2;
  for (let first = Atomics.add(next, 0, SLICE); first < count; first = Atomics.add(next, 0, SLICE)) {
    for (let index = first; index < Math.min(count, first + SLICE); index++)
      yield { index, file: fileAt(queue, index) };
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

function fileAt(queue: FileQueue, index: number): ListedFile {
  const places = new Uint32Array(queue.offsets, 8 * index, 3);
  const text = (from: number) =>
    Buffer.from(new Uint8Array(queue.texts, places[from], places[from + 1]! - places[from]!)).toString(
      'utf8',
    );
  return { kind: 'file', path: text(0), file: text(1) };
}
