import type { Chunk } from '../../src/types.ts';

const before = ['# settings of the service', 'retries = 3', 'log_level = "info"', '', 'name: inventory'];
const after = ['timeout: 30', '', '# end of the block', 'enabled = true', 'region: eu-west-1'];

/** A text in a file: where it stands, how lines end, how it is encoded. */
export type Surrounding = (text: string) => Uint8Array;

const lines = (text: string) => [...before, text, ...after].join('\n');

/** What a file may be like around the line that holds a secret. */
export const surroundings: Readonly<Record<string, Surrounding>> = {
  alone: (text) => Buffer.from(text),
  'first line': (text) => Buffer.from([text, ...after].join('\n')),
  'last line, no line end': (text) => Buffer.from([...before, text].join('\n')),
  middle: (text) => Buffer.from(`${lines(text)}\n`),
  CRLF: (text) => Buffer.from(`${lines(text)}\n`.replaceAll('\n', '\r\n')),
  CR: (text) => Buffer.from(`${lines(text)}\n`.replaceAll('\n', '\r')),
  'UTF-8 with BOM': (text) => Buffer.from(`\ufeff${lines(text)}`),
  'UTF-16 LE with BOM': (text) => Buffer.from(`\ufeff${lines(text)}`, 'utf16le'),
  'UTF-16 LE': (text) => Buffer.from(lines(text), 'utf16le'),
  'UTF-16 BE with BOM': (text) => Buffer.from(`\ufeff${lines(text)}`, 'utf16le').swap16(),
  'Latin-1': (text) =>
    Buffer.concat([Buffer.from('# clé du système\n', 'latin1'), Buffer.from(`${lines(text)}\n`)]),
  'after a full stop': (text) => Buffer.from(`Ask Zoë. ${text}.`),
  'long line': (text) => Buffer.from(`${'var a=function(b){return b+1};'.repeat(400)}${text}`),
};

/** A chunk as a source would give it. */
export function chunkOf(bytes: Uint8Array, path: string): Chunk {
  return { kind: 'chunk', path, where: 'content', bytes, firstLine: 1 };
}
