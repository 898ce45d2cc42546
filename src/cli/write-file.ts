import {
  accessSync,
  closeSync,
  constants,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { UsageError } from '../errors.ts';

/**
 * Makes sure, before any work is done, that a file can be written where it is to go.
 *
 * @throws {UsageError} there is no such folder, it can't be written to, or the file is itself a folder
 */
export function checkFolder(file: string): void {
  const folder = path.dirname(file);
  if (!statsOf(folder)?.isDirectory()) {
    throw new UsageError(`-o ${file}: there is no folder ${folder}`, 'make it first');
  }
  const existing = statsOf(file);
  if (existing?.isDirectory()) throw new UsageError(`-o ${file}: this is a folder`);
  try {
    accessSync(existing ? file : folder, constants.W_OK);
  } catch {
    throw new UsageError(`-o ${file}: may not be written`);
  }
}

/** @throws {UsageError} its name is too long, or a link that goes in circles */
function statsOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch (error) {
    throw new UsageError(`-o ${file}: can't be written (${(error as NodeJS.ErrnoException).code})`);
  }
}

/**
 * Writes a file so that it is there whole or not at all: beside it first, then in its place. What is no plain file, such
 * as /dev/stderr, is written to.
 *
 * @throws {UsageError} it can't be written
 */
export function writeFileWhole(file: string, pieces: Iterable<string>): void {
  try {
    const existing = statSync(file, { throwIfNoEntry: false });
    if (existing && !existing.isFile()) writePieces(openSync(file, 'w'), pieces);
    else replace(existing ? realpathSync(file) : file, existing?.mode, pieces);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UsageError(`-o ${file}: can't be written (${code})`);
  }
}

function replace(file: string, mode: number | undefined, pieces: Iterable<string>): void {
  const beside = `${file}.${process.pid}.tmp`;
  try {
    writePieces(openSync(beside, 'wx', mode), pieces);
    renameSync(beside, file);
  } finally {
    rmSync(beside, { force: true });
  }
}

const BUFFERED = 1 << 16;

function writePieces(descriptor: number, pieces: Iterable<string>): void {
  try {
    let waiting = '';
    for (const piece of pieces) {
      waiting += piece;
      if (waiting.length < BUFFERED) continue;
      writeAll(descriptor, waiting);
      waiting = '';
    }
    writeAll(descriptor, waiting);
  } finally {
    closeSync(descriptor);
  }
}

function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
}
