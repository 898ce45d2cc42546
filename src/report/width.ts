/** Two columns, or may be: East Asian wide and full-width characters, emoji. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Yi}\p{Script=Tangut}\p{Script=Nushu}\p{Script=Khitan_Small_Script}\p{Emoji_Presentation}\u2e80-\u303e\u3190-\u33ff\ua960-\ua97f\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{1d300}-\u{1d376}\u{1f100}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const MARK = /[\p{Mn}\p{Me}]/u;
const ASCII = /^[\x20-\x7e]*$/;
/** Makes the character before it an emoji, which is wider. */
const EMOJI_SELECTOR = '\ufe0f';

/** Columns that a printable text takes in a terminal; in doubt, more than it takes. */
export function displayWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const char of text) width += charWidth(char);
  return width;
}

function charWidth(char: string): number {
  if (char === EMOJI_SELECTOR) return 1;
  if (MARK.test(char)) return 0;
  return WIDE.test(char) ? 2 : 1;
}

/** The text, or its start and `…` when it takes more columns. */
export function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  return width < 1 ? '' : `${text.slice(0, fitting(text, width - 1))}…`;
}

/**
 * Breaks a text into lines: at blanks, else after a `/`, else anywhere.
 *
 * @param width - columns; infinite keeps it on one line
 * @param rest - columns for the lines after the first, when others
 */
export function wrap(text: string, width: number, rest = width): string[] {
  const lines: string[] = [];
  let left = text;
  while (displayWidth(left) > columns(lines, width, rest)) {
    const most = fitting(left, columns(lines, width, rest));
    const end = breakOf(left.slice(0, most || firstLength(left)), left);
    lines.push(left.slice(0, end).trimEnd());
    left = left.slice(end).trimStart();
  }
  return [...lines, left];
}

function columns(lines: readonly string[], first: number, rest: number): number {
  return Math.max(2, lines.length === 0 ? first : rest);
}

/** Where to break, as a number of code units: past a blank or a slash of what fits, if there is one that is not too early. */
function breakOf(fits: string, text: string): number {
  if (text[fits.length] === ' ') return fits.length;
  const blank = fits.lastIndexOf(' ');
  if (blank > 0) return blank + 1;
  const slash = fits.lastIndexOf('/');
  return slash > fits.length / 2 ? slash + 1 : fits.length;
}

/** How many code units of a text take at most this many columns. */
function fitting(text: string, width: number): number {
  let taken = 0;
  let end = 0;
  for (const char of text) {
    taken += charWidth(char);
    if (taken > width) break;
    end += char.length;
  }
  return end;
}

function firstLength(text: string): number {
  return String.fromCodePoint(text.codePointAt(0)!).length;
}
