import { closeSync, constants, openSync, readSync } from 'node:fs';

const FIRST_SIZE = 1 << 20;
const MOST_BYTES = 0x7fff_0000;
const NO_FOLLOW = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Reads files one after the other into one buffer, which grows to the largest. */
export interface FileReader {
  /**
   * The file's bytes: a view, valid until the next call.
   *
   * @throws the error of the file system; `ELOOP` for a symbolic link, which is not followed
   */
  read(file: string | Uint8Array): Uint8Array;
}

/** @see the measurements of synchronous reads in docs/how-it-works.md */
export function createFileReader(): FileReader {
  let buffer: Buffer = Buffer.allocUnsafeSlow(FIRST_SIZE);
  return {
    read(file) {
      const descriptor = openSync(file as string | Buffer, constants.O_RDONLY | NO_FOLLOW);
      try {
        let length = 0;
        for (;;) {
          const count = readSync(descriptor, buffer, length, buffer.length - length, null);
          length += count;
          if (count === 0) return buffer.subarray(0, length);
          if (length === buffer.length) buffer = larger(buffer);
        }
      } finally {
        closeSync(descriptor);
      }
    },
  };
}

function larger(buffer: Buffer): Buffer {
  if (buffer.length >= MOST_BYTES) throw new Error('the file is larger than 2 GB');
  const next = Buffer.allocUnsafeSlow(Math.min(MOST_BYTES, buffer.length * 4));
  buffer.copy(next);
  return next;
}
