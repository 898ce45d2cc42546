/** Bytes of an unpadded base32 text (RFC 4648), most significant bit first; undefined on any other character. */
export function base32Bytes(text: string, alphabet: string): Uint8Array | undefined {
  return regroup(
    Array.from(text, (char) => alphabet.indexOf(char)),
    5,
    8,
  );
}

/** Base32 text without padding; the last character is filled up with zero bits. */
export function base32Text(bytes: Uint8Array, alphabet: string): string {
  const bits = (bytes.length * 8) % 5;
  const padded = bits === 0 ? bytes : Uint8Array.of(...bytes, 0);
  const length = Math.ceil((bytes.length * 8) / 5);
  return Array.from(regroup(padded, 8, 5)!.subarray(0, length), (digit) => alphabet[digit]).join('');
}

/** Cuts a stream of `from`-bit digits into `to`-bit ones; left-over bits are dropped. */
function regroup(digits: ArrayLike<number>, from: number, to: number): Uint8Array | undefined {
  const out: number[] = [];
  let bits = 0;
  let value = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits[i]!;
    if (digit < 0) return undefined;
    value = ((value << from) | digit) & 0xffff;
    bits += from;
    while (bits >= to) {
      bits -= to;
      out.push((value >> bits) & ((1 << to) - 1));
    }
  }
  return Uint8Array.from(out);
}
