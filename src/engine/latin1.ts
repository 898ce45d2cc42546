/** The bytes from `from` up to before `to`, as far as there are any, one character a byte; nothing is copied before. */
export function latin1(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', from, to);
}
