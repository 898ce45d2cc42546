import { createHash } from 'node:crypto';
import { groupedBy } from '../grouped-by.ts';
import type { Finding } from '../types.ts';
import type { KnownFinding } from './imported.ts';

/**
 * The findings that another scanner's entry means: those with its secret, else those on its lines.
 *
 * @param findings - of the place that it names
 */
export function matchKnown({ digest, lines }: KnownFinding, findings: readonly Finding[]): Finding[] {
  const same = digest ? (byDigest(findings, digest.algorithm).get(digest.hex) ?? []) : [];
  if (same.length > 0 || !lines) return same;
  const [first, last] = lines;
  return findings.filter(({ startLine, endLine }) => startLine <= last && endLine >= first);
}

/** Very many entries may name the same place. */
const known = new WeakMap<readonly Finding[], Map<string, Map<string, Finding[]>>>();

function byDigest(findings: readonly Finding[], algorithm: string): Map<string, Finding[]> {
  const ofPlace = known.get(findings) ?? new Map<string, Map<string, Finding[]>>();
  known.set(findings, ofPlace);
  const groups =
    ofPlace.get(algorithm) ?? groupedBy(findings, ({ secret }) => digestOf(secret.reveal(), algorithm));
  ofPlace.set(algorithm, groups);
  return groups;
}

function digestOf(secret: string, algorithm: string): string {
  return createHash(algorithm).update(secret).digest('hex');
}

/** Entries for secrets that stood in clear in another scanner's file: they are known by their digest from then on. */
export function knownSecrets(findings: readonly Finding[], from: number, reason: string): KnownFinding[] {
  return findings.map(({ secret }) => ({
    from,
    digest: { algorithm: 'sha256', hex: digestOf(secret.reveal(), 'sha256') },
    reason,
  }));
}
