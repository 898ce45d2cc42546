import { groupedBy } from '../grouped-by.ts';
import type { JsonFinding, JsonSecret } from './schema.ts';

const GRAVEST = {
  severity: ['critical', 'high', 'medium', 'low'],
  confidence: ['high', 'medium', 'low'],
  status: ['live', 'unknown', 'unchecked', 'dead'],
} as const;

/**
 * Findings by the secret that they are places of, in the order of the first of each. Where the places differ, the
 * secret has the gravest severity and verdict, the highest confidence, and blocks when one of them does.
 */
export function secretsOf(findings: readonly JsonFinding[]): JsonSecret[] {
  const groups = groupedBy(findings, ({ ruleId, fingerprint }) => JSON.stringify([ruleId, fingerprint]));
  return [...groups.values()].map(secretOf);
}

function secretOf(places: readonly JsonFinding[]): JsonSecret {
  const { fingerprint, ruleId, provider, title, secret } = places[0]!;
  return {
    fingerprint,
    ruleId,
    provider,
    title,
    severity: first(GRAVEST.severity, places, ({ severity }) => severity).severity,
    confidence: first(GRAVEST.confidence, places, ({ confidence }) => confidence).confidence,
    secret,
    canary: places.find(({ canary }) => canary !== null)?.canary ?? null,
    partOf: places.find(({ partOf }) => partOf !== null)?.partOf ?? null,
    verification: first(GRAVEST.status, places, ({ verification }) => verification.status).verification,
    blocks: places.some(({ blocks }) => blocks),
    places: places.map(({ file, startLine, startColumn, commit }) => ({
      file,
      startLine,
      startColumn,
      commit,
    })),
  };
}

/** The first finding with the value that comes first in `order`. */
function first<T extends string>(
  order: readonly T[],
  findings: readonly JsonFinding[],
  property: (finding: JsonFinding) => T,
): JsonFinding {
  const rankOf = (finding: JsonFinding) => order.indexOf(property(finding));
  return findings.reduce((best, finding) => (rankOf(finding) < rankOf(best) ? finding : best));
}

/** The secrets among findings without those that are a part of another of them. */
export function wholeSecrets(findings: readonly JsonFinding[]): JsonSecret[] {
  const secrets = secretsOf(findings);
  const wholes = new Set(
    secrets.filter(({ partOf }) => partOf === null).map(({ fingerprint }) => fingerprint),
  );
  return secrets.filter(({ partOf }) => partOf === null || !wholes.has(partOf));
}

/** How many secrets there are, parts of others left out: `1 secret`, `2 secrets in 5 places`. */
export function secretsText(findings: readonly JsonFinding[], found = ''): string {
  const secrets = wholeSecrets(findings);
  const places = secrets.reduce((sum, secret) => sum + secret.places.length, 0);
  const count = `${secrets.length} ${secrets.length === 1 ? 'secret' : 'secrets'}${found}`;
  return places > secrets.length ? `${count} in ${places} places` : count;
}
