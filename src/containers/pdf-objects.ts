import type { Unpack } from './pdf-fonts.ts';

/** An object of a PDF: its text up to its stream, and the stream as it is stored. */
export interface PdfObject {
  text: string;
  stream: Buffer | undefined;
}

/** Objects by their numbers; of several with one number the last, as an incremental update has it. */
export type PdfObjects = Map<number, PdfObject>;

/** What stands in a PDF. */
export interface FoundObjects {
  objects: PdfObjects;
  /** Those with a stream that an update has replaced, by their numbers: they are in the file all the same. */
  replaced: [number, PdfObject][];
}

const LONGEST_TEXT = 1 << 20;
const LONGEST_HEAD = 24;

/**
 * Finds objects by looking for them, not by the file's table of places, which may be damaged or lie; those in object
 * streams too.
 *
 * @see ISO 32000-1, 7.3.10 and 7.5.7
 */
export function findObjects(file: Buffer, unpack: Unpack): FoundObjects {
  const objects: PdfObjects = new Map();
  const replaced: [number, PdfObject][] = [];
  const add = (number: number, object: PdfObject): void => {
    const before = objects.get(number);
    if (before?.stream) replaced.push([number, before]);
    objects.set(number, object);
  };
  const closeFrom = wordFinder(file, 'endobj');
  for (let at = file.indexOf('obj'); at !== -1; ) {
    const head = file.toString('latin1', Math.max(0, at - LONGEST_HEAD), at);
    const number = /(\d{1,9})\s{1,4}\d{1,5}\s{1,4}$/.exec(head)?.[1];
    let end = at + 3;
    if (number !== undefined) {
      const found = objectAt(file, end, closeFrom(end));
      add(Number(number), found.object);
      for (const [inside, object] of objectsInside(found.object, unpack)) add(inside, object);
      end = found.end;
    }
    at = file.indexOf('obj', end);
  }
  return { objects, replaced };
}

function objectAt(file: Buffer, start: number, close: number): { object: PdfObject; end: number } {
  const stream = streamStart(file.subarray(0, close), start);
  const text = file.toString('latin1', start, Math.min(stream, close, start + LONGEST_TEXT));
  if (stream >= close) return { object: { text, stream: undefined }, end: close };
  const content = stream + 6 + (file[stream + 6] === 0x0d && file[stream + 7] === 0x0a ? 2 : 1);
  const end = streamEnd(file, content, text);
  return { object: { text, stream: file.subarray(content, end) }, end };
}

/** The word stands behind a dictionary, or first; names of fonts hold it too. */
function streamStart(file: Buffer, from: number): number {
  let at = placeOf(file, 'stream', from);
  while (
    at < file.length &&
    !/(?:^|>>)\s*$/.test(file.toString('latin1', Math.max(from, at - LONGEST_HEAD), at))
  )
    at = placeOf(file, 'stream', at + 6);
  return at;
}

/** The place of a word from one that never goes back: what has no more of them is searched once. */
function wordFinder(file: Buffer, word: string): (from: number) => number {
  let place = -1;
  return (from) => {
    if (place < from) place = placeOf(file, word, from);
    return place;
  };
}

function placeOf(file: Buffer, word: string, from: number): number {
  const at = file.indexOf(word, from);
  return at === -1 ? file.length : at;
}

/** The length that it says, if the stream does end there. */
function streamEnd(file: Buffer, start: number, text: string): number {
  const said = /\/Length\s{1,4}(\d{1,10})(?!\s{1,4}\d{1,5}\s{1,4}R)/.exec(text)?.[1];
  const end = start + Number(said);
  const fits = said !== undefined && file.toString('latin1', end, end + 16).includes('endstream');
  return fits ? end : placeOf(file, 'endstream', start);
}

function* objectsInside(object: PdfObject, unpack: Unpack): Generator<[number, PdfObject]> {
  if (!isType(object.text, 'ObjStm')) return;
  const text = unpack(object)?.toString('latin1') ?? '';
  const first = Number(entryOf(object.text, 'First'));
  const numbers = (text.slice(0, first).match(/\d+/g) ?? []).map(Number);
  let before = first;
  for (let i = 0; i + 1 < numbers.length; i += 2) {
    const start = first + numbers[i + 1]!;
    const end = i + 3 < numbers.length ? first + numbers[i + 3]! : text.length;
    if (start < before || end < start) return;
    yield [numbers[i]!, { text: text.slice(start, end), stream: undefined }];
    before = end;
  }
}

/** Whether an object's `/Type` or `/Subtype` is this one. */
export function isType(text: string, name: string): boolean {
  return new RegExp(`/(?:Type|Subtype)\\s{0,4}/${name}(?![A-Za-z0-9])`).test(text);
}

/** What follows a key: a dictionary or a list whole, or a word; a reference as `12 0 R`. */
export function entryOf(text: string, key: string): string | undefined {
  const found = new RegExp(`/${key}(?![A-Za-z0-9])\\s{0,8}`).exec(text);
  if (!found) return undefined;
  const rest = text.slice(found.index + found[0].length);
  if (rest.startsWith('<<')) return balanced(rest, '<<', '>>');
  if (rest.startsWith('[')) return balanced(rest, '[', ']');
  return /^(?:\d{1,10}\s{1,4}\d{1,5}\s{1,4}R|\/?[^\s/<>[\]()]{1,200})/.exec(rest)?.[0];
}

function balanced(text: string, open: string, close: string): string {
  let depth = 0;
  for (let at = 0; at < text.length; ) {
    if (text.startsWith(open, at)) {
      depth++;
      at += open.length;
    } else if (text.startsWith(close, at)) {
      depth--;
      at += close.length;
      if (depth === 0) return text.slice(0, at);
    } else at++;
  }
  return text;
}

/** Numbers of the objects that a value refers to. */
export function referencesIn(value: string | undefined): number[] {
  return [...(value ?? '').matchAll(/(\d{1,9})\s{1,4}\d{1,5}\s{1,4}R/g)].map(([, number]) => Number(number));
}

/** A value, or what the one reference that it is leads to. */
export function resolve(objects: PdfObjects, value: string | undefined): string | undefined {
  if (value === undefined || !/^\d/.test(value)) return value;
  return objects.get(referencesIn(value)[0] ?? -1)?.text;
}
