/** Compressed bytes of which the first must come apart before more is tried: what only begins like them is frequent. */
const HEAD = 512;
const TRIAL_COST = 32 << 10;
/** A byte of DEFLATE gives no more. */
const MOST_RATIO = 1032;

/** The encodings, by the first byte. */
const names = new Map([
  [0x1f, 'gzip'],
  [0x78, 'zlib'],
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
  const name = names.get(packed[0] as 0x1f | 0x78);
  if (name === undefined) return undefined;
  if (budget.inflatable <= 0) {
    budget.exceeded = true;
    return undefined;
  }
  if (!comesApart(packed.subarray(0, HEAD))) {
    budget.inflatable -= TRIAL_COST;
    return undefined;
  }
  try {
    const bytes = inflate(packed, budget.inflatable);
    budget.inflatable -= bytes.length;
    // In it, more may be encoded.
    budget.left += bytes.length;
    return { name, bytes };
  } catch {
    // Whether it is too large or damaged, this much may have been done for it.
    budget.inflatable -= MOST_RATIO * packed.length;
    budget.exceeded = true;
    return undefined;
  }
}

function comesApart(head: Uint8Array): boolean {
  try {
    return inflate(head, MOST_RATIO * HEAD).length > 0;
  } catch {
    return false;
  }
}

function inflate(packed: Uint8Array, maxOutputLength: number): Uint8Array {
  const { constants, unzipSync } = process.getBuiltinModule('node:zlib');
  return unzipSync(packed, { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH });
}
