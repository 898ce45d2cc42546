import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflate, inflateStart } from './inflate.ts';
import type { ObjectType } from './object-id.ts';
import { broken, type ReadResult } from './read-result.ts';

const HEADER = /^(commit|tree|blob|tag) (0|[1-9][0-9]{0,14})\0/;
const LONGEST_HEADER = 24;

/**
 * Reads an object that has a file of its own: a zlib stream of `type SP size NUL content`.
 *
 * @param limit - a larger object is `too-large`
 * @returns undefined when there is no such file
 */
export function readLooseObject(objectDir: string, oid: string, limit: number): ReadResult | undefined {
  let file: Buffer;
  try {
    file = readFileSync(join(objectDir, oid.slice(0, 2), oid.slice(2)));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : broken(`loose object: ${code}`);
  }
  return parseLooseObject(file, limit);
}

function parseLooseObject(file: Buffer, limit: number): ReadResult {
  const expected = Math.min(Math.max(1024, 4 * file.length), 1 << 20);
  const content = inflate(file, limit + LONGEST_HEADER, expected);
  const header = headerOf(content instanceof Uint8Array ? content : inflateStart(file));
  if (header === undefined) return broken('loose object: no valid header');
  if (header.size > limit) return { kind: 'too-large', size: header.size };
  if (!(content instanceof Uint8Array)) return broken(`loose object: zlib stream ${content}`);
  if (content.length !== header.length + header.size) return broken('loose object: wrong size');
  return { kind: 'object', type: header.type, bytes: content.subarray(header.length) };
}

function headerOf(content: Buffer): { type: ObjectType; size: number; length: number } | undefined {
  const match = HEADER.exec(content.toString('latin1', 0, LONGEST_HEADER));
  if (match === null) return undefined;
  return { type: match[1] as ObjectType, size: Number(match[2]), length: match[0].length };
}
