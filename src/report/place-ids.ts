import { createHash } from 'node:crypto';
import type { JsonLocated } from './schema.ts';

/**
 * Names each finding's place across runs, as 64 hex digits: a fingerprint names a secret, which may stand in many places.
 * Made of the fingerprint, file and commit, and not of the line, so that it survives edits above it; several in one file
 * are told apart by their order.
 */
export function placeIds(findings: readonly JsonLocated[]): string[] {
  const seen = new Map<string, number>();
  return findings.map(({ ruleId, fingerprint, file, commit }) => {
    const place = JSON.stringify([ruleId, fingerprint, file, commit]);
    const count = (seen.get(place) ?? 0) + 1;
    seen.set(place, count);
    return createHash('sha256').update(`${place}${count}`).digest('hex');
  });
}
