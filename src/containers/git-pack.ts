import { inflateSync } from 'node:zlib';
import { applyDelta, deltaResultSize } from '../git/objects/delta.ts';
import { LONGEST_ENTRY_HEAD, parsePackEntry } from '../git/objects/pack-entry.ts';
import type { Spend } from './budget.ts';
import { LARGEST_CONTAINER } from './container-kind.ts';
import { Damaged, type Item, Unreadable } from './entry.ts';

const HEADER = 12;
/** Of an object's id, which names the base of a delta. */
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
  const pack = view.subarray(start);
  if (start === 1 || pack.length < HEADER) throw new Damaged('it breaks off');
  const resolve = createResolver(pack, spend);
  let at = HEADER;
  for (let count = pack.readUInt32BE(8), i = 1; i <= count; i++) {
    const entry = entryAt(pack, at, spend);
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
type Resolve = (at: number, depth: number, entry?: Entry) => GitObject | undefined;

function createResolver(pack: Buffer, spend: Spend): Resolve {
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
    const { type, base, bytes } = entry ?? entryAt(pack, at, spend);
    if (type !== 'delta') return keep(at, { kind: type, bytes });
    const from = base === undefined ? undefined : resolve(base, depth + 1);
    return from && keep(at, { kind: from.kind, bytes: changed(from.bytes, bytes, spend) });
  };
  return resolve;
}

interface Entry {
  type: string;
  /** Where the object lies of which a delta makes it; absent where its id alone is told. */
  base: number | undefined;
  bytes: Buffer;
  end: number;
}

function entryAt(pack: Buffer, start: number, spend: Spend): Entry {
  const head = parsePackEntry(
    pack,
    start,
    Math.min(pack.length, start + LONGEST_ENTRY_HEAD),
    start,
    ID_BYTES,
  );
  if (!head) throw new Damaged('an object in it is damaged');
  const { type, size, dataOffset, baseOffset: base } = head;
  checkSize(size);
  const { bytes, used } = inflated(pack.subarray(dataOffset), size);
  spend(bytes.length + used);
  return { type, base, bytes, end: dataOffset + used };
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

function changed(base: Buffer, delta: Buffer, spend: Spend): Buffer {
  const size = deltaResultSize(delta) ?? 0;
  checkSize(size);
  spend(size);
  const result = applyDelta(base, delta);
  if (!result) throw new Damaged('an object in it is damaged');
  return result;
}

function checkSize(size: number): void {
  if (size <= LARGEST_CONTAINER) return;
  throw new Unreadable(`an object in it is larger than ${LARGEST_CONTAINER >> 20} MiB`);
}
