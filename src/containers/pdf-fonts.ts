import { entryOf, type PdfObject, type PdfObjects, referencesIn, resolve } from './pdf-objects.ts';

/** Turns the string of a text operator, one character a byte, into text. */
export type FontDecoder = (codes: string) => string;

/** Gives the content of a stream, and counts it. */
export type Unpack = (object: PdfObject | undefined) => Buffer | undefined;

/** Finds the fonts that the text of resources names, of each text and each font once: pages share them. */
export function fontsFinder(
  objects: PdfObjects,
  unpack: Unpack,
): (resources: string) => ReadonlyMap<string, FontDecoder> {
  const byText = new Map<string, ReadonlyMap<string, FontDecoder>>();
  const byNumber = new Map<number, FontDecoder>();
  return (resources) => {
    const fonts = byText.get(resources) ?? fontsOf(objects, resources, byNumber, unpack);
    byText.set(resources, fonts);
    return fonts;
  };
}

function fontsOf(
  objects: PdfObjects,
  resources: string,
  known: Map<number, FontDecoder>,
  unpack: Unpack,
): Map<string, FontDecoder> {
  const fonts = new Map<string, FontDecoder>();
  const named = resolve(objects, entryOf(resources, 'Font')) ?? '';
  for (const [, name, number] of named.matchAll(
    /\/([^\s/<>[\]()]{1,100})\s{1,4}(\d{1,9})\s{1,4}\d{1,5}\s{1,4}R/g,
  )) {
    const font = Number(number);
    const decoder = known.get(font) ?? decoderOf(objects, font, unpack);
    known.set(font, decoder);
    fonts.set(name!, decoder);
  }
  return fonts;
}

/** By the font's own table of what its codes mean; without one they are taken for Latin letters. */
function decoderOf(objects: PdfObjects, font: number, unpack: Unpack): FontDecoder {
  const table = referencesIn(entryOf(objects.get(font)?.text ?? '', 'ToUnicode'))[0];
  const object = table === undefined ? undefined : objects.get(table);
  const map = unpack(object)?.toString('latin1');
  return map === undefined ? (codes) => codes : unicodeDecoder(map);
}

/** There are 65,536 of two bytes; hostile tables tell more, again and again. */
const MOST_CODES = 1 << 18;

/** @see Adobe Technical Note 5411, ToUnicode mapping files */
function unicodeDecoder(map: string): FontDecoder {
  const meaning = new Map<number, string>();
  const width = /begincodespacerange\s{0,8}<([0-9A-Fa-f]+)>/.exec(map)?.[1]?.length === 2 ? 1 : 2;
  for (const body of blocksOf(map, 'beginbfchar', 'endbfchar')) {
    for (const [, code, text] of body.matchAll(/<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>/g))
      meaning.set(Number.parseInt(code!, 16), unicode(text!));
  }
  let left = MOST_CODES;
  for (const body of blocksOf(map, 'beginbfrange', 'endbfrange')) left = addRanges(body, meaning, left);
  return (codes) => {
    let text = '';
    for (let at = 0; at + width <= codes.length; at += width) {
      const code = width === 1 ? codes.charCodeAt(at) : 256 * codes.charCodeAt(at) + codes.charCodeAt(at + 1);
      text += meaning.get(code) ?? '';
    }
    return text;
  };
}

/** What stands between two words, wherever it does. */
function* blocksOf(text: string, begin: string, end: string): Generator<string> {
  for (let at = text.indexOf(begin); at !== -1; ) {
    const close = text.indexOf(end, at);
    if (close === -1) return;
    yield text.slice(at + begin.length, close);
    at = text.indexOf(begin, close);
  }
}

/** @returns how many codes may still be told */
function addRanges(body: string, meaning: Map<number, string>, most: number): number {
  let left = most;
  const hex = '<([0-9A-Fa-f\\s]+)>\\s*';
  for (const [, from, to, text, list] of body.matchAll(
    new RegExp(`${hex}${hex}(?:${hex}|\\[([^\\][]*)\\])`, 'g'),
  )) {
    const first = Number.parseInt(from!, 16);
    const last = Math.min(Number.parseInt(to!, 16), first + left);
    left -= Math.max(0, last - first) + 1;
    if (left <= 0) break;
    const texts = list?.match(/<[^<>]*>/g)?.map((item) => unicode(item.slice(1, -1)));
    const start = unicode(text ?? '');
    for (let code = first; code <= last; code++)
      meaning.set(code, texts ? (texts[code - first] ?? '') : following(start, code - first));
  }
  return left;
}

/** The text whose last character is so many further. */
function following(text: string, by: number): string {
  const last = text.codePointAt(text.length - 1) ?? 0;
  return text.slice(0, -1) + String.fromCharCode(last + by);
}

/** Hex digits of what one code means: a ligature is a few letters. */
const LONGEST_MEANING = 128;

function unicode(hex: string): string {
  const bytes = Buffer.from(hex.replace(/\s/g, '').slice(0, LONGEST_MEANING), 'hex');
  return bytes.length === 1
    ? String.fromCharCode(bytes[0]!)
    : bytes
        .subarray(0, bytes.length & ~1)
        .swap16()
        .toString('utf16le');
}
