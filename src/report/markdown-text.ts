import { printable } from './printable.ts';

/**
 * A text that Markdown shows as it is, also in a table: every character that could mean something, `@` of a mention
 * and `:` of a link too, as a numeric character reference.
 */
export function markdownText(text: string): string {
  return printable(text).replace(/[^\p{L}\p{M}\p{N} /-]/gu, (char) => `&#${char.codePointAt(0)};`);
}
