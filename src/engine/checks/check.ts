/** Uniform random numbers in [0, 1), seeded, so that generated samples are the same in every run. */
export type Random = () => number;

/** A checksum or structure that a kind of token carries. */
export interface Check {
  /**
   * Whether the secret carries the checksum that it should.
   *
   * @returns undefined where this form of the token carries none
   */
  valid(secret: string): boolean | undefined;
  /**
   * Makes a random token that passes, for examples and for negative controls.
   *
   * @param form - which form, when there are several: usually the prefix
   */
  make(random: Random, form: string): string;
  /** The secret is another one encoded: a rule that finds that one in it says better what it is. */
  wraps?: true;
}
