import { join } from 'node:path';
import { canaryService } from '../engine/checks/canary.ts';
import { groupedBy } from '../grouped-by.ts';
import type { VerifySpec } from '../rules/verify-schema.ts';
import type { Finding, Verdict } from '../types.ts';
import { believer } from './believe.ts';
import { type AnswerCache, fileCache, noCache } from './cache.ts';
import { openNetwork, type Send } from './http.ts';
import type { Knowledge } from './offline/knowledge.ts';
import { readOffline } from './offline/registry.ts';
import { combinations, type PartnerSearch } from './partners.ts';
import { slots } from './polite.ts';
import { hasEndpoint } from './protocols/login.ts';
import { type Env, isBehindProxy } from './proxy.ts';
import { type Run, startRun } from './run.ts';
import type { Values } from './template.ts';
import type { TlsFiles } from './trust.ts';
import { withDerived } from './values.ts';
import { deadByItself, deadVerdict, factsOf, liveVerdict, unknownVerdict } from './verdict.ts';

/** How findings are verified; nothing of it may come from the scanned repository. */
export interface VerifierOptions {
  /** Send nothing anywhere. */
  offline?: boolean;
  /** Provider id: base URL of the user's own instance. */
  endpoints?: Readonly<Record<string, string>>;
  /** Ids of providers that are never asked. */
  off?: readonly string[];
  /** For everything together, as in hooks; no limit when absent. */
  deadlineMs?: number;
  /** For one request, 10 seconds when absent. */
  requestMs?: number;
  /** Folder for answers across runs; null for none. */
  cacheDir: string | null;
  /** Proxies and certificate authorities, `process.env` when absent. */
  env?: Env;
  tls?: TlsFiles;
  /** Proxy for everything, where the environment names none. */
  proxy?: string;
  /** Milliseconds since 1970, `Date.now` when absent. */
  now?: () => number;
  /** In place of the network. */
  send?: Send;
  signal?: AbortSignal;
  /** Requests under way at most, 8 when absent. */
  concurrency?: number;
  partners?: PartnerSearch;
}

/** Finds out what became of each finding's secret; one question for one secret, however often it occurs. */
export type Verifier = (findings: readonly Finding[]) => Promise<Map<Finding, Verdict>>;

/** Secrets at a time, so that a report of thousands opens no thousands of files. */
const atATime = 64;
const minute = 60_000;
const timeToLive = { live: 60 * minute, dead: 6 * 60 * minute } as const;

/**
 * Makes a verifier. It never throws for what the other side does: whatever can't be known is `unknown`, with the
 * reason.
 *
 * @throws {SetupError} a certificate file can't be read
 */
export function createVerifier(options: VerifierOptions): Verifier {
  const now = options.now ?? Date.now;
  const cache = options.cacheDir === null ? noCache : fileCache(join(options.cacheDir, 'verdicts'), now);
  return async (findings) => {
    const groups = groupBySecret(findings);
    if (!findings.some((finding) => isAsked(finding, options))) {
      return verdictsFor(groups, async (finding) => offlineVerdict(finding, now()));
    }
    const network = options.send
      ? undefined
      : openNetwork(options.env ?? process.env, { ...options.tls, proxy: options.proxy });
    const { endpoints = {}, deadlineMs, requestMs = 10_000, concurrency = 8, signal } = options;
    const isProxied = (host: string, port: number | undefined) =>
      isBehindProxy(host, port, options.env ?? process.env, options.proxy);
    const limits = { endpoints, deadlineMs, requestMs, concurrency, signal, now, isProxied };
    const run = startRun(limits, options.send ?? network!.send);
    const desk: Desk = { options, now, cache, run, reasonToDoubt: believer(cache, run.ask, endpoints, now) };
    try {
      return await verdictsFor(groups, async (finding) =>
        isAsked(finding, options)
          ? run.inTime(checkedVerdict(finding, desk))
          : offlineVerdict(finding, now()),
      );
    } finally {
      run.end();
      network?.close();
    }
  };
}

/** What checking one finding needs. */
interface Desk {
  options: VerifierOptions;
  now: () => number;
  cache: AnswerCache;
  run: Run;
  reasonToDoubt: ReturnType<typeof believer>;
}

type Groups = Map<string, Finding[]>;

function groupBySecret(findings: readonly Finding[]): Groups {
  return groupedBy(findings, (finding) => JSON.stringify([finding.rule.id, ...secretsOf(finding)]));
}

function secretsOf(finding: Finding): [string, string][] {
  const parts = finding.parts.map((part): [string, string] => [part.name, part.secret.reveal()]);
  return [...parts, ['secret', finding.secret.reveal()]];
}

async function verdictsFor(groups: Groups, verdictOf: (first: Finding) => Promise<Verdict>) {
  const verdicts = new Map<Finding, Verdict>();
  const room = slots(atATime);
  const waiting = [...groups.values()].map((group) =>
    room(async () => {
      const verdict = await verdictOf(group[0]!);
      for (const finding of group) verdicts.set(finding, verdict);
    }),
  );
  await Promise.all(waiting);
  return verdicts;
}

const specOf = (finding: Finding) => finding.rule.verify as VerifySpec | undefined;

function isAsked(finding: Finding, { offline, off, endpoints = {} }: VerifierOptions): boolean {
  const spec = specOf(finding);
  const canAsk = spec?.steps || (spec?.protocol && hasEndpoint(spec.protocol, endpoints));
  return Boolean(canAsk) && !offline && !off?.includes(finding.rule.provider);
}

/** What can be told without asking. */
function offlineVerdict(finding: Finding, now: number): Verdict {
  const spec = specOf(finding);
  const values = new Map(secretsOf(finding));
  if (!spec) return { status: 'unchecked', reason: isCanary(finding, [values]) ? 'canary' : 'no-verifier' };
  const reason = isCanary(finding, [values]) ? 'canary' : spec.steps ? 'off' : 'no-verifier';
  const known = readOffline(spec.offline ?? [], values, now);
  return deadByItself(spec, known, now) ?? { status: 'unchecked', reason, ...factsOf(spec, known, now) };
}

/** Tries the combinations of parts, best first; dead needs all there are to say so. */
async function checkedVerdict(finding: Finding, desk: Desk): Promise<Verdict> {
  const spec = specOf(finding)!;
  const { sets, more, fromElsewhere } = await combinations(finding, desk.options.partners);
  const known = readOffline(spec.offline ?? [], sets[0]!, desk.now());
  if (isCanary(finding, sets))
    return { status: 'unchecked', reason: 'canary', ...factsOf(spec, known, desk.now()) };
  const dead = deadByItself(spec, known, desk.now());
  if (dead) return dead;
  const verdicts: Verdict[] = [];
  for (const set of sets) {
    const verdict = await cachedVerdict(finding, withDerived(spec, set), known, desk);
    if (verdict.status === 'live') return verdict;
    verdicts.push(verdict);
  }
  const unsure = verdicts.find((verdict) => verdict.status === 'unknown');
  if (!more && (unsure || !fromElsewhere)) return unsure ?? verdicts[0]!;
  const reason = more
    ? 'there are more candidates for its other part than were tried'
    : 'refused together with a part from another file, which may belong to another secret';
  return unknownVerdict(reason, desk.now(), factsOf(spec, known, desk.now()));
}

/** A decoy tells its owner who asks about it, so nobody is asked. */
function isCanary({ canary }: Finding, sets: readonly Values[]): boolean {
  return canary !== undefined || sets.some((values) => [...values.values()].some(canaryService));
}

async function cachedVerdict(
  finding: Finding,
  values: Values,
  known: Knowledge,
  desk: Desk,
): Promise<Verdict> {
  const { rule } = finding;
  const key = JSON.stringify([
    'verdict',
    rule.id,
    rule.verify,
    desk.options.endpoints?.[rule.provider],
    [...values],
  ]);
  const remembered = (await desk.cache.get(key)) as Verdict | undefined;
  if (remembered) return remembered;
  const verdict = await freshVerdict(finding, values, known, desk);
  if (verdict.status === 'live' || verdict.status === 'dead') {
    await desk.cache.set(key, verdict, desk.now() + timeToLive[verdict.status]);
  }
  return verdict;
}

async function freshVerdict(
  finding: Finding,
  values: Values,
  known: Knowledge,
  desk: Desk,
): Promise<Verdict> {
  const spec = specOf(finding)!;
  const { judgement, step, details } = await desk.run.ask(finding, values);
  const now = desk.now();
  if (judgement.status === 'dead') return deadVerdict(now);
  const doubt =
    judgement.status === 'unknown' ? judgement.reason : await desk.reasonToDoubt(finding, values, step);
  if (doubt !== undefined) return unknownVerdict(doubt, now, factsOf(spec, known, now));
  return liveVerdict(spec, details, known, now);
}
