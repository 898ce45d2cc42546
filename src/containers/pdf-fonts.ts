import { unpackStream } from './pdf-filters.ts';
import { entryOf, type PdfObjects, referencesIn, resolve } from './pdf-objects.ts';

/** Turns the string of a text operator, one character a byte, into text. */
export type FontDecoder = (codes: string) => string;

/**
 * The fonts that a page or form names.
 *
 * @param resources - text of its resources
 */
export function fontsOf(
  objects: PdfObjects,
  resources: string,
  known: Map<number, FontDecoder>,
): Map<string, FontDecoder> {
  const fonts = new Map<string, FontDecoder>();
  const named = resolve(objects, entryOf(resources, 'Font')) ?? '';
  for (const [, name, number] of named.matchAll(
    /\/([^\s/<>[\]()]{1,100})\s{1,4}(\d{1,9})\s{1,4}\d{1,5}\s{1,4}R/g,
  )) {
    const font = Number(number);
    const decoder = known.get(font) ?? decoderOf(objects, font);
    known.set(font, decoder);
    fonts.set(name!, decoder);
  }
  return fonts;
}

/** By the font's own table of what its codes mean; without one they are taken for Latin letters. */
function decoderOf(objects: PdfObjects, font: number): FontDecoder {
  const table = referencesIn(entryOf(objects.get(font)?.text ?? '', 'ToUnicode'))[0];
  const object = table === undefined ? undefined : objects.get(table);
  const map = object && unpackStream(object)?.toString('latin1');
  return map === undefined ? (codes) => codes : unicodeDecoder(map);
}

const MOST_IN_RANGE = 65_536;

/** @see Adobe Technical Note 5411, ToUnicode mapping files */
function unicodeDecoder(map: string): FontDecoder {
  const meaning = new Map<number, string>();
  const width = /begincodespacerange\s{0,8}<([0-9A-Fa-f]+)>/.exec(map)?.[1]?.length === 2 ? 1 : 2;
  for (const [, body] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, code, text] of body!.matchAll(/<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>/g))
      meaning.set(Number.parseInt(code!, 16), unicode(text!));
  }
  for (const [, body] of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) addRanges(body!, meaning);
  return (codes) => {
    let text = '';
    for (let at = 0; at + width <= codes.length; at += width) {
      const code = width === 1 ? codes.charCodeAt(at) : 256 * codes.charCodeAt(at) + codes.charCodeAt(at + 1);
      text += meaning.get(code) ?? '';
    }
    return text;
  };
}

function addRanges(body: string, meaning: Map<number, string>): void {
  const hex = '<([0-9A-Fa-f\\s]+)>\\s*';
  for (const [, from, to, text, list] of body.matchAll(
    new RegExp(`${hex}${hex}(?:${hex}|\\[([^\\]]*)\\])`, 'g'),
  )) {
    const first = Number.parseInt(from!, 16);
    const last = Math.min(Number.parseInt(to!, 16), first + MOST_IN_RANGE);
    const texts = list?.match(/<[^>]*>/g)?.map((item) => unicode(item.slice(1, -1)));
    const start = unicode(text ?? '');
    for (let code = first; code <= last; code++)
      meaning.set(code, texts ? (texts[code - first] ?? '') : following(start, code - first));
  }
}

/** The text whose last character is so many further. */
function following(text: string, by: number): string {
  const last = text.codePointAt(text.length - 1) ?? 0;
  return text.slice(0, -1) + String.fromCharCode(last + by);
}

function unicode(hex: string): string {
  const bytes = Buffer.from(hex.replace(/\s/g, ''), 'hex');
  return bytes.length === 1
    ? String.fromCharCode(bytes[0]!)
    : bytes
        .subarray(0, bytes.length & ~1)
        .swap16()
        .toString('utf16le');
}
