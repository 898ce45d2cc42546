/** Reading what a parser gave without believing it: every look-up says whether the value has the kind that is wanted. */
export type Table = Readonly<Record<string, unknown>>;

/** A table, or nothing. */
export function tableOf(value: unknown): Table | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Table) : undefined;
}

/** The tables of a list; a table alone counts as a list of one. */
export function tablesOf(value: unknown): Table[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map(tableOf).filter((item) => item !== undefined);
}

/** The texts of a list; a text alone counts as a list of one. */
export function textsOf(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((item) => typeof item === 'string');
}

/** A text, or nothing. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A number, or nothing. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** Any value as a message shows it; what a hostile file says may be no text, and no number. */
export function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
