import { existsSync, readFileSync } from 'node:fs';

const FILE = 'scripts/accuracy/reviewed.tsv';

/**
 * What a person said about a finding: `real`, a credential that works or worked; `plausible`, one that has the form
 * and may be a test's own, so that a reviewer wants to see it; `sample`, made up for documentation or a test, and
 * recognisable as such; `wrong`, no credential at all.
 */
export const labels = ['real', 'plausible', 'sample', 'wrong'] as const;
export type Label = (typeof labels)[number];

/** What identifies a finding in a tree that never changes. */
export interface ReviewedPlace {
  repository: string;
  file: string;
  line: number;
  /** Keyed hash of rule and secret. */
  fingerprint: string;
}

/** Looks up labels: one line of the file is `label, repository, path, line, fingerprint`, by tabs. No secret is in it. */
export function loadReviewed(): (place: ReviewedPlace) => Label | undefined {
  const text = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';
  const known = new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => {
        const [label, ...place] = line.split('\t');
        return [place.join('\t'), label as Label];
      }),
  );
  return (place) => known.get(reviewedKey(place));
}

/** The columns after the label. */
export function reviewedKey({ repository, file, line, fingerprint }: ReviewedPlace): string {
  return [repository, file, line, fingerprint].join('\t');
}
