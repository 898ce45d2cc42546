/**
 * Marvin32 of some bytes: the keyed hash that Azure puts into its keys as a checksum.
 *
 * @param seed - the eight ASCII characters that the 64-bit seed spells when written big-endian (`Default0`)
 */
export function marvin32(data: Uint8Array, seed: string): number {
  const key = Buffer.from(seed, 'latin1');
  let state: State = [key.readUInt32BE(4), key.readUInt32BE(0)];
  const whole = data.length - (data.length % 4);
  for (let i = 0; i < whole; i += 4) state = mix(state, word(data, i, 4));
  const rest = data.length - whole;
  state = mix(state, word(data, whole, rest) | (0x80 << (8 * rest)));
  const [p0, p1] = mix(state, 0);
  return (p0 ^ p1) >>> 0;
}

type State = [p0: number, p1: number];

function word(data: Uint8Array, at: number, length: number): number {
  let value = 0;
  for (let i = 0; i < length; i++) value |= data[at + i]! << (8 * i);
  return value;
}

function mix([p0, p1]: State, value: number): State {
  let a = (p0 + value) | 0;
  let b = p1 ^ a;
  a = (rotate(a, 20) + b) | 0;
  b = rotate(b, 9) ^ a;
  a = (rotate(a, 27) + b) | 0;
  return [a, rotate(b, 19)];
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
