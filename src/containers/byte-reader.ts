import { Damaged } from './entry.ts';

/** Reads a stream of parts by counts. */
export interface ByteReader {
  /**
   * The next `count` bytes; undefined at the end of the stream.
   *
   * @throws {Damaged} the stream ends among them
   */
  take(count: number): Uint8Array | undefined;
  /**
   * The next `count` bytes as they come.
   *
   * @throws {Damaged} the stream ends before
   */
  stream(count: number): Generator<Uint8Array>;
}

/** Bytes are copied only where a call spans parts. */
export function createByteReader(parts: Iterable<Uint8Array>): ByteReader {
  const source = parts[Symbol.iterator]();
  let part: Uint8Array = new Uint8Array(0);
  let at = 0;
  const hasMore = (): boolean => {
    while (at === part.length) {
      const next = source.next();
      if (next.done) return false;
      part = next.value;
      at = 0;
    }
    return true;
  };
  const view = (most: number): Uint8Array => {
    const bytes = part.subarray(at, at + most);
    at += bytes.length;
    return bytes;
  };
  function* stream(count: number): Generator<Uint8Array> {
    for (let left = count; left > 0; ) {
      if (!hasMore()) throw new Damaged('it breaks off');
      const bytes = view(left);
      left -= bytes.length;
      yield bytes;
    }
  }
  return {
    take(count) {
      if (!hasMore()) return undefined;
      if (part.length - at >= count) return view(count);
      return Buffer.concat([...stream(count)]);
    },
    stream,
  };
}
