/**
 * Text from a scanned repository made safe for a terminal and for a CI's log: control characters, and those that turn
 * text around, are escaped, and so is what such a log would take for a command (`::error::`, `##[…`, `##vso[…`).
 */
export function printable(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/gu, (char) =>
      char === '\t' ? ' ' : escaped(char),
    )
    .replace(/##(?=[a-z]*\[)/gi, '\\x23#')
    .replace(/^\s*:(?=:)/, (start) => `${start.slice(0, -1)}\\x3a`);
}

function escaped(char: string): string {
  const code = char.codePointAt(0)!;
  return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
