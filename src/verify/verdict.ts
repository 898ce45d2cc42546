import type { VerifySpec } from '../rules/verify-schema.ts';
import type { OfflineFacts, Verdict } from '../types.ts';
import type { Details } from './ask.ts';
import { judgePower } from './judge-power.ts';
import type { Knowledge } from './offline/knowledge.ts';

const iso = (now: number) => new Date(now).toISOString();

/** Asked, and no clear answer. */
export function unknownVerdict(reason: string, now: number, facts: OfflineFacts = {}): Verdict {
  return { status: 'unknown', checkedAt: iso(now), reason, ...facts };
}

/** The provider doesn't know the secret, or it has run out. */
export function deadVerdict(now: number, reason?: string): Verdict {
  return { status: 'dead', checkedAt: iso(now), ...(reason === undefined ? {} : { reason }) };
}

/** Dead by what the secret itself says; only rules that are sure of their facts may call a secret dead. */
export function deadByItself(spec: VerifySpec, { dead }: Knowledge, now: number): Verdict | undefined {
  const sure = spec.confidence === 'V' || spec.confidence === 'C';
  return dead && sure ? deadVerdict(now, dead) : undefined;
}

/** What the secret itself tells, for verdicts that tell nothing else. */
export function factsOf(spec: VerifySpec, known: Knowledge, now: number): OfflineFacts {
  const { notes } = judgePower({ broad: spec.broad ?? {} }, known.scopes, known.expiry, now);
  const all = [...(known.notes ?? []), ...notes];
  return {
    ...(known.account ? { account: known.account } : {}),
    ...(known.scopes ? { scopes: known.scopes } : {}),
    ...(known.expiry && known.expiry !== 'never' ? { expiresAt: known.expiry } : {}),
    ...(all.length > 0 ? { notes: all } : {}),
  };
}

/** What the provider told, completed by what the secret itself tells, and judged. */
export function liveVerdict(spec: VerifySpec, details: Details, known: Knowledge, now: number): Verdict {
  const account = { ...known.account, ...details.account };
  const scopes = details.scopes ?? known.scopes;
  const expiry = details.expiry ?? known.expiry;
  const { broadScopes, notes } = judgePower(spec, scopes, expiry, now, details.emptyMeans);
  const all = [...(known.notes ?? []), ...(details.notes ?? []), ...notes];
  return {
    status: 'live',
    checkedAt: iso(now),
    ...(Object.keys(account).length > 0 ? { account } : {}),
    ...(scopes ? { scopes, broadScopes } : {}),
    ...(expiry && expiry !== 'never' ? { expiresAt: expiry } : {}),
    ...(all.length > 0 ? { notes: all } : {}),
  };
}
