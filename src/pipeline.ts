import { containerKind } from './containers/container-kind.ts';
import { lowerInFixtures } from './engine/fixtures.ts';
import type { Judged } from './engine/judge-matches.ts';
import type { Engine } from './engine/scan.ts';
import { maskNames } from './mask-names.ts';
import { addTime, slowInputs } from './search-times.ts';
import { addSearched, nameOf, newSearched, takeChunk } from './searched.ts';
import type {
  Batch,
  Chunk,
  Finding,
  Input,
  Report,
  ReportedFinding,
  Searched,
  Source,
  Suppression,
  Verdict,
  Work,
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
  const read = await (options.search ?? searchAll)(source.read(options.signal), engine);
  if (options.signal.aborted)
    read.problems.push({ path: source.name, message: String(options.signal.reason) });
  const search = (inputs: AsyncIterable<Input>) => searchAll(inputs, engine);
  const { fresh, old } =
    read.findings.length === 0
      ? { fresh: [], old: [] }
      : await (await import('./keep-new.ts')).keepNew(source, read, search, options.signal);
  const located =
    source.locate && fresh.length > 0 ? await source.locate(fresh, options.signal, search) : fresh;
  const placed = located.map(lowerInFixtures);
  const { kept, suppressed, stale } = await options.suppress(placed, read.problems.length === 0);
  const settled = options.settle?.(kept) ?? { findings: kept, unsure: [], dropped: [], suppressed: [] };
  const { findings, unsure } = await verified(settled, options);
  const slow = slowInputs(read.times);
  const receipt = {
    ...read.receipt,
    ...(slow.length > 0 ? { slow } : {}),
    rules: options.rules,
    ms: Math.round(1000 * (process.uptime() - started)),
    ...(options.weakened?.length ? { weakened: options.weakened } : {}),
  };
  const target = { kind: source.name, root: source.root, range: source.range ?? null };
  const report: Report = {
    target,
    findings,
    unsure,
    dropped: [...read.dropped, ...old, ...settled.dropped],
    suppressed: [...suppressed, ...settled.suppressed],
    stale,
    problems: read.problems,
    receipt,
  };
  const found = findings.length + report.suppressed.length;
  const named = found > 0 ? (await import('./wholes.ts')).namePartsOf(report) : report;
  return maskNames(named, engine);
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

/** Runs the engine over a stream of input, and counts what was read. */
export async function searchAll(inputs: AsyncIterable<Input>, engine: Engine): Promise<Searched> {
  const all = newSearched();
  for await (const input of inputs) await takeInput(input, engine, all);
  return all;
}

/** Adds what one input gives; a promise only when the engine has code to load first. */
export function takeInput(input: Input, engine: Engine, all: Searched): void | Promise<void> {
  switch (input.kind) {
    case 'expected':
      all.receipt.expected += input.count;
      return;
    case 'skip':
      all.receipt.skipped.push({ path: input.path, reason: input.reason });
      return;
    case 'problem':
      all.problems.push({ path: input.path, message: input.message });
      return;
    case 'chunk':
      return timed(input, engine, all);
    case 'batch':
      return takeBatch(input, engine, all);
    case 'work':
      return takeWork(input, engine, all);
  }
}

function timed(chunk: Chunk, engine: Engine, all: Searched): void | Promise<void> {
  const started = process.uptime();
  const { bytes } = all.receipt;
  const pending = isOpened(chunk, engine) ? takeContainer(chunk, engine, all) : takeChunk(chunk, engine, all);
  if (pending) return pending.then(() => addTimeOf(chunk, started, bytes, all));
  addTimeOf(chunk, started, bytes, all);
}

function addTimeOf(chunk: Chunk, started: number, bytesBefore: number, all: Searched): void {
  const ms = 1000 * (process.uptime() - started);
  addTime(all.times, { path: nameOf(chunk), ms, bytes: all.receipt.bytes - bytesBefore }, chunk.continued);
}

function isOpened({ bytes, where, continued }: Chunk, { maxArchiveDepth = 0 }: Engine): boolean {
  return maxArchiveDepth > 0 && where === 'content' && !continued && containerKind(bytes) !== undefined;
}

async function takeContainer(chunk: Chunk, engine: Engine, all: Searched): Promise<void> {
  const { searchContainer } = await import('./search-container.ts');
  await searchContainer(chunk, engine, all);
}

async function takeBatch({ inputs }: Batch, engine: Engine, all: Searched): Promise<void> {
  for (const input of inputs) {
    const pending = takeInput(input, engine, all);
    if (pending) await pending;
  }
}

async function takeWork(work: Work, engine: Engine, all: Searched): Promise<void> {
  for (const part of await work.run((inputs) => searchAll(inputs, engine))) addSearched(part, all);
}
