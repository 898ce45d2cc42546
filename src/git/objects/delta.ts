/**
 * Reads the size that starts a delta: 7 bits a byte, least significant first.
 *
 * @returns the size and the offset after it; undefined when it does not end or leaves 2^53
 */
export function readDeltaSize(delta: Uint8Array, at: number): { size: number; next: number } | undefined {
  let size = 0;
  let scale = 1;
  for (let next = at; next < delta.length && next < at + 7; next++) {
    const byte = delta[next]!;
    size += (byte & 0x7f) * scale;
    if (byte < 0x80) return { size, next: next + 1 };
    scale *= 128;
  }
  return undefined;
}

/** Bytes of the object that a delta makes; undefined when its head is damaged. */
export function deltaResultSize(delta: Uint8Array): number | undefined {
  const baseSize = readDeltaSize(delta, 0);
  return baseSize && readDeltaSize(delta, baseSize.next)?.size;
}

/**
 * Applies a delta to its base. Allocates {@link deltaResultSize} bytes: compare that with a limit first.
 *
 * @returns undefined when the delta is damaged: sizes that differ, a copy outside the base, an unfinished instruction
 * @see https://git-scm.com/docs/gitformat-pack#_deltified_representation
 */
export function applyDelta(base: Uint8Array, delta: Uint8Array): Buffer | undefined {
  const baseSize = readDeltaSize(delta, 0);
  if (baseSize === undefined || baseSize.size !== base.length) return undefined;
  const resultSize = readDeltaSize(delta, baseSize.next);
  if (resultSize === undefined) return undefined;
  const result = Buffer.allocUnsafe(resultSize.size);
  return fill(result, base, delta, resultSize.next) ? result : undefined;
}

function fill(result: Buffer, base: Uint8Array, delta: Uint8Array, start: number): boolean {
  let at = start;
  let done = 0;
  while (at < delta.length) {
    const op = delta[at++]!;
    if (op === 0) return false;
    if (op < 0x80) {
      if (at + op > delta.length || done + op > result.length) return false;
      result.set(delta.subarray(at, at + op), done);
      at += op;
      done += op;
      continue;
    }
    let offset = 0;
    let size = 0;
    for (let i = 0; i < 4; i++) if (op & (1 << i)) offset += (delta[at++] ?? Number.NaN) * 2 ** (8 * i);
    for (let i = 0; i < 3; i++) if (op & (0x10 << i)) size += (delta[at++] ?? Number.NaN) * 2 ** (8 * i);
    if (size === 0) size = 0x10000;
    if (!(offset + size <= base.length && done + size <= result.length)) return false;
    result.set(base.subarray(offset, offset + size), done);
    done += size;
  }
  return done === result.length;
}
