import { constants, gunzipSync, inflateSync } from 'node:zlib';

/** Compressed bytes of which the first must come apart before more is tried: what only begins like them is frequent. */
const HEAD = 512;
/** A byte of DEFLATE gives no more. */
const MOST_RATIO = 1032;

/** The encodings, by the first byte. */
const kinds = new Map([
  [0x1f, { name: 'gzip', inflate: gunzipSync }],
  [0x78, { name: 'zlib', inflate: inflateSync }],
] as const);

/** What compressed bytes are, and what they hold. */
export interface Inflated {
  name: 'gzip' | 'zlib';
  bytes: Uint8Array;
}

/** What is left to spend on one chunk, in bytes. */
export interface Budget {
  /** To be decoded. */
  left: number;
  /** To come out of what is compressed. */
  inflatable: number;
  /** Something was too large for what was left. */
  exceeded: boolean;
}

/** Undoes gzip or zlib, which may break off; undefined for anything else, what is damaged, and what is too large. */
export function inflated(packed: Uint8Array, budget: Budget): Inflated | undefined {
  const kind = kinds.get(packed[0] as 0x1f | 0x78);
  if (!kind || !comesApart(packed.subarray(0, HEAD), kind.inflate)) return undefined;
  try {
    const bytes = kind.inflate(packed, {
      maxOutputLength: Math.max(1, budget.inflatable),
      finishFlush: constants.Z_SYNC_FLUSH,
    });
    budget.inflatable -= bytes.length;
    // In it, more may be encoded.
    budget.left += bytes.length;
    return { name: kind.name, bytes };
  } catch {
    // Whether it is too large or damaged, this much may have been done for it.
    budget.inflatable = Math.max(0, budget.inflatable - MOST_RATIO * packed.length);
    budget.exceeded = true;
    return undefined;
  }
}

function comesApart(head: Uint8Array, inflate: typeof inflateSync): boolean {
  try {
    return inflate(head, { finishFlush: constants.Z_SYNC_FLUSH }).length > 0;
  } catch {
    return false;
  }
}
