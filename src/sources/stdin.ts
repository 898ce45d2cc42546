import { fstatSync } from 'node:fs';
import type { Source } from '../types.ts';

/**
 * Standard input as one chunk.
 *
 * @param name - the path to report
 */
export function stdinSource(input: AsyncIterable<Uint8Array>, name: string): Source {
  return {
    name: 'stdin',
    root: '.',
    async *read() {
      yield { kind: 'expected', count: 1 };
      if (isFolder(input)) {
        yield { kind: 'problem', path: name, message: 'standard input is a folder' };
        return;
      }
      const parts: Uint8Array[] = [];
      for await (const part of input) parts.push(part);
      yield { kind: 'chunk', path: name, where: 'content', bytes: Buffer.concat(parts), firstLine: 1 };
    },
  };
}

/** Of which node reads nothing, without a word. */
function isFolder(input: AsyncIterable<Uint8Array>): boolean {
  return input === process.stdin && fstatSync(0).isDirectory();
}
