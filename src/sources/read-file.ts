import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

const FIRST_SIZE = 1 << 20;
/** Larger files are read in parts. */
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

/** Reads files one after the other into one buffer, which grows to the largest. */
export interface FileReader {
  /**
   * The file's bytes: a view, valid until the next call. Of a large file that is not `wanted` whole, or that no buffer
   * can hold, only the first.
   *
   * @throws {NotRegular} a pipe that gives nothing, or a device without an end
   * @throws the error of the file system; `ELOOP` for a symbolic link, which is not followed
   */
  read(file: string | Uint8Array, wanted: (head: Uint8Array, size: number) => boolean): Head;
}

/** What was read of a file. */
export interface Head {
  bytes: Uint8Array;
  /** Of the whole file, where there is more than `bytes`. */
  wholeSize: number | undefined;
}

/** @see the measurements of synchronous reads in docs/how-it-works.md */
export function createFileReader(): FileReader {
  let buffer: Buffer = Buffer.allocUnsafeSlow(FIRST_SIZE);
  return {
    read(file, wanted) {
      const descriptor = openSync(file as string | Buffer, constants.O_RDONLY | NO_FOLLOW);
      try {
        let length = 0;
        for (;;) {
          const count = readSync(descriptor, buffer, length, buffer.length - length, null);
          length += count;
          const bytes = buffer.subarray(0, length);
          if (count === 0) {
            if (length === 0) regularSize(descriptor);
            return { bytes, wholeSize: undefined };
          }
          if (length < buffer.length) continue;
          const size = length >= LARGEST_WHOLE ? regularSize(descriptor) : 0;
          const isEnough = length >= LARGEST_WHOLE && (size >= MOST_BYTES || !wanted(bytes, size));
          if (isEnough || length >= MOST_BYTES) return headOf(bytes, size);
          buffer = larger(buffer, size);
        }
      } finally {
        closeSync(descriptor);
      }
    },
  };
}

function regularSize(descriptor: number): number {
  const stats = fstatSync(descriptor);
  if (!stats.isFile()) throw new NotRegular();
  return stats.size;
}

function headOf(bytes: Uint8Array, size: number): Head {
  return { bytes, wholeSize: size > bytes.length ? size : undefined };
}

/** @param size - of the file, where it is known: what is held is copied once */
function larger(buffer: Buffer, size: number): Buffer {
  const next = Buffer.allocUnsafeSlow(Math.min(MOST_BYTES, Math.max(buffer.length * 4, size + 1)));
  buffer.copy(next);
  return next;
}

const PART = 4 << 20;

/**
 * A file's bytes as they come, each part an array of its own.
 *
 * @throws the error of the file system
 */
export function* readParts(file: string | Uint8Array): Generator<Uint8Array> {
  const descriptor = openSync(file as string | Buffer, constants.O_RDONLY | NO_FOLLOW);
  try {
    for (;;) {
      const part = Buffer.allocUnsafeSlow(PART);
      const count = readSync(descriptor, part, 0, PART, null);
      if (count === 0) return;
      yield part.subarray(0, count);
    }
  } finally {
    closeSync(descriptor);
  }
}
