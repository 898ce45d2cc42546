import { inflateSync } from 'node:zlib';
import type { Spend } from './budget.ts';
import { LARGEST_CONTAINER } from './container-kind.ts';
import { Damaged, type Item, Unreadable } from './entry.ts';

const HEADER = 12;
const KINDS: Readonly<Record<number, string>> = { 1: 'commit', 2: 'tree', 3: 'blob', 4: 'tag' };
const BY_OFFSET = 6;
const BY_ID = 7;
const ID_BYTES = 20;
/** Objects that are kept, since others are made out of them. */
const MOST_KEPT = 32 << 20;
const DEEPEST = 4096;

/**
 * The objects of a pack of git, or of a bundle, which has one behind its header. One that is made out of an object which the
 * pack names by its id, as that of a bundle for an update may, is left out.
 *
 * @throws {Damaged} an object is, after those before it
 * @see https://git-scm.com/docs/gitformat-pack
 */
export function* readPack(bytes: Uint8Array, spend: Spend): Generator<Item> {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = view.subarray(0, 4).toString('latin1') === 'PACK' ? 0 : view.indexOf('\n\nPACK') + 2;
  if (start === 1 || start + HEADER > view.length) throw new Damaged('it breaks off');
  const resolve = createResolver(view, spend);
  let at = start + HEADER;
  for (let count = view.readUInt32BE(start + 8), i = 1; i <= count; i++) {
    const entry = entryAt(view, at, spend);
    const object = resolve(at, 0, entry);
    const name = `${object?.kind ?? 'object'} ${i}`;
    if (object) yield { kind: 'entry', name, parts: [object.bytes] };
    else yield { kind: 'left-out', name, reason: 'not opened: what it is made of is not in it' };
    at = entry.end;
  }
}

interface GitObject {
  kind: string;
  bytes: Buffer;
}

/** Gives the object at an offset; undefined when it hangs on one that is not in the pack. */
type Resolve = (at: number, depth: number, entry?: PackEntry) => GitObject | undefined;

function createResolver(view: Buffer, spend: Spend): Resolve {
  const kept = new Map<number, GitObject>();
  let size = 0;
  const keep = (at: number, object: GitObject): GitObject => {
    kept.set(at, object);
    size += object.bytes.length;
    for (const [old, { bytes }] of kept) {
      if (size <= MOST_KEPT || old === at) break;
      kept.delete(old);
      size -= bytes.length;
    }
    return object;
  };
  const resolve: Resolve = (at, depth, entry) => {
    const known = kept.get(at);
    if (known) return known;
    if (depth > DEEPEST) throw new Damaged('an object in it hangs on too many others');
    const { type, base, bytes } = entry ?? entryAt(view, at, spend);
    if (type === BY_ID) return undefined;
    if (type !== BY_OFFSET) return keep(at, { kind: KINDS[type] ?? 'object', bytes });
    const from = resolve(base, depth + 1);
    return from && keep(at, { kind: from.kind, bytes: applyDelta(from.bytes, bytes, spend) });
  };
  return resolve;
}

interface PackEntry {
  type: number;
  /** Where the object lies of which it is made. */
  base: number;
  bytes: Buffer;
  end: number;
}

function entryAt(view: Buffer, start: number, spend: Spend): PackEntry {
  const head = numberAt(view, start, 4);
  const type = (view[start]! >> 4) & 7;
  let at = head.end;
  let base = -1;
  if (type === BY_ID) at += ID_BYTES;
  if (type === BY_OFFSET) {
    let back = view[at]! & 0x7f;
    while (view[at++]! & 0x80) back = (back + 1) * 128 + (view[at]! & 0x7f);
    base = start - back;
    if (!(base >= HEADER && base < start)) throw new Damaged('an object in it hangs on none');
  }
  if (at >= view.length) throw new Damaged('it breaks off');
  if (head.value > LARGEST_CONTAINER) throw new Unreadable('an object in it is larger than 128 MiB');
  const { bytes, used } = inflated(view.subarray(at), head.value);
  spend(bytes.length + used);
  return { type, base, bytes, end: at + used };
}

function inflated(packed: Buffer, size: number): { bytes: Buffer; used: number } {
  try {
    const options = { maxOutputLength: Math.max(1, size), info: true };
    const { buffer, engine } = inflateSync(packed, options) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return { bytes: buffer, used: engine.bytesWritten };
  } catch {
    throw new Damaged('an object in it is damaged');
  }
}

/** A number of seven bits a byte, the lowest first. @param first - bits of it in the first byte */
function numberAt(view: Buffer, start: number, first: number): { value: number; end: number } {
  let at = start;
  let value = view[at]! & ((1 << first) - 1);
  for (let scale = 2 ** first; view[at]! & 0x80; scale *= 128) value += (view[++at]! & 0x7f) * scale;
  return { value, end: at + 1 };
}

/** Copies of stretches of the base, and bytes of its own. */
function applyDelta(base: Buffer, delta: Buffer, spend: Spend): Buffer {
  const size = numberAt(delta, numberAt(delta, 0, 7).end, 7);
  if (size.value > LARGEST_CONTAINER) throw new Unreadable('an object in it is larger than 128 MiB');
  const parts: Buffer[] = [];
  let length = 0;
  for (let at = size.end; at < delta.length; ) {
    const operation = delta[at]!;
    const step = operation & 0x80 ? copyAt(base, delta, at) : insertAt(delta, at);
    parts.push(step.bytes);
    length += step.bytes.length;
    if (operation === 0 || length > size.value) throw new Damaged('an object in it is damaged');
    at = step.end;
  }
  spend(length);
  return Buffer.concat(parts);
}

interface Step {
  bytes: Buffer;
  /** Where the next one begins. */
  end: number;
}

function insertAt(delta: Buffer, at: number): Step {
  const end = at + 1 + delta[at]!;
  return { bytes: delta.subarray(at + 1, end), end };
}

/** Bits of the first byte say which bytes of offset and length follow. */
function copyAt(base: Buffer, delta: Buffer, start: number): Step {
  let [at, from, count] = [start + 1, 0, 0];
  for (let i = 0; i < 4; i++) if (delta[start]! & (1 << i)) from += delta[at++]! * 2 ** (8 * i);
  for (let i = 0; i < 3; i++) if (delta[start]! & (16 << i)) count += delta[at++]! * 2 ** (8 * i);
  return { bytes: base.subarray(from, from + (count || WHOLE_COPY)), end: at };
}

/** What a length of 0 means. */
const WHOLE_COPY = 0x10000;
