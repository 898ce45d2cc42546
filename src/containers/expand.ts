import type { Chunk, Skip } from '../types.ts';
import { type ContainerKind, containerKind, LARGEST_CONTAINER, TOO_LARGE } from './container-kind.ts';
import type { Entry, Item } from './entry.ts';
import { type Opening, openingOf } from './opening.ts';
import { isCompression, isProgram, loadReader, readsStream } from './readers.ts';
import { joined, LARGEST_WHOLE, stretchesOf } from './stretches.ts';

/** Bytes that stand inside of a container. */
export interface Inner {
  kind: 'inner';
  chunk: Chunk;
  /** The same bytes came before in another form: what is found in both is one finding. */
  repeats: boolean;
}

/** Where a container stands. */
interface Place {
  path: string;
  decodedFrom: readonly string[];
  /** 1 for a file, 2 for a container in it. */
  depth: number;
}

/**
 * Opens a container and those in it, and gives what they hold, and what can't be read of it. Nothing is written to
 * disk, and names from inside are used for nothing but paths in reports.
 *
 * @param outer - a whole file
 * @param maxDepth - how many containers inside of each other are opened; a compressed tar counts as one
 */
export async function* expand(
  outer: Chunk,
  kind: ContainerKind,
  maxDepth: number,
): AsyncGenerator<Inner | Skip> {
  const opening = openingOf(outer, maxDepth);
  yield* open(opening, kind, [outer.bytes], {
    path: outer.path,
    decodedFrom: outer.decodedFrom ?? [],
    depth: 1,
  });
  yield* opening.skips();
}

type Inners = AsyncGenerator<Inner>;

async function* open(
  opening: Opening,
  kind: ContainerKind,
  parts: Iterable<Uint8Array>,
  place: Place,
): Inners {
  const read = await loadReader(kind);
  const inside = isCompression(kind) ? { ...place, decodedFrom: [...place.decodedFrom, kind] } : place;
  const names: string[] = [];
  for (const item of opening.items(place.path, (spend) => read(parts, spend))) {
    if (item.name !== undefined && hidesNames(kind, place)) names.push(item.name);
    if (item.kind === 'left-out') opening.leaveOut(pathOf(place, item), item.reason);
    else yield* openEntry(opening, item, inside, isCompression(kind));
    if (opening.isOver()) break;
  }
  if (names.length === 0) return;
  const list = Buffer.from(`${names.join('\n')}\n`);
  yield* chunksOf(opening, { ...place, path: `${place.path}!/${NAMES}` }, [list], true);
}

/** Stands for the names of all files in a container, one a line. */
const NAMES = 'names of files';

/** Whether the names in a container stand in no bytes that are searched: a tar that is a file itself is. */
function hidesNames(kind: ContainerKind, { depth, decodedFrom }: Place): boolean {
  return kind === '7z' || (readsStream(kind) && (depth > 1 || decodedFrom.length > 0));
}

function pathOf(place: Place, { name }: Item): string {
  return name === undefined ? place.path : `${place.path}!/${name}`;
}

/** @param compressed - the entry is all that a compressed file holds: a tar in it is no further container */
async function* openEntry(
  opening: Opening,
  entry: Entry,
  { depth, ...above }: Place,
  compressed: boolean,
): Inners {
  const path = pathOf({ depth, ...above }, entry);
  const { head, isWhole, all } = peek(opening.parts(path, entry.parts), LARGEST_WHOLE);
  const kind = containerKind(head);
  const isNoMore = kind !== undefined && (isProgram(kind) || (compressed && kind === 'tar'));
  const place = { ...above, path, depth: isNoMore ? depth : depth + 1 };
  if (kind === undefined) yield* chunksOf(opening, place, isWhole ? [head] : all(), entry.repeats);
  else if (place.depth > opening.maxDepth) {
    opening.leaveOut(
      path,
      `not opened: it is deeper than ${opening.maxDepth} archives (--max-archive-depth)`,
    );
    yield* chunksOf(opening, place, isWhole ? [head] : all());
  } else if (readsStream(kind)) yield* open(opening, kind, all(), place);
  else yield* openHeld(opening, kind, isWhole ? [head] : all(), place);
}

/** A container that must be held to be read; its bytes themselves are given too, since they may hold text. */
async function* openHeld(
  opening: Opening,
  kind: ContainerKind,
  parts: Iterable<Uint8Array>,
  place: Place,
): Inners {
  const { head, isWhole, all } = peek(parts, LARGEST_CONTAINER);
  if (!isWhole) {
    opening.leaveOut(place.path, TOO_LARGE);
    yield* chunksOf(opening, place, all());
    return;
  }
  if (kind === 'notebook') yield* chunksOf(opening, place, [head]);
  yield* open(opening, kind, [head], place);
  if (!isCompression(kind) && kind !== 'notebook') yield* chunksOf(opening, place, [head], true);
}

async function* chunksOf(
  { outer }: Opening,
  { path, decodedFrom }: Place,
  parts: Iterable<Uint8Array>,
  repeats = false,
): Inners {
  const { regions: _, ...rest } = outer;
  for (const { bytes, firstLine, firstColumn, continued } of stretchesOf(parts)) {
    const layers = decodedFrom.length > 0 ? { decodedFrom: [...decodedFrom] } : {};
    const more = continued ? { continued, firstColumn } : {};
    const chunk: Chunk = { ...rest, path, container: outer.path, bytes, firstLine, ...layers, ...more };
    yield { kind: 'inner', chunk, repeats };
  }
}

/** Enough of a file to tell what it is. */
const HEAD = 1 << 10;

/**
 * Looks at a stream: whether it ends within `most` bytes or a little more, and its head, which is all of it then; and
 * gives the whole stream again, once.
 */
function peek(parts: Iterable<Uint8Array>, most: number) {
  const source = parts[Symbol.iterator]();
  const held: Uint8Array[] = [];
  let length = 0;
  let next = source.next();
  for (; !next.done && length < most; next = source.next()) {
    held.push(next.value);
    length += next.value.length;
  }
  const isWhole = next.done === true;
  function* all(): Generator<Uint8Array> {
    held.reverse();
    for (let part = held.pop(); part; part = held.pop()) yield part;
    for (; !next.done; next = source.next()) yield next.value;
  }
  return { head: isWhole ? joined(held) : Buffer.concat(held, HEAD), isWhole, all };
}
