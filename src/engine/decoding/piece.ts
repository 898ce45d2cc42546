/** Names of encodings, as they stand in `Finding.decodedFrom`. */
export type Encoding =
  | 'base64'
  | 'hex'
  | 'gzip'
  | 'zlib'
  | 'percent'
  | 'escapes'
  | 'entities'
  | 'quoted-printable'
  | 'utf-16le'
  | 'utf-16be';

/** A stretch of a text, decoded. */
export interface Piece {
  /** Byte offsets in the text. */
  from: number;
  to: number;
  /** What was undone to get here from the chunk, outermost first. */
  layers: Encoding[];
  /** The decoded bytes. */
  bytes: Uint8Array;
  /** It reads as text a person or a program wrote: rules that judge a value by its name may run on it. */
  plain: boolean;
  /** It came out of compressed bytes, so that its places are not exact. */
  packed?: true;
  /** Where in the text the decoded bytes from `start` up to before `end` come from. */
  place(start: number, end: number): [start: number, end: number];
  /** Whether something was decoded between the two, or right beside them. */
  changes(start: number, end: number): boolean;
}
