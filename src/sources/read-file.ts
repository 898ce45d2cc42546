import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { LARGEST_WHOLE as LARGEST_STRETCH, type Stretch } from '../containers/stretches.ts';
import { FILE_START, nextStretch } from '../next-stretch.ts';

const FIRST_SIZE = 1 << 20;
/** Larger files are read in stretches. */
const LARGEST_WHOLE = 64 << 20;
/** The most that one buffer holds everywhere. */
const MOST_BYTES = 0x7fff_0000;
const NO_FOLLOW = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** A pipe or a device: it may give nothing now, or never end. */
export class NotRegular extends Error {
  constructor() {
    super('not a regular file');
  }
}

/** Reads files one after the other into the same buffers. */
export interface FileReader {
  /**
   * The file's bytes: a view, valid until the next call. Of a large file that is not `wanted` whole, or that no buffer
   * can hold, only the first.
   *
   * @throws {NotRegular} a pipe that gives nothing, or a device without an end
   * @throws the error of the file system; `ELOOP` for a symbolic link, which is not followed
   */
  read(file: string | Uint8Array, wanted: (head: Uint8Array, size: number) => boolean): Head;
  /**
   * A file in stretches, each a view, valid until the next is asked for.
   *
   * @throws the error of the file system
   */
  stretches(file: string | Uint8Array): Generator<Stretch>;
}

/** What was read of a file. */
export interface Head {
  bytes: Uint8Array;
  /** Of the whole file, where there is more than `bytes`. */
  wholeSize: number | undefined;
}

/** @see the measurements of synchronous reads in docs/how-it-works.md */
export function createFileReader(): FileReader {
  const first = Buffer.allocUnsafeSlow(FIRST_SIZE);
  let kept: Buffer | undefined;
  /** Memory that is not written to is not taken: it is made as large as it may become, and no garbage on the way there. */
  const large = (): Buffer => {
    kept ??= Buffer.allocUnsafeSlow(LARGEST_WHOLE);
    return kept;
  };
  return {
    read(file, wanted) {
      const descriptor = open(file);
      try {
        let target: Buffer = first;
        for (let length = 0; ; ) {
          const count = readSync(descriptor, target, length, target.length - length, null);
          length += count;
          const bytes = target.subarray(0, length);
          if (count === 0) {
            if (length === 0) regularSize(descriptor);
            return { bytes, wholeSize: undefined };
          }
          if (length < target.length) continue;
          const size = sizeOnceFull(descriptor, length);
          if (size <= LARGEST_WHOLE && length < LARGEST_WHOLE) {
            target = large();
          } else {
            if (Math.max(size, length) >= MOST_BYTES || !wanted(bytes, size)) return headOf(bytes, size);
            kept = undefined;
            target = Buffer.allocUnsafeSlow(Math.min(MOST_BYTES, Math.max(length + FIRST_SIZE, size + 1)));
          }
          target.set(bytes);
        }
      } finally {
        closeSync(descriptor);
      }
    },
    *stretches(file) {
      const descriptor = open(file);
      try {
        yield* stretchesOf(descriptor, large().subarray(0, LARGEST_STRETCH));
      } finally {
        closeSync(descriptor);
      }
    },
  };
}

function open(file: string | Uint8Array): number {
  return openSync(file as string | Buffer, constants.O_RDONLY | NO_FOLLOW);
}

/** A file of `/proc` says that it is empty. */
function sizeOnceFull(descriptor: number, length: number): number {
  return length < LARGEST_WHOLE ? fstatSync(descriptor).size : regularSize(descriptor);
}

function regularSize(descriptor: number): number {
  const stats = fstatSync(descriptor);
  if (!stats.isFile()) throw new NotRegular();
  return stats.size;
}

function headOf(bytes: Uint8Array, size: number): Head {
  return { bytes, wholeSize: size > bytes.length ? size : undefined };
}

function* stretchesOf(descriptor: number, buffer: Buffer): Generator<Stretch> {
  let start = FILE_START;
  for (let length = 0, continued = false; ; continued = true) {
    length += fill(descriptor, buffer, length);
    const bytes = buffer.subarray(0, length);
    yield { bytes, ...start, continued };
    if (length < buffer.length) return;
    const { from, ...next } = nextStretch(bytes, start);
    start = next;
    buffer.copyWithin(0, from);
    length -= from;
  }
}

/** @returns how many bytes came: fewer than fit only at the end */
function fill(descriptor: number, buffer: Buffer, from: number): number {
  for (let at = from; at < buffer.length; ) {
    const count = readSync(descriptor, buffer, at, buffer.length - at, null);
    if (count === 0) return at - from;
    at += count;
  }
  return buffer.length - from;
}
