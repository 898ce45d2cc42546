import { statSync } from 'node:fs';
import path from 'node:path';
import { containerKind } from '../containers/container-kind.ts';
import type { Chunk, Problem, Skip, Source } from '../types.ts';
import { type ListedFile, listFiles } from './list-files.ts';
import { createFileReader, type FileReader, NotRegular } from './read-file.ts';

export interface FilesOptions {
  /** Files, folders or globs. */
  paths: readonly string[];
  /** What they are relative to. */
  cwd: string;
  /** What is below this folder is called by its path from it, the rest as it was named. */
  root: string;
  gitignore: boolean;
  /** Bytes; a larger file is skipped, and named in the receipt. */
  maxFileSize: number;
}

/** Files and folders of the file system, each file read whole and once. */
export function filesSource(options: FilesOptions): Source {
  return {
    name: 'dir',
    root: options.paths.join(' '),
    async *read(signal) {
      const read = fileInputReader(options.maxFileSize);
      for (const item of await listAll(options)) {
        if (signal.aborted) return;
        if (item.kind === 'file') {
          yield { kind: 'expected', count: 1 };
          yield* read(item);
        } else {
          yield item;
        }
      }
    },
  };
}

/** All below the top of a working tree but what git ignores. */
export function treeSource(root: string, maxFileSize: number): Source {
  return filesSource({ paths: ['.'], cwd: root, root, gitignore: true, maxFileSize });
}

/** Reads a listed file: a chunk or several, each valid until the next is read, or why there is none. */
export type ReadInput = (file: ListedFile) => Iterable<Chunk | Problem | Skip>;

/** @param maxFileSize - bytes; a larger file is skipped */
export function fileInputReader(maxFileSize: number): ReadInput {
  const reader = createFileReader();
  return function* (listed) {
    const { path: name } = listed;
    yield { kind: 'chunk', path: name, where: 'path', bytes: Buffer.from(name), firstLine: 1 };
    yield* readFile(reader, listed, maxFileSize);
  };
}

/** What the paths name: files to read, and what can't be listed. A folder is read when the walk comes to it. */
export async function listAll(options: FilesOptions): Promise<Iterable<ListedFile | Problem | Skip>> {
  const globbed = new Map<string, (ListedFile | Problem)[]>();
  for (const name of options.paths) {
    if (!kindOf(name, options.cwd)) globbed.set(name, await expandGlob(name, options));
  }
  return listEach(options, globbed);
}

function* listEach(
  options: FilesOptions,
  globbed: ReadonlyMap<string, Iterable<ListedFile | Problem>>,
): Generator<ListedFile | Problem | Skip> {
  for (const name of options.paths) {
    const file = path.resolve(options.cwd, name);
    const kind = kindOf(name, options.cwd);
    const shown = shownName(name, options);
    if (globbed.has(name)) yield* globbed.get(name)!;
    else if (kind === 'folder') yield* listFiles(file, options.gitignore, prefixOf(shown));
    else if (kind === 'other') yield { kind: 'problem', path: shown, message: 'not a regular file' };
    else yield { kind: 'file', path: shown, file };
  }
}

const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG']);

/** Of what can't be looked at, reading it says why. */
function kindOf(name: string, cwd: string): 'file' | 'folder' | 'other' | undefined {
  try {
    const stats = statSync(path.resolve(cwd, name));
    return stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : 'other';
  } catch (error) {
    return ABSENT.has((error as NodeJS.ErrnoException).code!) ? undefined : 'file';
  }
}

/** Empty for `root` itself. */
function shownName(name: string, { cwd, root }: FilesOptions): string {
  const fromRoot = path.relative(root, path.resolve(cwd, name));
  const isOutside = fromRoot.split(path.sep)[0] === '..' || path.isAbsolute(fromRoot);
  return slashed(isOutside ? path.normalize(name) : fromRoot);
}

function prefixOf(folder: string): string {
  return folder === '' || folder.endsWith('/') ? folder : `${folder}/`;
}

function slashed(name: string): string {
  return path.sep === '/' ? name : name.replaceAll(path.sep, '/');
}

async function expandGlob(named: string, options: FilesOptions): Promise<(ListedFile | Problem)[]> {
  const { glob, isDynamicPattern } = (await import('fast-glob')).default;
  const pattern = slashed(named);
  try {
    const names = isDynamicPattern(pattern)
      ? await glob(pattern, { cwd: options.cwd, dot: true, followSymbolicLinks: false })
      : [];
    if (names.length === 0) return [{ kind: 'problem', path: named, message: 'no such file or folder' }];
    return names.sort().map((name) => ({
      kind: 'file',
      path: shownName(name, options),
      file: path.resolve(options.cwd, name),
    }));
  } catch (error) {
    return [{ kind: 'problem', path: named, message: (error as Error).message }];
  }
}

function readFile(
  reader: FileReader,
  listed: ListedFile,
  maxFileSize: number,
): Iterable<Chunk | Problem | Skip> {
  const { path: name, file } = listed;
  try {
    const { bytes, wholeSize } = reader.read(
      file,
      (head, size) => size <= maxFileSize && containerKind(head) !== undefined,
    );
    if ((wholeSize ?? bytes.length) > maxFileSize) {
      const reason = `larger than ${maxFileSize} bytes (--max-file-size)`;
      return [{ kind: 'skip', path: name, reason }];
    }
    if (wholeSize !== undefined) return readLarge(reader, listed, wholeSize);
    return [{ kind: 'chunk', path: name, where: 'content', bytes, firstLine: 1 }];
  } catch (error) {
    return [unreadable(name, error as NodeJS.ErrnoException)];
  }
}

/** A file that is not held whole, in stretches. */
function* readLarge(
  reader: FileReader,
  { path: name, file }: ListedFile,
  wholeSize: number,
): Generator<Chunk | Problem | Skip> {
  try {
    for (const { bytes, firstLine, firstColumn, continued } of reader.stretches(file)) {
      const more = continued ? { continued, firstColumn } : { wholeSize };
      yield { kind: 'chunk', path: name, where: 'content', bytes, firstLine, ...more };
    }
  } catch (error) {
    yield unreadable(name, error as NodeJS.ErrnoException);
  }
}

function unreadable(name: string, error: NodeJS.ErrnoException): Problem | Skip {
  if (error instanceof NotRegular) return { kind: 'skip', path: name, reason: error.message };
  if (error.code === 'ELOOP') return { kind: 'skip', path: name, reason: 'symbolic link' };
  if (error.code === 'EISDIR')
    return { kind: 'skip', path: name, reason: 'submodule or folder: scan it by its own name' };
  if (error.code === 'ENOENT') return { kind: 'skip', path: name, reason: 'deleted from the working tree' };
  return {
    kind: 'problem',
    path: name,
    message: error.code ? `can't be read (${error.code})` : error.message,
  };
}
