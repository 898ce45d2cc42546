import type { Readable } from 'node:stream';
import { SourceError } from '../../errors.ts';

/** Reads lines and counted bytes from a stream, without copying what one chunk holds whole. */
export interface ChunkReader {
  /** The next line without its end; undefined at the end of the stream. */
  line(): Promise<string | undefined>;
  /** @throws {SourceError} the stream ends before */
  bytes(count: number): Promise<Buffer>;
}

export function createChunkReader(stream: Readable): ChunkReader {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let chunk: Buffer = Buffer.alloc(0);
  let at = 0;

  /** Goes to the next chunk; false at the end. */
  const advance = async (): Promise<boolean> => {
    const next = await chunks.next();
    if (next.done) return false;
    chunk = next.value;
    at = 0;
    return true;
  };

  const line = async (): Promise<string | undefined> => {
    let text = '';
    for (;;) {
      const end = chunk.indexOf(10, at);
      if (end >= 0) {
        text += chunk.toString('latin1', at, end);
        at = end + 1;
        return text;
      }
      text += chunk.toString('latin1', at);
      if (await advance()) continue;
      if (text === '') return undefined;
      throw new SourceError('git cat-file broke off');
    }
  };

  const bytes = async (count: number): Promise<Buffer> => {
    if (at + count <= chunk.length) {
      at += count;
      return chunk.subarray(at - count, at);
    }
    const result = Buffer.allocUnsafe(count);
    for (let done = 0; ; ) {
      const copied = chunk.copy(result, done, at, at + count - done);
      done += copied;
      at += copied;
      if (done === count) return result;
      if (!(await advance())) throw new SourceError('git cat-file broke off');
    }
  };

  return { line, bytes };
}
