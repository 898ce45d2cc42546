import type { Literal } from './literals.ts';

/** Letters, digits and what joins them: of these, the literals of most rules are made. */
const joints = '-._';
const digits = '0123456789';
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * What begins an escape of a character that need not be escaped: it may hide a literal. So may a quote or an equals sign
 * that is written by its number, whose last digit joins what follows, and an escape that is itself escaped. Escapes of
 * other characters are looked at only where a rule's automaton stops at one. `=3D`, by which quoted-printable writes
 * `=`, is one of these, since the letter at its end would pass for the first of what follows.
 */
export function escapeMarks(): Literal[] {
  const hex = (text: string) => [...Buffer.from(text)].map((byte) => byte.toString(16).padStart(2, '0'));
  const decimals = [...Buffer.from(joints + digits + letters)];
  const hexMarks = [...hex(`${joints}${digits}="'&`), '4', '5', '6', '7'];
  return [
    ...hexMarks.flatMap((code) => [`\\x${code}`, `\\u00${code}`, `&#x${code}`]),
    ...[...hexMarks, '00'].map((code) => `\\u{${code}`),
    ...hex(`${joints}${digits}${letters}%`).map((code) => `%${code}`),
    ...decimals.map((code) => `&#${code};`),
    '&amp;#',
    '%26%23',
    '=3D',
  ].map(markLiteral);
}

/** Hex digits stand in either case; `\x` and `\u` do not. */
function markLiteral(text: string): Literal {
  return Array.from(Buffer.from(text), (value, i) =>
    i > 1 && /[a-f]/i.test(text[i]!) ? { value: value & 0xdf, mask: 0xdf } : { value, mask: 0xff },
  );
}
