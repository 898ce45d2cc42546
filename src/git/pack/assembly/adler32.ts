const MODULUS: u32 = 65521;
/** Bytes after which the sums may pass 32 bits when no modulus is taken, rounded down to whole vectors. */
const BLOCK: usize = 5536;

/** The checksum that ends a zlib stream: RFC 1950, section 8.2. */
export function adler32(at: usize, size: usize): u32 {
  let low: u32 = 1;
  let high: u32 = 0;
  const end = at + size;
  while (at + 16 <= end) {
    const stop = at + min<usize>(BLOCK, (end - at) & ~15);
    const vectors = <u32>((stop - at) >> 4);
    let sums = i32x4.splat(0);
    let weighted = i32x4.splat(0);
    let before = i32x4.splat(0);
    for (; at < stop; at += 16) {
      const bytes = v128.load(at);
      const first = i16x8.extend_low_i8x16_u(bytes);
      const second = i16x8.extend_high_i8x16_u(bytes);
      before = i32x4.add(before, sums);
      sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(i16x8.add(first, second)));
      weighted = i32x4.add(weighted, i32x4.dot_i16x8_s(first, i16x8(16, 15, 14, 13, 12, 11, 10, 9)));
      weighted = i32x4.add(weighted, i32x4.dot_i16x8_s(second, i16x8(8, 7, 6, 5, 4, 3, 2, 1)));
    }
    high = (high + 16 * vectors * low + 16 * sumOf(before) + sumOf(weighted)) % MODULUS;
    low = (low + sumOf(sums)) % MODULUS;
  }
  for (; at < end; at++) {
    low += load<u8>(at);
    high += low;
  }
  return ((high % MODULUS) << 16) | (low % MODULUS);
}

function sumOf(vector: v128): u32 {
  return (
    i32x4.extract_lane(vector, 0) +
    i32x4.extract_lane(vector, 1) +
    i32x4.extract_lane(vector, 2) +
    i32x4.extract_lane(vector, 3)
  );
}
