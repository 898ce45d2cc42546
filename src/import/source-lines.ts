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
/** Characters that are looked through for a text: a report may be one line, and have very many entries. */
const REACH = 1 << 18;

export function sourceLines(text: string): SourceLines {
  const lines = text.split('\n');
  const last = lines.findLastIndex((line) => line !== '') + 1;
  const tables = new Map<string, number[]>();
  return {
    lineOf(wanted, from = 1) {
      if (from >= last) return from;
      const start = wanted.split('\n')[0]!.slice(0, LOOKED_AT);
      for (let at = from - 1, left = REACH; at < lines.length && left > 0; at++) {
        const line = lines[at]!.slice(0, left);
        if (line.includes(start)) return at + 1;
        left -= line.length + 1;
      }
      return from;
    },
    table(name, nth = 0) {
      const found = tables.get(name) ?? tableLines(lines, name);
      tables.set(name, found);
      return found[nth];
    },
  };
}

function tableLines(lines: readonly string[], name: string): number[] {
  return lines.flatMap((line, i) =>
    line.replace(/\s/g, '').replace(/^\[+/, '').startsWith(`${name}]`) ? [i + 1] : [],
  );
}
