import { type ByteReader, createByteReader } from './byte-reader.ts';
import { Damaged, type Item, nameOf, untilNul } from './entry.ts';

const MAGIC = 8;
const HEADER = 60;
const LONGEST_NAMES = 1 << 20;
/** Longer ones are cut. */
const LONGEST_NAME = 4096;
const NONE = new Uint8Array(0);

/**
 * The files of an `ar` archive, which a Debian package is; tables of symbols are left out.
 *
 * @see https://man7.org/linux/man-pages/man5/deb.5.html
 */
export function* readAr(parts: Iterable<Uint8Array>): Generator<Item> {
  const reader = createByteReader(parts);
  reader.take(MAGIC);
  let names = '';
  for (let header = reader.take(HEADER); header; header = reader.take(HEADER)) {
    const field = nameOf(header.subarray(0, 16)).trimEnd();
    const size = Number(nameOf(header.subarray(48, 58)).trimEnd() || Number.NaN);
    if (header[58] !== 0x60 || !Number.isSafeInteger(size) || size < 0)
      throw new Damaged('a header in it is damaged');
    if (field === '//' && size <= LONGEST_NAMES) {
      names = nameTable(reader, size);
      continue;
    }
    const inFront = bsdNameLength(field, size);
    const name = inFront === 0 ? longName(field, names) : nameOf(untilNul(reader.take(inFront) ?? NONE));
    const content = reader.stream(size - inFront);
    if (field !== '/' && field !== '/SYM64/') yield { kind: 'entry', name, parts: content };
    for (const _ of content);
    if (size % 2 === 1) reader.take(1);
  }
}

function nameTable(reader: ByteReader, size: number): string {
  const bytes = Buffer.concat([...reader.stream(size + (size % 2))]);
  return bytes.toString('latin1');
}

/** BSD and macOS write `#1/` and a length, and the name in front of the content. */
function bsdNameLength(field: string, size: number): number {
  const length = Number(/^#1\/(\d+)$/.exec(field)?.[1] ?? 0);
  return length <= Math.min(size, LONGEST_NAME) ? length : 0;
}

/** GNU writes a slash after names, and long ones into a table: `/` and the place there. */
function longName(field: string, names: string): string {
  const place = /^\/(\d+)$/.exec(field)?.[1];
  if (place === undefined) return field.replace(/\/$/, '');
  const start = Number(place);
  const name = names.slice(start, start + LONGEST_NAME).split(/\/?\n/, 1)[0]!;
  return nameOf(Buffer.from(name, 'latin1'));
}
