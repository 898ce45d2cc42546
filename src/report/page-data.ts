import type { JsonFinding } from './schema.ts';

/** What stands in the HTML report for its script to read; every text in it is printable. */
export interface PageData {
  rules: PageRule[];
  findings: PageFinding[];
  /** The web page of a commit, without its id. */
  commitPage?: string;
}

/** What findings of one rule share. */
export interface PageRule {
  id: string;
  provider: string;
  title: string;
  /** A web page on which the credential is revoked; empty when there is none. */
  revoke: string;
  steps: string[];
}

/** One finding; what is absent is unknown or does not apply. */
export interface PageFinding {
  /** Index into the rules. */
  rule: number;
  severity: JsonFinding['severity'];
  verdict: JsonFinding['verification']['status'] | 'suppressed';
  /** The verdict as a sentence, or why it is suppressed. */
  told: string;
  blocks?: true;
  file: string;
  line: number;
  column: number;
  /** Part of the repository, when it is no file. */
  where?: string;
  secret: string;
  fingerprint: string;
  excerpt?: string;
  /** Layers that were decoded, innermost first. */
  inside?: string;
  commit?: string;
  author?: string;
  /** ISO 8601. */
  date?: string;
  atHead?: boolean;
  /** The other halves of a pair, each with its place. */
  parts?: string[];
  /** The last step, which is of this file. */
  keep: string;
}
