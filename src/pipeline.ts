import { lowerInFixtures } from './engine/fixtures.ts';
import type { Judged } from './engine/judge-matches.ts';
import type { Engine } from './engine/scan.ts';
import { maskNames } from './pipeline/mask-names.ts';
import { searchAll } from './pipeline/search-all.ts';
import { slowInputs } from './pipeline/search-times.ts';
import type {
  Finding,
  Input,
  Report,
  ReportedFinding,
  Searched,
  Source,
  Suppression,
  Verdict,
} from './types.ts';

export interface ScanOptions {
  signal: AbortSignal;
  /**
   * Takes out what an ignore file or a comment suppresses.
   *
   * @param complete - all that there is was read, so that an entry that matches nothing is not needed
   */
  suppress: (found: readonly Finding[], complete: boolean) => Suppression | Promise<Suppression>;
  /** Asks the providers; a scan without a network is a scan with another function. */
  verify: (findings: readonly Finding[]) => Promise<Map<Finding, Verdict>>;
  /** Whether a finding with this verdict blocks. */
  blocks: (finding: Finding, verdict: Verdict) => boolean;
  /** What the user's settings make of the findings, once their places are known; absent: nothing. */
  settle?: (findings: readonly Finding[]) => Settled;
  /** What the scanned repository's own config takes away, for the receipt. */
  weakened?: string[];
  /** Runs the engine over what the source reads, perhaps on several threads; {@link searchAll} when absent. */
  search?: typeof searchAll;
  /** Number of rules in force, for the receipt. */
  rules: number;
}

/** Findings that are left, perhaps with another severity, and those that are not. */
export interface Settled extends Judged {
  /** Below the confidence that is asked for. */
  unsure: Finding[];
  suppressed: Report['suppressed'];
}

/** A scan from end to end: read, match, keep what is new and not suppressed, ask the providers, decide what blocks. */
export async function scan(source: Source, engine: Engine, options: ScanOptions): Promise<Report> {
  try {
    return await scanOpen(source, engine, options);
  } finally {
    source.close?.();
  }
}

/** Times by `process.uptime`: the first use of `performance` loads code for longer than a small commit's search takes. */
async function scanOpen(source: Source, engine: Engine, options: ScanOptions): Promise<Report> {
  const started = process.uptime();
  const read = await searched(source, engine, options);
  const search: Search = (inputs) => searchAll(inputs, engine);
  const { fresh, old } = await newOf(read, source, search, options.signal);
  const located = await locate(fresh, source, search, options.signal);
  const { kept, suppressed, stale } = await options.suppress(located, read.problems.length === 0);
  const settled = options.settle?.(kept) ?? { findings: kept, unsure: [], dropped: [], suppressed: [] };
  const { findings, unsure } = await verified(settled, options);
  const report: Report = {
    target: { kind: source.name, root: source.root, range: source.range ?? null },
    findings,
    unsure,
    dropped: [...read.dropped, ...old, ...settled.dropped],
    suppressed: [...suppressed, ...settled.suppressed],
    stale,
    problems: read.problems,
    receipt: receiptOf(read, options, started),
  };
  return maskNames(await withParts(report), engine);
}

/** Searches what a later step opens. */
type Search = (inputs: AsyncIterable<Input>) => Promise<Searched>;

/** Read and matched. */
async function searched(source: Source, engine: Engine, options: ScanOptions): Promise<Searched> {
  const { signal, search = searchAll } = options;
  const read = await search(source.read(signal), engine);
  if (signal.aborted) read.problems.push({ path: source.name, message: String(signal.reason) });
  return read;
}

/** What the changes add that the source names; all where it names none. */
async function newOf(read: Searched, source: Source, search: Search, signal: AbortSignal) {
  if (read.findings.length === 0) return { fresh: [], old: [] };
  const { keepNew } = await import('./pipeline/keep-new.ts');
  return keepNew(source, read, search, signal);
}

/** With the commits and paths that brought them. */
async function locate(
  fresh: readonly Finding[],
  source: Source,
  search: Search,
  signal: AbortSignal,
): Promise<Finding[]> {
  const located = source.locate && fresh.length > 0 ? await source.locate(fresh, signal, search) : fresh;
  return located.map(lowerInFixtures);
}

/** Asks about all findings; one that is live counts, however unsure it looked. */
async function verified({ findings, unsure }: Settled, options: ScanOptions) {
  const asked = [...findings, ...unsure];
  const verdicts = asked.length > 0 ? await options.verify(asked) : new Map<Finding, Verdict>();
  const isLive = (finding: Finding) => verdicts.get(finding)?.status === 'live';
  const reported = [...findings, ...unsure.filter(isLive)].map((finding): ReportedFinding => {
    const verdict = verdicts.get(finding) ?? { status: 'unchecked', reason: 'off' };
    return { ...finding, verdict, blocks: options.blocks(finding, verdict) };
  });
  return { findings: reported, unsure: unsure.filter((finding) => !isLive(finding)) };
}

function receiptOf(
  { receipt, times }: Searched,
  { rules, weakened }: ScanOptions,
  started: number,
): Report['receipt'] {
  const slow = slowInputs(times);
  return {
    ...receipt,
    ...(slow.length > 0 ? { slow } : {}),
    rules,
    ms: Math.round(1000 * (process.uptime() - started)),
    ...(weakened?.length ? { weakened } : {}),
  };
}

async function withParts(report: Report): Promise<Report> {
  if (report.findings.length + report.suppressed.length === 0) return report;
  const { namePartsOf } = await import('./pipeline/wholes.ts');
  return namePartsOf(report);
}
