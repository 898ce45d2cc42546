/** In the order in which the module writes them instead of an entry, from -1 downwards. */
const KINDS = ['base64', 'hex', 'escape', 'wide'] as const;

export type SpotKind = (typeof KINDS)[number];

/**
 * Where text may stand encoded: the first digit of a run of base64 or hex that begins as text, or an escape that hides
 * a literal, or the rest of a match from it, or letters of UTF-16 among other bytes.
 *
 * One number, since a text may have very many: four times the position, and the kind. So sorted spots are in the order
 * of their positions.
 */
export type Spot = number;

export function spotOf(kind: SpotKind, position: number): Spot {
  return 4 * position + KINDS.indexOf(kind);
}

/** @param entry - what the module writes: -1 or less */
export function spotOfEntry(entry: number, position: number): Spot {
  return 4 * position - 1 - entry;
}

export function spotKind(spot: Spot): SpotKind {
  return KINDS[spot % 4]!;
}

export function spotPosition(spot: Spot): number {
  return Math.floor(spot / 4);
}

/** The same spot in what begins `start` bytes later. */
export function spotBehind(spot: Spot, start: number): Spot {
  return spot - 4 * start;
}
