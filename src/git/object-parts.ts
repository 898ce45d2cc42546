import { SourceError } from '../errors.ts';
import { FILE_START, nextStretch, OVERLAP, type StretchStart } from '../next-stretch.ts';

/** An object, or a stretch of a large one. */
export interface ObjectPart extends StretchStart {
  kind: 'object';
  id: string;
  /** `blob`, `commit`, `tag` or `tree`. */
  type: string;
  /** Of the whole object, in bytes. */
  size: number;
  /** A view, valid until the next part. */
  bytes: Uint8Array;
  /** Not the object's first part: its first lines are the last ones of the part before. */
  continued: boolean;
}

/** Objects up to this size come in one part, larger ones in stretches of about this size. */
const LARGEST_WHOLE = 16 << 20;
/** Commits and tags come in one part: where their message begins, their headers tell. */
const LARGEST_MESSAGE = 1 << 30;
const LF = 10;

interface Open {
  id: string;
  type: string;
  size: number;
  /** Bytes of the object that are still to come. */
  left: number;
  start: StretchStart;
  continued: boolean;
}

/**
 * Whether a large object is wanted whole.
 *
 * @param head - its first {@link LARGEST_WHOLE} bytes
 * @param size - of all of it
 */
export type StaysWhole = (head: Uint8Array, size: number) => boolean;

/**
 * Parses the output of `git cat-file --batch`, whatever the pieces in which it comes. Sizes come from its headers,
 * nothing is searched for.
 */
export function createObjectParser(staysWhole: StaysWhole = () => false) {
  let header = '';
  let open: Open | undefined;
  let scratch: Buffer = Buffer.alloc(0);
  let filled = 0;
  /** The line end that follows each object's bytes. */
  let afterObject = false;

  function* push(chunk: Buffer): Generator<ObjectPart | { kind: 'missing'; id: string }> {
    for (let at = 0; at < chunk.length; ) {
      if (afterObject) {
        afterObject = false;
        at++;
      } else if (!open) {
        const end = chunk.indexOf(LF, at);
        header += chunk.toString('latin1', at, end === -1 ? chunk.length : end);
        if (end === -1) return;
        at = end + 1;
        open = parseHeader(header);
        if (!open) yield { kind: 'missing', id: header.slice(0, header.indexOf(' ')) };
        else if (open.size === 0) yield finish(Buffer.alloc(0));
        header = '';
      } else if (filled === 0 && !open.continued && open.left <= chunk.length - at) {
        const bytes = chunk.subarray(at, at + open.left);
        at += open.left;
        yield finish(bytes);
      } else {
        at = fill(chunk, at, open);
        if (open.left === 0) yield finish(scratch.subarray(0, filled));
        else if (filled === scratch.length) yield* continueLarge(open);
      }
    }
  }

  function fill(chunk: Buffer, at: number, current: Open): number {
    const { left, size } = current;
    const wanted = Math.min(size, LARGEST_WHOLE + OVERLAP);
    if (scratch.length < wanted) scratch = larger(scratch, filled, wanted);
    const count = Math.min(left, chunk.length - at, scratch.length - filled);
    chunk.copy(scratch, filled, at, at + count);
    filled += count;
    current.left -= count;
    return at + count;
  }

  function* continueLarge(current: Open): Generator<ObjectPart> {
    if (comesWhole(current, scratch, staysWhole)) scratch = larger(scratch, filled, current.size);
    else yield* stretch(current);
  }

  function finish(bytes: Buffer): ObjectPart {
    const part = partOf(open!, bytes);
    open = undefined;
    if (scratch.length > LARGEST_WHOLE + OVERLAP) scratch = Buffer.alloc(0);
    filled = 0;
    afterObject = true;
    return part;
  }

  /** Gives what is there, then keeps its end for the next stretch, from the start of a line if there is one. */
  function* stretch(current: Open): Generator<ObjectPart> {
    const bytes = scratch.subarray(0, filled);
    yield partOf(current, bytes);
    const { from, ...start } = nextStretch(bytes, current.start);
    current.start = start;
    current.continued = true;
    scratch.copy(scratch, 0, from, filled);
    filled -= from;
  }

  return { push, isInside: () => open !== undefined || header !== '' };
}

/** @returns undefined for an object that is missing */
function parseHeader(header: string): Open | undefined {
  const [id, type, size] = header.split(' ');
  if (type === 'missing') return undefined;
  if (!/^\d+$/.test(size ?? '')) throw new SourceError(`git cat-file answered ${header.slice(0, 100)}`);
  return {
    id: id!,
    type: type!,
    size: Number(size),
    left: Number(size),
    start: FILE_START,
    continued: false,
  };
}

function comesWhole({ type, size, continued }: Open, head: Uint8Array, staysWhole: StaysWhole): boolean {
  if (continued) return false;
  if (type === 'commit' || type === 'tag') return size <= LARGEST_MESSAGE;
  return staysWhole(head, size);
}

function partOf({ id, type, size, start, continued }: Open, bytes: Buffer): ObjectPart {
  return { kind: 'object', id, type, size, bytes, ...start, continued };
}

function larger(scratch: Buffer, filled: number, wanted: number): Buffer {
  const next = Buffer.allocUnsafeSlow(
    Math.max(wanted, Math.min(LARGEST_WHOLE + OVERLAP, 2 * scratch.length), 1 << 20),
  );
  scratch.copy(next, 0, 0, filled);
  return next;
}
