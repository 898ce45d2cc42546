import { createHash } from 'node:crypto';
import type { Finding } from '../types.ts';
import type { KnownFinding } from './imported.ts';

/**
 * The findings that another scanner's entry means: those with its secret, else those on its lines.
 *
 * @param findings - of the place that it names
 */
export function matchKnown(known: KnownFinding, findings: readonly Finding[]): Finding[] {
  const { digest, lines } = known;
  const same = digest
    ? findings.filter(({ secret }) => digestOf(secret.reveal(), digest.algorithm) === digest.hex)
    : [];
  if (same.length > 0 || !lines) return same;
  const [first, last] = lines;
  return findings.filter(({ startLine, endLine }) => startLine <= last && endLine >= first);
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
