/** Finds the lines of what a parser without positions has read. */
export interface SourceLines {
  /**
   * The 1-based line that holds a text, looked for from a line on.
   *
   * @returns `from` when it is not there, as it may be written in another way
   */
  lineOf(text: string, from?: number): number;
  /** The 1-based line of the nth table of this name, from 0 on: `[extend]`, `[[rules]]`. */
  table(name: string, nth?: number): number | undefined;
}

/** Longer texts are looked for by their beginning. */
const LOOKED_AT = 60;

export function sourceLines(text: string): SourceLines {
  const lines = text.split('\n');
  return {
    lineOf(wanted, from = 1) {
      const start = wanted.split('\n')[0]!.slice(0, LOOKED_AT);
      const at = lines.findIndex((line, i) => i >= from - 1 && line.includes(start));
      return at < 0 ? from : at + 1;
    },
    table(name, nth = 0) {
      const found = lines.flatMap((line, i) =>
        line.replace(/\s/g, '').replace(/^\[+/, '').startsWith(`${name}]`) ? [i + 1] : [],
      );
      return found[nth];
    },
  };
}
