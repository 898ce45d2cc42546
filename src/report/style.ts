/** Functions that wrap a text in a terminal's escape sequences, or leave it as it is. */
export type Style = Record<'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan', (text: string) => string>;

/** @see https://www.ecma-international.org/publications-and-standards/standards/ecma-48/ */
export function createStyle(color: boolean): Style {
  const wrap = (on: number, off: number) => (text: string) =>
    color ? `\x1b[${on}m${text}\x1b[${off}m` : text;
  return {
    bold: wrap(1, 22),
    dim: wrap(2, 22),
    red: wrap(31, 39),
    green: wrap(32, 39),
    yellow: wrap(33, 39),
    cyan: wrap(36, 39),
  };
}
