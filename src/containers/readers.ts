import type { Spend } from './budget.ts';
import type { ContainerKind } from './container-kind.ts';
import type { Item } from './entry.ts';
import { joined } from './stretches.ts';

/** Reads a container. */
type Reader = (parts: Iterable<Uint8Array>, spend: Spend) => Iterable<Item>;

/** Kinds that are one file, compressed. */
export type Compression = (typeof compressions)[number];

const compressions = ['gzip', 'zlib', 'bzip2', 'xz', 'lzma', 'lzip', 'zstd', 'brotli', 'compress'] as const;

/** Whether a kind is one file, compressed: its content has no path of its own. */
export function isCompression(kind: ContainerKind): kind is Compression {
  return (compressions as readonly ContainerKind[]).includes(kind);
}

/** Whether a kind is a program, of which nothing is opened but its strings: it is no further container. */
export function isProgram(kind: ContainerKind): boolean {
  return kind === 'class' || kind === 'dex' || kind === 'pyc';
}

/** Whether a kind is read from its start to its end, so that it need not be held. */
export function readsStream(kind: ContainerKind): kind is 'tar' | 'ar' {
  return kind === 'tar' || kind === 'ar';
}

/** Each reader by kind; its code is loaded when one of the kind is met. */
export async function loadReader(kind: ContainerKind): Promise<Reader> {
  switch (kind) {
    case 'tar':
      return (await import('./tar.ts')).readTar;
    case 'ar':
      return (await import('./ar.ts')).readAr;
    case 'zip':
      return held((await import('./zip.ts')).readZip);
    case 'gzip':
      return compressed((await import('./gzip.ts')).gunzip);
    case 'bzip2':
      return compressed((await import('./bzip2.ts')).bunzip2);
    case 'xz':
      return compressed((await import('./xz.ts')).unxz);
    case 'zstd':
      return compressed((await import('./zstd.ts')).unzstd);
    case 'zlib':
      return compressed((await import('./inflate.ts')).unzlib);
    case 'lzma':
      return compressed((await import('./lzma-files.ts')).unlzmaAlone);
    case 'lzip':
      return compressed((await import('./lzma-files.ts')).unlzip);
    case 'compress':
      return compressed((await import('./uncompress.ts')).uncompress);
    case 'brotli':
      return compressed((await import('./brotli.ts')).unbrotli);
    case '7z':
      return held((await import('./seven-zip.ts')).readSevenZip);
    case 'sqlite':
      return held((await import('./sqlite.ts')).readSqlite);
    case 'pdf':
      return held((await import('./pdf.ts')).readPdf);
    case 'notebook':
      return held((await import('./notebook.ts')).readNotebook);
    case 'git pack':
      return held((await import('./git-pack.ts')).readPack);
    case 'class':
      return held((await import('./program-strings.ts')).readClass);
    case 'dex':
      return held((await import('./program-strings.ts')).readDex);
    case 'pyc':
      return held((await import('./program-strings.ts')).readPyc);
  }
}

function held(read: (bytes: Uint8Array, spend: Spend) => Iterable<Item>): Reader {
  return (parts, spend) => read(joined([...parts]), spend);
}

function compressed(decompress: (bytes: Uint8Array, spend: Spend) => Iterable<Uint8Array>): Reader {
  return (parts, spend) => [{ kind: 'entry', name: undefined, parts: decompress(joined([...parts]), spend) }];
}
