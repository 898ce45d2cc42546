/** Something that takes hostile bytes, and what must hold of it. */
export interface FuzzTarget {
  name: string;
  /** Inputs to begin with, besides the kept seeds. */
  starts: readonly Uint8Array[];
  /** Pieces that inputs are made of. */
  words: readonly string[];
  /** Longer inputs are not made. */
  longest: number;
  /**
   * Runs one input.
   *
   * @returns names of what it did that the coverage of code does not show
   * @throws when what it did is wrong
   */
  run(input: Uint8Array): Iterable<string> | Promise<Iterable<string>>;
  /** Removes what it made. */
  close?(): void;
}

/** Loads a target; compiles modules, and may make files. */
export type LoadTarget = () => Promise<FuzzTarget>;

/** Fails with both values when they differ. */
export function mustEqual(what: string, got: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(got), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: ${a.slice(0, 400)} instead of ${b.slice(0, 400)}`);
}
