import { addAll } from '../add-all.ts';
import { LARGEST_CONTAINER, TOO_LARGE } from './container-kind.ts';
import type { Item } from './entry.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * The cells of a Jupyter notebook and their outputs as the texts that they are: in the file each line is a string of
 * its own. Images are left out. What is no JSON has none: it is a text like any other. So is a very large one, whose
 * JSON takes several times its size.
 *
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html
 */
export function* readNotebook(bytes: Uint8Array): Generator<Item> {
  if (bytes.length > LARGEST_CONTAINER) {
    yield { kind: 'left-out', name: undefined, reason: TOO_LARGE };
    return;
  }
  const cells = cellsOf(parse(bytes));
  for (const [i, cell] of cells.entries()) {
    if (!isObject(cell)) continue;
    const { source, input, outputs } = cell;
    const texts = [
      { name: `cell ${i + 1}`, values: [source, input] },
      { name: `cell ${i + 1} output`, values: [outputs] },
    ];
    for (const { name, values } of texts) {
      const text = values.flatMap((value) => textsIn(value ?? null)).join('\n');
      if (text !== '') yield { kind: 'entry', name, parts: [Buffer.from(text)], repeats: true };
    }
  }
}

function parse(bytes: Uint8Array): Json {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')) as Json;
  } catch {
    return null;
  }
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Version 3 has worksheets around the cells. */
function cellsOf(notebook: Json): Json[] {
  if (!isObject(notebook)) return [];
  const { cells, worksheets } = notebook;
  if (Array.isArray(cells)) return cells;
  if (!Array.isArray(worksheets)) return [];
  return worksheets.flatMap((sheet) => (isObject(sheet) && Array.isArray(sheet.cells) ? sheet.cells : []));
}

/** Strings one by one; a list of nothing but strings is the lines of one text. */
function textsIn(value: Json): string[] {
  const texts: string[] = [];
  const pending: Json[] = [value];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next === 'string') texts.push(next);
    else if (isText(next)) texts.push(next.join(''));
    else addAll(valuesIn(next).reverse(), pending);
  }
  return texts;
}

function isText(value: Json): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
}

function valuesIn(value: Json): Json[] {
  if (Array.isArray(value)) return [...value];
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key.startsWith('image/') ? [] : [inner]));
}
