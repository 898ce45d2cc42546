import type { Account } from '../../types.ts';
import type { Values } from '../template.ts';

/** What a secret tells without asking anybody. */
export interface Knowledge {
  account?: Account;
  scopes?: string[];
  /** ISO 8601 in UTC, or `never`. */
  expiry?: string;
  /** Sentences for the reader. */
  notes?: string[];
  /** Why nobody can use it any more; only what is certain by arithmetic. */
  dead?: string;
}

/**
 * Reads a secret itself.
 *
 * @param values - the secret and its parts
 * @param now - milliseconds since 1970
 * @returns undefined when it isn't of the form
 */
export type Reader = (values: Values, now: number) => Knowledge | undefined;
