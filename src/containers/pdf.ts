import { LimitHit, type Spend } from './budget.ts';
import { type Entry, type Item, Unreadable } from './entry.ts';
import { type PageText, textOfContent } from './pdf-content.ts';
import { unknownFilter, unpackStream } from './pdf-filters.ts';
import { type FontDecoder, fontsFinder, type Unpack } from './pdf-fonts.ts';
import {
  entryOf,
  findObjects,
  isType,
  type PdfObject,
  type PdfObjects,
  referencesIn,
  resolve,
} from './pdf-objects.ts';

/** Streams that hold no text: pictures, fonts, colours, and the tables of the file itself. */
const WITHOUT_TEXT =
  /\/(?:Type|Subtype)\s{0,4}\/(?:Image|XRef|CMap|Type1C|CIDFontType0C|OpenType)\b|\/Length1\s|\/Alternate\s|\/FunctionType\s|\/ShadingType\s|\/PatternType\s/;
const MOST_BYTES = 256 << 20;

/**
 * The text of a PDF, page by page, with the files that are attached to it and what else its streams hold.
 *
 * @throws {Unreadable} it is encrypted
 * @throws {LimitHit} its streams are too large
 */
export function* readPdf(file: Uint8Array, spend: Spend): Generator<Item> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.length);
  if (bytes.includes('/Encrypt')) throw new Unreadable('encrypted');
  const unpack = countingUnpacker(spend);
  const { objects, replaced } = findObjects(bytes, unpack);
  const resourcesOf = resourcesFinder(objects);
  const fontsIn = fontsFinder(objects, unpack);
  const shown = new Set<PdfObject>();
  const allFonts = new Map<string, FontDecoder>();
  for (const [i, page] of pagesOf(objects).entries()) {
    const contents = referencesIn(contentsOf(objects, page)).map((number) => objects.get(number));
    const text = contents.map((object) => unpack(object)?.toString('latin1') ?? '').join('\n');
    for (const object of contents) if (object) shown.add(object);
    const fonts = fontsIn(resourcesOf(page));
    for (const [name, font] of fonts) allFonts.set(name, font);
    yield* contentEntries(`page ${i + 1}`, text, fonts);
  }
  for (const [number, object] of [...objects, ...replaced]) {
    if (!object.stream || WITHOUT_TEXT.test(object.text)) continue;
    const filter = unknownFilter(object.text);
    if (filter !== undefined) {
      const reason = `not opened: it is compressed by ${filter}`;
      yield { kind: 'left-out', name: `stream ${number}`, reason };
    } else if (!shown.has(object))
      yield* otherEntries(number, object, { objects, unpack, fontsIn, allFonts });
  }
}

/** What the work for a stream counts, however little is in it. */
const LEAST_STREAM = 1 << 10;

/** A bomb has many streams that become large, or are read again and again. */
function countingUnpacker(spend: Spend): Unpack {
  let total = 0;
  const count: Spend = (bytes) => {
    total += bytes;
    if (total > MOST_BYTES) throw new LimitHit(`more than ${MOST_BYTES >> 20} MiB is in it`);
    spend(bytes);
  };
  return (object) => {
    count(LEAST_STREAM);
    return object && unpackStream(object, count);
  };
}

/** What the streams of a file need to be read. */
interface Around {
  objects: PdfObjects;
  unpack: Unpack;
  fontsIn(resources: string): ReadonlyMap<string, FontDecoder>;
  /** Those of all pages, by their names. */
  allFonts: ReadonlyMap<string, FontDecoder>;
}

function* otherEntries(
  number: number,
  object: PdfObject,
  { objects, unpack, fontsIn, allFonts }: Around,
): Generator<Item> {
  const { text } = object;
  const content = unpack(object);
  if (!content) return;
  if (isType(text, 'Form')) {
    const resources = resolve(objects, entryOf(text, 'Resources')) ?? '';
    yield* contentEntries(`form ${number}`, content.toString('latin1'), fontsIn(resources));
  } else if (!content.includes('begincmap')) {
    const name = isType(text, 'EmbeddedFile') ? `attachment ${number}` : `stream ${number}`;
    yield { kind: 'entry', name, parts: [content] };
    // It may be what a page showed before an update.
    if (!showsText(content)) return;
    const shown = textOfContent(content.toString('latin1'), allFonts);
    for (const entry of textEntries(name, shown)) yield { ...entry, repeats: true };
  }
}

function showsText(content: Buffer): boolean {
  if (content.length > LONGEST_CONTENT) return false;
  return content.includes('BT') && (content.includes('Tj') || content.includes('TJ'));
}

/** What a page draws; the text of a longer one takes too much memory. */
const LONGEST_CONTENT = 32 << 20;

function* contentEntries(
  name: string,
  content: string,
  fonts: ReadonlyMap<string, FontDecoder>,
): Generator<Item> {
  yield* textEntries(name, textOfContent(content.slice(0, LONGEST_CONTENT), fonts));
  if (content.length > LONGEST_CONTENT)
    yield {
      kind: 'left-out',
      name,
      reason: `opened only in part: it is longer than ${LONGEST_CONTENT >> 20} MiB`,
    };
}

/** The text in both ways: what they share is one finding. */
function* textEntries(name: string, { spaced, tight }: PageText): Generator<Entry> {
  if (spaced !== '') yield { kind: 'entry', name, parts: [Buffer.from(spaced)] };
  if (tight !== spaced) yield { kind: 'entry', name, parts: [Buffer.from(tight)], repeats: true };
}

const MOST_PAGES = 20_000;

/** Texts of the pages, in their order where the tree of pages is whole, else as they come in the file. */
function pagesOf(objects: PdfObjects): string[] {
  const catalog = [...objects.values()].find(({ text }) => isType(text, 'Catalog'));
  const seen = new Set<number>();
  const ordered = referencesIn(entryOf(catalog?.text ?? '', 'Pages')).flatMap((root) =>
    leaves(objects, root, seen),
  );
  const rest = [...objects].filter(([number, { text }]) => !seen.has(number) && isType(text, 'Page'));
  return [...ordered, ...rest.map(([, { text }]) => text)].slice(0, MOST_PAGES);
}

function leaves(objects: PdfObjects, root: number, seen: Set<number>): string[] {
  const pages: string[] = [];
  const pending = [root];
  for (let number = pending.pop(); number !== undefined; number = pending.pop()) {
    const text = objects.get(number)?.text;
    if (seen.has(number) || text === undefined) continue;
    seen.add(number);
    if (isType(text, 'Page')) pages.push(text);
    else for (const kid of referencesIn(entryOf(text, 'Kids')).reverse()) pending.push(kid);
  }
  return pages;
}

/** A reference to one stream or a list of them, or to an object that is the list. */
function contentsOf(objects: PdfObjects, page: string): string | undefined {
  const value = entryOf(page, 'Contents');
  const target = objects.get(referencesIn(value)[0] ?? -1);
  return target && !target.stream && target.text.trimStart().startsWith('[') ? target.text : value;
}

/** Trees of pages are a few nodes deep; hostile ones are chains. */
const DEEPEST = 10;

/** A page without resources has those of the node above it. Each node is looked at once, whatever pages are below it. */
function resourcesFinder(objects: PdfObjects): (page: string) => string {
  const known = new Map<string, { own?: string; above?: string }>();
  const look = (text: string) => {
    const own = resolve(objects, entryOf(text, 'Resources'));
    if (own !== undefined) return { own };
    const above = objects.get(referencesIn(entryOf(text, 'Parent'))[0] ?? -1)?.text;
    return above === undefined ? {} : { above };
  };
  return (page) => {
    let text: string | undefined = page;
    for (let i = 0; text !== undefined && i < DEEPEST; i++) {
      const node: { own?: string; above?: string } = known.get(text) ?? look(text);
      known.set(text, node);
      if (node.own !== undefined) return node.own;
      text = node.above;
    }
    return '';
  };
}
