import { lstatSync, readFileSync, statSync } from 'node:fs';

export interface PlainTextOptions {
  /** What messages call the file. */
  name: string;
  /** A link is read as what it leads to. */
  follows: boolean;
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
  { name, follows, most, refuse }: PlainTextOptions,
): string | undefined {
  const stats = orRefused(() => (follows ? statSync : lstatSync)(file, { throwIfNoEntry: false }));
  if (!stats) return undefined;
  if (!stats.isFile()) throw refuse(`${name}: not a plain file, and so not read`);
  if (stats.size > most) throw refuse(`${name}: larger than ${most} bytes`);
  return orRefused(() => readFileSync(file, 'utf8'));

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
