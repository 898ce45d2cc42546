import { isBrotli, isZlib } from './trial.ts';

/** The containers that can be opened. */
export type ContainerKind =
  | 'zip'
  | 'tar'
  | 'ar'
  | 'gzip'
  | 'bzip2'
  | 'xz'
  | 'zstd'
  | 'zlib'
  | 'lzma'
  | 'lzip'
  | 'compress'
  | 'brotli'
  | '7z'
  | 'sqlite'
  | 'pdf'
  | 'notebook'
  | 'class'
  | 'dex'
  | 'pyc'
  | 'git pack';

/** Larger ones are not opened: a zip, and what else is read by offsets, is held in memory. */
export const LARGEST_CONTAINER = 128 << 20;
/** Why those are not. */
export const TOO_LARGE = `not opened: it is larger than ${LARGEST_CONTAINER >> 20} MiB`;

/** A zstd file with one byte in it. */
const SHORTEST = 14;
const TAR_BLOCK = 512;
const END_OF_ZIP = 22;

/**
 * What a file is, by its first bytes and, for a zip behind something else, its last ones; its name does not count.
 * Takes no time for ordinary files.
 *
 * @param bytes - the whole file, or at least its first 512 bytes
 */
export function containerKind(bytes: Uint8Array): ContainerKind | undefined {
  if (bytes.length < SHORTEST) return undefined;
  const kind = kindByStart(bytes);
  if (kind) return kind;
  if (isTar(bytes)) return 'tar';
  if (endsAsZip(bytes)) return 'zip';
  if (skipsToZstd(bytes)) return 'zstd';
  if (isPyc(bytes)) return 'pyc';
  return isBrotli(bytes) ? 'brotli' : undefined;
}

function kindByStart(bytes: Uint8Array): ContainerKind | undefined {
  switch (bytes[0]) {
    case 0x50: // PK, then 3 4, 5 6 (empty) or 7 8 (split)
      if (startsWith(bytes, PACK)) return 'git pack';
      return startsWith(bytes, [0x50, 0x4b]) && isZipPair(bytes[2]!, bytes[3]!) ? 'zip' : undefined;
    case 0x1f:
      if (startsWith(bytes, [0x1f, 0x9d])) return isCompress(bytes[2]!) ? 'compress' : undefined;
      return startsWith(bytes, [0x1f, 0x8b, 8]) ? 'gzip' : undefined;
    case 0x42: // BZh, level, then the first six bytes of pi
      return startsWith(bytes, [0x42, 0x5a, 0x68]) &&
        startsWith(bytes, [0x31, 0x41, 0x59, 0x26, 0x53, 0x59], 4)
        ? 'bzip2'
        : undefined;
    case 0xfd:
      return startsWith(bytes, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]) ? 'xz' : undefined;
    case 0x28:
      return startsWith(bytes, ZSTD) ? 'zstd' : undefined;
    case 0xca: // not a program for several processors of macOS, which says here how many
      return startsWith(bytes, [0xca, 0xfe, 0xba, 0xbe]) && bytes[7]! >= FIRST_JAVA ? 'class' : undefined;
    case 0x64:
      return startsWith(bytes, DEX) ? 'dex' : undefined;
    case 0x4c:
      return startsWith(bytes, LZIP) ? 'lzip' : undefined;
    case 0x5d:
      return isLzma(bytes) ? 'lzma' : undefined;
    case 0x78:
      return isZlib(bytes) ? 'zlib' : undefined;
    case 0x37:
      return startsWith(bytes, [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]) ? '7z' : undefined;
    case 0x53:
      return startsWith(bytes, SQLITE) ? 'sqlite' : undefined;
    case 0x21:
      return startsWith(bytes, AR) ? 'ar' : undefined;
    case 0x25:
      return startsWith(bytes, PDF) ? 'pdf' : undefined;
    case 0x7b: // {
      return isNotebook(bytes) ? 'notebook' : undefined;
    case 0x23:
      if (isBundle(bytes)) return 'git pack';
      return hasZipEnd(bytes) ? 'zip' : undefined;
    case 0x4d: // a program (MZ), an ELF file or a script can have a zip behind it, with a comment after that
    case 0x7f:
    case 0x43: // Cr24, a browser extension
      return hasZipEnd(bytes) ? 'zip' : undefined;
    default:
      return undefined;
  }
}

const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];

/** Whether it begins with frames of other content, which LZ4 may have as well, and a frame of zstd follows. */
function skipsToZstd(bytes: Uint8Array): boolean {
  let at = 0;
  while (bytes[at]! >> 4 === 5 && startsWith(bytes, [0x2a, 0x4d, 0x18], at + 1) && at + 8 <= bytes.length)
    at += 8 + Buffer.from(bytes.buffer, bytes.byteOffset + at + 4, 4).readUInt32LE();
  return at > 0 && (at + 4 > bytes.length || startsWith(bytes, ZSTD, at));
}

function isBundle(bytes: Uint8Array): boolean {
  return /^# v[23] git bundle\n/.test(Buffer.from(bytes.subarray(0, 20)).toString('latin1'));
}

/** The number of Java 1.1. */
const FIRST_JAVA = 45;
const DEX = [...Buffer.from('dex\n0')];

/** A number for each version of Python, CR and LF, and a flag or a time. */
function isPyc(bytes: Uint8Array): boolean {
  if (bytes[2] !== 0x0d || bytes[3] !== 0x0a) return false;
  const isVersion = bytes[1] === 0x0c || bytes[1] === 0x0d || bytes[1] === 0x0e || bytes[1]! > 0xf0;
  return isVersion && bytes.subarray(4, 16).includes(0);
}

const PACK = [...Buffer.from('PACK\0\0\0')];
const LZIP = [...Buffer.from('LZIP\x01')];

/** The third byte of a file of `compress`: how long its codes get, and whether its table starts anew. */
function isCompress(flags: number): boolean {
  return (flags & 0x60) === 0 && (flags & 0x1f) >= 9 && (flags & 0x1f) <= 16;
}

const SMALLEST_DICTIONARY = 1 << 12;
const LARGEST_DICTIONARY = 1 << 30;

/** LZMA alone, as xz tells it: a power of two or one and a half of it for a dictionary, and a size that can be. */
function isLzma(bytes: Uint8Array): boolean {
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, SHORTEST);
  const dictionary = header.readUInt32LE(1);
  const power = 2 ** Math.floor(Math.log2(dictionary));
  if (dictionary !== power && dictionary !== 1.5 * power) return false;
  if (dictionary < SMALLEST_DICTIONARY || dictionary > LARGEST_DICTIONARY) return false;
  const high = header.readUInt32LE(9);
  const isUnknown = high === 0xffffffff && header.readUInt32LE(5) === high;
  return (isUnknown || high < 64) && header[13] === 0;
}

const SQLITE = [...Buffer.from('SQLite format 3\0')];
const AR = [...Buffer.from('!<arch>\n')];
const PDF = [...Buffer.from('%PDF-')];
const NOTEBOOK_HEAD = 1024;

/** JSON that has one of a notebook's keys near its start, as all programs write them. */
function isNotebook(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, NOTEBOOK_HEAD));
  return head.includes('"cells"') || head.includes('"nbformat"') || head.includes('"worksheets"');
}

function isZipPair(a: number, b: number): boolean {
  return (a === 3 && b === 4) || (a === 5 && b === 6) || (a === 7 && b === 8);
}

function startsWith(bytes: Uint8Array, magic: readonly number[], at = 0): boolean {
  for (let i = 0; i < magic.length; i++) if (bytes[at + i] !== magic[i]) return false;
  return true;
}

const USTAR = [...Buffer.from('ustar')];

/** Where old tars have no magic, the checksum of the first header tells. */
function isTar(bytes: Uint8Array): boolean {
  if (bytes.length < TAR_BLOCK || bytes[0] === 0) return false;
  if (startsWith(bytes, USTAR, 257)) return tarChecksumFits(bytes);
  return bytes[99] === 0 && bytes[511] === 0 && bytes[154] === 0 && tarChecksumFits(bytes);
}

/**
 * @param header - a block of 512 bytes
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
 */
export function tarChecksumFits(header: Uint8Array): boolean {
  const field = Buffer.from(header.subarray(148, 156)).toString('latin1');
  const [, digits] = /^[ 0]*([0-7]+)[\0 ]/.exec(field) ?? [];
  if (digits === undefined) return false;
  let sum = 8 * 0x20;
  for (let i = 0; i < TAR_BLOCK; i++) if (i < 148 || i >= 156) sum += header[i]!;
  return Number.parseInt(digits, 8) === sum;
}

const ZIP_END = [0x50, 0x4b, 5, 6];

/** Whether the last bytes are the end of a zip without a comment. */
function endsAsZip(bytes: Uint8Array): boolean {
  return startsWith(bytes, ZIP_END, bytes.length - END_OF_ZIP);
}

const LONGEST_COMMENT = 0xffff;

function hasZipEnd(bytes: Uint8Array): boolean {
  const isProgram =
    startsWith(bytes, [0x4d, 0x5a]) ||
    startsWith(bytes, [0x7f, 0x45, 0x4c, 0x46]) ||
    startsWith(bytes, [0x23, 0x21]) ||
    startsWith(bytes, [0x43, 0x72, 0x32, 0x34]);
  if (!isProgram) return false;
  const tail = bytes.subarray(-(END_OF_ZIP + LONGEST_COMMENT));
  return Buffer.from(tail.buffer, tail.byteOffset, tail.length).includes('PK\x05\x06', 0, 'latin1');
}
