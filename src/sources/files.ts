import { statSync } from 'node:fs';
import path from 'node:path';
import { containerKind } from '../containers/container-kind.ts';
import { stretchesOf } from '../containers/stretches.ts';
import type { Chunk, Input, Problem, Skip, Source } from '../types.ts';
import { type ListedFile, listFiles } from './list-files.ts';
import { createFileReader, type FileReader, readParts } from './read-file.ts';

export interface FilesOptions {
  /** Files, folders or globs. */
  paths: readonly string[];
  cwd: string;
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
      for await (const item of listAll(options)) {
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

/** Reads a listed file: a chunk or several, each valid until the next is read, or why there is none. */
export type ReadInput = (file: ListedFile) => Iterable<Chunk | Problem | Skip>;

/** @param maxFileSize - bytes; a larger file is skipped */
export function fileInputReader(maxFileSize: number): ReadInput {
  const reader = createFileReader();
  return (file) => readFile(reader, file, maxFileSize);
}

/** What the paths name: files to read, and what can't be listed. */
export async function* listAll({ paths, cwd, gitignore }: FilesOptions): AsyncGenerator<ListedFile | Input> {
  for (const name of paths) {
    const file = path.resolve(cwd, name);
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats?.isDirectory()) yield* listFiles(file, gitignore, prefixOf(name));
    else if (stats) yield { kind: 'file', path: slashed(name), file };
    else yield* expandGlob(name, cwd);
  }
}

function prefixOf(folder: string): string {
  const prefix = slashed(path.normalize(folder));
  if (prefix === '.' || prefix === './') return '';
  return prefix.endsWith('/') ? prefix : `${prefix}/`;
}

function slashed(name: string): string {
  return path.sep === '/' ? name : name.replaceAll(path.sep, '/');
}

async function* expandGlob(pattern: string, cwd: string): AsyncGenerator<ListedFile | Input> {
  const { glob, isDynamicPattern } = (await import('fast-glob')).default;
  const names = isDynamicPattern(pattern)
    ? await glob(pattern, { cwd, dot: true, followSymbolicLinks: false })
    : [];
  if (names.length === 0) yield { kind: 'problem', path: pattern, message: 'no such file or folder' };
  for (const name of names.sort()) yield { kind: 'file', path: name, file: path.resolve(cwd, name) };
}

function readFile(
  reader: FileReader,
  listed: ListedFile,
  maxFileSize: number,
): Iterable<Chunk | Problem | Skip> {
  const { path: name, file } = listed;
  try {
    const { bytes, wholeSize } = reader.read(file, (head) => containerKind(head) !== undefined);
    if ((wholeSize ?? bytes.length) > maxFileSize) {
      const reason = `larger than ${maxFileSize} bytes (--max-file-size)`;
      return [{ kind: 'skip', path: name, reason }];
    }
    if (wholeSize !== undefined) return readLarge(listed, wholeSize);
    return [{ kind: 'chunk', path: name, where: 'content', bytes, firstLine: 1 }];
  } catch (error) {
    return [unreadable(name, error as NodeJS.ErrnoException)];
  }
}

/** A file that is not held whole, in stretches. */
function* readLarge({ path: name, file }: ListedFile, wholeSize: number): Generator<Chunk | Problem | Skip> {
  try {
    for (const { bytes, firstLine, continued } of stretchesOf(readParts(file))) {
      const more = continued ? { continued } : { wholeSize };
      yield { kind: 'chunk', path: name, where: 'content', bytes, firstLine, ...more };
    }
  } catch (error) {
    yield unreadable(name, error as NodeJS.ErrnoException);
  }
}

function unreadable(name: string, error: NodeJS.ErrnoException): Problem | Skip {
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
