import { isUtf8 } from 'node:buffer';
import { lstatSync, readFileSync, statSync } from 'node:fs';

export interface PlainTextOptions {
  /** What messages call the file. */
  name: string;
  /** A link is read as what it leads to. */
  follows: boolean;
  /** Other encodings are refused; else what is no character becomes U+FFFD. */
  utf8?: boolean;
  /** Bytes. */
  most: number;
  refuse: (message: string) => Error;
}

/**
 * Reads a text file that a scanned repository has, or names: that may be a link, a device without an end, or a flood.
 *
 * @returns undefined when there is none
 * @throws what `refuse` makes of the reason why it is not read
 */
export function readPlainText(
  file: string,
  { name, follows, utf8, most, refuse }: PlainTextOptions,
): string | undefined {
  const stats = orRefused(() => (follows ? statSync : lstatSync)(file, { throwIfNoEntry: false }));
  if (!stats) return undefined;
  if (!stats.isFile()) throw refuse(`${name}: not a plain file, and so not read`);
  if (stats.size > most) throw refuse(`${name}: larger than ${most} bytes`);
  const bytes = orRefused(() => readFileSync(file));
  if (bytes && utf8 && !isUtf8(bytes)) throw refuse(`${name}: not UTF-8`);
  return bytes?.toString();

  function orRefused<T>(look: () => T): T | undefined {
    try {
      return look();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
      throw refuse(`${name}: can't be read (${code})`);
    }
  }
}
