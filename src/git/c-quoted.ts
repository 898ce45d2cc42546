const ESCAPES: Record<string, number> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, '\\': 92 };

/**
 * Undoes git's C-style quoting at the start of `text`, which begins with `"`.
 *
 * @returns the path and the index after the closing quote; undefined when it is not closed or has an unknown escape
 */
export function unquoteC(text: string): { value: string; next: number } | undefined {
  const bytes: number[] = [];
  for (let i = 1; i < text.length; i++) {
    if (text[i] === '"') return { value: Buffer.from(bytes).toString(), next: i + 1 };
    if (text[i] !== '\\') {
      const character = String.fromCodePoint(text.codePointAt(i)!);
      bytes.push(...Buffer.from(character));
      i += character.length - 1;
      continue;
    }
    const octal = /^[0-3][0-7]{2}/.exec(text.slice(i + 1, i + 4));
    const byte = octal === null ? ESCAPES[text[i + 1] ?? ''] : Number.parseInt(octal[0], 8);
    if (byte === undefined) return undefined;
    bytes.push(byte);
    i += octal === null ? 1 : 3;
  }
  return undefined;
}
