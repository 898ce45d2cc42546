import { LimitHit } from './budget.ts';
import type { FontDecoder } from './pdf-fonts.ts';

/** The text of a page, its lines in the order in which they are drawn. */
export interface PageText {
  /** With a blank wherever a piece of text is placed by itself. */
  spaced: string;
  /** Without these: a program may place each letter by itself. */
  tight: string;
}

const TOKEN =
  /%[^\r\n]*|\(|<<|>>|<([0-9A-Fa-f\s]*)>|\[|\]|\/[^\s/<>[\]()%]*|[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?![^\s/<>[\]()%])|[^\s/<>[\]()%]+/g;

/** Thousandths of the size of the font: a wider gap is a blank. */
const WIDE_GAP = -180;

type Operand = string | number | Operand[];

/**
 * Runs the operators of a content stream that show text; they stand between `BT` and `ET`.
 *
 * @param content - one character a byte
 * @see ISO 32000-1, 9.4
 */
export function textOfContent(content: string, fonts: ReadonlyMap<string, FontDecoder>): PageText {
  const page = createPage(fonts);
  const start = /(?:^|[\s>)\]])BT(?=[\s/[(<])/g;
  let end = 0;
  for (let found = start.exec(content); found; found = start.exec(content)) {
    const font = fontIn(content.slice(end, found.index));
    if (font !== undefined) page.run('Tf', [font]);
    page.run('BT', []);
    end = runUntilEnd(content, start.lastIndex, page.run);
    start.lastIndex = end;
  }
  return page.text();
}

/** A font may be chosen before the text starts. */
function fontIn(graphics: string): string | undefined {
  if (!graphics.includes('Tf')) return undefined;
  return [...graphics.matchAll(/\/([^\s/<>[\]()%]{1,100})\s{1,8}[\d.]{1,20}\s{1,8}Tf\b/g)].at(-1)?.[1];
}

type Run = (operator: string, operands: readonly Operand[]) => void;

/** @returns where the text ends */
function runUntilEnd(content: string, from: number, run: Run): number {
  const token = new RegExp(TOKEN);
  token.lastIndex = from;
  let operands: Operand[] = [];
  let list: Operand[] | undefined;
  for (let match = token.exec(content); match; match = token.exec(content)) {
    const [text, hex] = match;
    const into = list ?? operands;
    if (hex !== undefined) into.push(Buffer.from(hex.replace(/\s/g, ''), 'hex').toString('latin1'));
    else if (text === '(') into.push(literalString(token, content));
    else if (text === '[') list = [];
    else if (text === ']') {
      operands.push(list ?? []);
      list = undefined;
    } else if (text === 'ET') break;
    else if (text[0]! < ':' && !Number.isNaN(Number(text))) into.push(Number(text));
    else if (text[0] === '/') into.push(text.slice(1));
    else if (text[0] !== '%' && text !== '<<' && text !== '>>') {
      run(text, operands);
      operands = [];
      list = undefined;
    }
  }
  return token.lastIndex === 0 ? content.length : token.lastIndex;
}

/** The rest of a string in parentheses, which may hold others and escapes. */
function literalString(token: RegExp, content: string): string {
  let text = '';
  let depth = 1;
  let at = token.lastIndex;
  for (; at < content.length; at++) {
    const char = content[at]!;
    if (char === '\\') {
      const [code, octal] = /^(?:([0-7]{1,3})|\r\n|[\s\S])/.exec(content.slice(at + 1, at + 4)) ?? [''];
      text +=
        octal === undefined ? (ESCAPES[code] ?? code) : String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
      at += code.length;
      continue;
    }
    if (char === '(') depth++;
    if (char === ')' && --depth === 0) break;
    text += char;
  }
  token.lastIndex = at + 1;
  return text;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  '\n': '',
  '\r': '',
  '\r\n': '',
};

/** Characters of a page: a font may make many of each byte. */
const LONGEST_PAGE = 64 << 20;

/** What the text operators have shown so far. */
function createPage(fonts: ReadonlyMap<string, FontDecoder>) {
  const spaced: string[] = [];
  const tight: string[] = [];
  let decode: FontDecoder = (codes) => codes;
  /** Where the next text goes, whether it was put there, and where the last text was. */
  let height = 0;
  let isPlaced = false;
  let lastHeight: number | undefined;
  const useFont = (name: string): void => {
    decode = fonts.get(name) ?? ((codes) => codes);
  };
  let length = 0;
  const add = (text: string): void => {
    length += text.length;
    if (length > LONGEST_PAGE) throw new LimitHit(`a page of it has more than ${LONGEST_PAGE >> 20} MiB`);
    spaced.push(text);
    tight.push(text);
  };
  const gap = (): void => void spaced.push(' ');
  const show = (operand: Operand | undefined): void => {
    if (typeof operand !== 'string') return;
    if (isPlaced && height === lastHeight) gap();
    else if (isPlaced) add('\n');
    isPlaced = false;
    lastHeight = height;
    add(decode(operand));
  };
  const showLine = (operand: Operand | undefined): void => {
    add('\n');
    show(operand);
  };
  const showList = (operand: Operand | undefined): void => {
    for (const item of Array.isArray(operand) ? operand : []) {
      if (typeof item === 'number' && item < WIDE_GAP) gap();
      else show(item);
    }
  };
  const moveTo = (y: number): void => {
    height = y;
    isPlaced = true;
  };
  const operators = new Map<string, (operands: readonly Operand[]) => void>([
    ['Tf', ([name]) => useFont(String(name))],
    ['BT', () => moveTo(0)],
    ['Td', ([, y]) => moveTo(height + Number(y))],
    ['TD', ([, y]) => moveTo(height + Number(y))],
    ['Tm', ([, , , , , y]) => moveTo(Number(y))],
    ['T*', () => add('\n')],
    ['Tj', ([text]) => show(text)],
    ["'", ([text]) => showLine(text)],
    ['"', ([, , text]) => showLine(text)],
    ['TJ', ([list]) => showList(list)],
  ]);
  const run = (operator: string, operands: readonly Operand[]): void => operators.get(operator)?.(operands);
  return { run, text: () => ({ spaced: tidy(spaced), tight: tidy(tight) }) };
}

function tidy(parts: readonly string[]): string {
  return parts.join('').replace(/ {2,}/g, ' ').replace(/^\s+/, '');
}
