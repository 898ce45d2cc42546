/** One value of a DER encoding. */
export interface DerValue {
  tag: number;
  body: Uint8Array;
}

export const derTag = { integer: 0x02, octets: 0x04, oid: 0x06, sequence: 0x30 } as const;

/** The values that stand one after the other in `bytes`; undefined when they don't end where the bytes do. */
export function derValues(bytes: Uint8Array): DerValue[] | undefined {
  const values: DerValue[] = [];
  for (let at = 0; at < bytes.length; ) {
    const header = derHeader(bytes, at);
    if (!header || header.end > bytes.length) return undefined;
    values.push({ tag: bytes[at]!, body: bytes.subarray(header.start, header.end) });
    at = header.end;
  }
  return values;
}

/** Where the body of the value at `at` starts and ends; undefined for lengths of no or over four bytes. */
export function derHeader(bytes: Uint8Array, at: number): { start: number; end: number } | undefined {
  const first = bytes[at + 1];
  if (first === undefined) return undefined;
  if (first < 0x80) return { start: at + 2, end: at + 2 + first };
  const width = first & 0x7f;
  if (width === 0 || width > 4 || at + 2 + width > bytes.length) return undefined;
  let length = 0;
  for (let i = 0; i < width; i++) length = length * 256 + bytes[at + 2 + i]!;
  return { start: at + 2 + width, end: at + 2 + width + length };
}

/** Encodes one value out of its parts. */
export function der(tag: number, ...parts: Uint8Array[]): Uint8Array {
  const body = Buffer.concat(parts);
  const { length } = body;
  const header =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Uint8Array.of(tag, ...header), body]);
}
