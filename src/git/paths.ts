/**
 * A path from git as text: UTF-8 where it is, else with the bytes that are not as `\xHH`, so that two paths never
 * look the same.
 */
export function decodePath(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('utf8');
  if (!text.includes('\ufffd')) return text;
  return Array.from(buffer, (byte) =>
    byte < 128 ? String.fromCharCode(byte) : `\\x${byte.toString(16)}`,
  ).join('');
}

/** The same for a path that is text already where it could be. */
export function shownPath(name: string | Uint8Array): string {
  return typeof name === 'string' ? name : decodePath(name);
}

/** Splits output of git's `-z` into its fields, as bytes. */
export function splitNul(bytes: Buffer): Buffer[] {
  const fields: Buffer[] = [];
  let start = 0;
  for (let end = bytes.indexOf(0); end !== -1; end = bytes.indexOf(0, start)) {
    fields.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return fields;
}
