/**
 * JSON that is safe to print: what a terminal would obey, what turns text around, and what a CI's log would take for a
 * command (`##[…`, `##vso[…`) is written as escape sequences, which mean the same to a JSON parser.
 *
 * @param indent - as of JSON.stringify
 */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent)
    .replace(/[^\0-\x7e]+/g, (run) => run.replace(UNSAFE, escaped))
    .replace(/##(?=[a-z]*\[)/gi, '\\u0023#');
}

/**
 * {@link jsonText} in pieces, where a list may be too long for one string.
 *
 * @param document - to be indented by 2; holds an empty list by this key
 * @param depth - of the key: objects and lists around it
 * @param items - of that list
 */
export function* jsonWithList(
  document: unknown,
  key: string,
  depth: number,
  items: Iterable<unknown>,
): Generator<string> {
  const start = `\n${' '.repeat(2 * depth)}`;
  const [before, after] = jsonText(document, 2).split(`${start}"${key}": []`);
  yield `${before}${start}"${key}": [`;
  let between = '';
  for (const item of items) {
    yield `${between}${start}  ${jsonText(item, 2).replaceAll('\n', `${start}  `)}`;
    between = ',';
  }
  yield `${between && start}]${after}`;
}

const UNSAFE = /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

function escaped(char: string): string {
  return [...Array(char.length).keys()].map((i) => unicodeEscape(char.charCodeAt(i))).join('');
}

/** A code unit as an escape sequence of JSON and of JavaScript. */
function unicodeEscape(codeUnit: number): string {
  return `\\u${codeUnit.toString(16).padStart(4, '0')}`;
}
