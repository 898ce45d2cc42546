/** A file inside of a container. */
export interface Entry {
  kind: 'entry';
  /** Its path inside; undefined for what a compressed file holds, which has none. */
  name: string | undefined;
  /** Its bytes in their order. The arrays stay as they are; what is damaged throws where it breaks off. */
  parts: Iterable<Uint8Array>;
  /** The container's own bytes, or an entry before, show the same in another form: what is found in both is one. */
  repeats?: true;
}

/** Something inside of a container that is not opened. */
export interface LeftOut {
  kind: 'left-out';
  name: string | undefined;
  /** Completes "skipped, because it is …". */
  reason: string;
}

/** What the reader of a container gives, in the container's order. */
export type Item = Entry | LeftOut;

/** A container, or one file in it, is not what its format asks for; a sentence without a name. */
export class Damaged extends Error {}

/** A container needs something that is not done here; completes "skipped, because it is …". */
export class Unreadable extends Error {}

const LONGEST_NAME = 1000;

/** A name as text: UTF-8 where it is, else one character a byte. Hostile names are long: they are cut. */
export function nameOf(bytes: Uint8Array): string {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4 * LONGEST_NAME));
  const text = view.toString('utf8');
  const name = text.includes('\ufffd') ? view.toString('latin1') : text;
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
}

/** What stands before the first byte that is 0, with which names are filled up. */
export function untilNul(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end === -1 ? bytes : bytes.subarray(0, end);
}
