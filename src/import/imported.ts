import type { z } from 'zod';
import type { configSchema } from '../config/full-schema.ts';

/** Keys of a `.leakgate.yaml`, before defaults are filled in. */
export type ConfigKeys = z.input<typeof configSchema>;

export type AllowEntry = NonNullable<ConfigKeys['allow']>[number];
export type CustomRule = NonNullable<ConfigKeys['custom-rules']>[number]['rules'][number];

/** A finding that another scanner's file says to ignore. */
export interface KnownFinding {
  /** 1-based line of the imported file that says so. */
  from: number;
  /** Relative to the repository root; absent: anywhere. */
  file?: string;
  /** Full or abbreviated object id; absent: the working tree. */
  commit?: string;
  /** 1-based; both ends included. */
  lines?: [first: number, last: number];
  /** Hex digest of the secret, where the file has one. */
  digest?: { algorithm: 'sha1' | 'sha256'; hex: string };
  reason: string;
}

/** Something that is not as it was: `lost` could not be carried over, `changed` was, with a difference. */
export interface Note {
  kind: 'lost' | 'changed';
  /** 1-based line of the imported file. */
  line: number;
  message: string;
}

/** What another scanner's file becomes. */
export interface Imported {
  /** What the file is, for the reader. */
  kind: string;
  config: ConfigKeys;
  known: KnownFinding[];
  notes: Note[];
  /** Other files that it takes in, relative to the scanned root. */
  more: { file: string; line: number }[];
}

/** Nothing yet. */
export function newImported(kind: string): Imported {
  return { kind, config: {}, known: [], notes: [], more: [] };
}
