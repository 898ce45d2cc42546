import { bounded, type Spend } from './budget.ts';
import { createByteReader } from './byte-reader.ts';
import { bunzip2 } from './bzip2.ts';
import { LARGEST_CONTAINER } from './container-kind.ts';
import { Damaged, type Item, Unreadable } from './entry.ts';
import { inflateRaw } from './inflate.ts';
import { unlzma, unlzma2 } from './lzma.ts';
import { type Archive, type Coder, type Folder, headerPlace, parseHeader } from './seven-zip-header.ts';
import { joined } from './stretches.ts';
import { dictionarySize } from './xz.ts';
import { unzstd } from './zstd.ts';

/**
 * The files of a 7z archive. Filters for programs are not undone where they leave text as it is.
 *
 * @throws {Damaged} its header is; the header stands at its end
 * @see https://www.7-zip.org/sdk.html 7zFormat.txt
 */
export function* readSevenZip(archive: Uint8Array, spend: Spend): Generator<Item> {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.length);
  const { folders, names } = readHeader(bytes, spend);
  let next = 0;
  for (const folder of folders) {
    const own = names.slice(next, next + folder.fileSizes.length);
    next += folder.fileSizes.length;
    yield* filesOf(bytes, folder, own, spend);
  }
}

const MOST_HEADERS = 4;
const LARGEST_HEADER = 32 << 20;

function readHeader(bytes: Buffer, spend: Spend): Archive {
  const { start, end } = headerPlace(bytes);
  let header = bytes.subarray(start, end);
  for (let i = 0; i < MOST_HEADERS; i++) {
    const { isEncoded, folders, names } = parseHeader(header);
    if (!isEncoded) return { folders, names };
    const [folder] = folders;
    if (!folder) throw new Damaged('its header is none');
    const reason = reasonNotTo(folder);
    if (reason !== undefined) throw new Unreadable(reason);
    const parts = counted(unpack(bytes, folder, spend), spend);
    header = Buffer.from(joined([...bounded(parts, LARGEST_HEADER)]));
  }
  throw new Damaged('its header is none');
}

function* filesOf(bytes: Buffer, folder: Folder, names: readonly string[], spend: Spend): Generator<Item> {
  const reason = reasonNotTo(folder);
  const reader = reason === undefined ? createByteReader(unpack(bytes, folder, spend)) : undefined;
  for (const [i, size] of folder.fileSizes.entries()) {
    const name = names[i] ?? `file ${i + 1}`;
    if (!reader) yield { kind: 'left-out', name, reason: reason! };
    else {
      const content = reader.stream(size);
      yield { kind: 'entry', name, parts: content };
      for (const _ of content);
    }
  }
}

const AES = '06f10701';

function reasonNotTo({ coders }: Folder): string | undefined {
  if (coders.some(({ id }) => id === AES)) return 'encrypted';
  const unknown = coders.find(({ id }) => !decoders[id] && !isFilter(id));
  if (unknown) return `not opened: it is compressed by method ${unknown.id}`;
  return coders.length === 0 ? 'not opened: its method of compression is not known' : undefined;
}

/** For programs; not those of PowerPC, IA-64 and SPARC, which change text too. */
function isFilter(id: string): boolean {
  return /^0303(?!0205|0401|0805)|^0[478a]$/.test(id);
}

function* unpack(bytes: Buffer, { coders, offset, packedSize }: Folder, spend: Spend): Generator<Uint8Array> {
  let parts: Iterable<Uint8Array> = [bytes.subarray(offset, offset + packedSize)];
  for (const coder of coders) {
    const decode = decoders[coder.id];
    const input = parts;
    if (decode)
      parts = Array.isArray(input) ? decode(input[0], coder, spend) : later(input, decode, coder, spend);
  }
  yield* parts;
}

/** A second decoder needs all that the first gives. */
function* later(
  input: Iterable<Uint8Array>,
  decode: Decode,
  coder: Coder,
  spend: Spend,
): Generator<Uint8Array> {
  yield* decode(joined([...bounded(counted(input, spend), LARGEST_CONTAINER)]), coder, spend);
}

/** For what is no entry, and so is not counted there. */
function* counted(parts: Iterable<Uint8Array>, spend: Spend): Generator<Uint8Array> {
  for (const part of parts) {
    spend(part.length);
    yield part;
  }
}

type Decode = (input: Uint8Array, coder: Coder, spend: Spend) => Iterable<Uint8Array>;

/** By their numbers in Methods.txt of the 7-Zip SDK. */
const decoders: Readonly<Record<string, Decode>> = {
  '00': (input) => [input],
  '21': (input, { properties }) => unlzma2(input, 0, dictionarySize(properties[0] ?? 41)),
  '030101': (input, { properties, size }) => {
    if (properties.length < 5) throw new Damaged('its header is none');
    return unlzma(input, { properties: properties[0]!, dictionary: properties.readUInt32LE(1), size });
  },
  '040108': (input, _, spend) => inflateRaw(input, spend),
  '040202': (input, _, spend) => bunzip2(input, spend),
  '04f71101': (input, _, spend) => unzstd(input, spend),
};
