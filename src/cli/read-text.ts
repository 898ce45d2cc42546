import { readFileSync } from 'node:fs';
import { UsageError } from '../errors.ts';

const STDIN = 0;

/**
 * A file that was named, as text: UTF-8, or UTF-16 with a byte order mark, as PowerShell redirects to.
 *
 * @param name - for messages; `-` is standard input
 * @param file - where it is
 * @throws {UsageError} it can't be read
 */
export function readText(name: string, file: string | number = name === '-' ? STDIN : name): string {
  try {
    return decoded(readFileSync(file));
  } catch (error) {
    throw new UsageError(`${name}: can't be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** Without the mark. */
function decoded(bytes: Buffer): string {
  const [a, b] = bytes;
  const encoding = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : undefined;
  return encoding ? new TextDecoder(encoding).decode(bytes) : bytes.toString('utf8').replace(/^\ufeff/, '');
}
