import { decodeText } from './engine/decode-text.ts';
import type { ScanResult } from './engine/judge-matches.ts';
import { countLines } from './engine/places.ts';
import type { Engine } from './engine/scan.ts';
import { keepNew } from './keep-new.ts';
import { maskNames } from './mask-names.ts';
import type {
  Chunk,
  Finding,
  Input,
  Receipt,
  Report,
  ReportedFinding,
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
export interface Settled extends ScanResult {
  suppressed: Report['suppressed'];
}

/** A scan from end to end: read, match, keep what is new and not suppressed, ask the providers, decide what blocks. */
export async function scan(source: Source, engine: Engine, options: ScanOptions): Promise<Report> {
  const started = performance.now();
  const read = await (options.search ?? searchAll)(source.read(options.signal), engine);
  if (options.signal.aborted)
    read.problems.push({ path: source.name, message: String(options.signal.reason) });
  const search = (inputs: AsyncIterable<Input>) => searchAll(inputs, engine);
  const { fresh, old } = await keepNew(source, read, search, options.signal);
  const located =
    source.locate && fresh.length > 0 ? await source.locate(fresh, options.signal, search) : fresh;
  const { kept, suppressed, stale } = await options.suppress(located, read.problems.length === 0);
  const settled = options.settle?.(kept) ?? { findings: kept, dropped: [], suppressed: [] };
  const verdicts =
    settled.findings.length > 0 ? await options.verify(settled.findings) : new Map<Finding, Verdict>();
  const findings = settled.findings.map((finding): ReportedFinding => {
    const verdict = verdicts.get(finding) ?? { status: 'unchecked', reason: 'off' };
    return { ...finding, verdict, blocks: options.blocks(finding, verdict) };
  });
  const receipt = {
    ...read.receipt,
    rules: options.rules,
    ms: Math.round(performance.now() - started),
    ...(options.weakened?.length ? { weakened: options.weakened } : {}),
  };
  const target = { kind: source.name, root: source.root, range: source.range ?? null };
  const report: Report = {
    target,
    findings,
    dropped: [...read.dropped, ...old, ...settled.dropped],
    suppressed: [...suppressed, ...settled.suppressed],
    stale,
    problems: read.problems,
    receipt,
  };
  return maskNames(report, engine);
}

/** All that a stream of input gave. */
export interface Searched extends ScanResult {
  problems: Report['problems'];
  receipt: Omit<Receipt, 'rules' | 'ms' | 'weakened'>;
}

/** Nothing searched yet. */
export function newSearched(): Searched {
  const receipt = { expected: 0, scanned: 0, skipped: [], bytes: 0, lines: 0 };
  return { findings: [], dropped: [], problems: [], receipt };
}

/** Several searches as one, in their order. */
export function joinSearched(parts: readonly Searched[]): Searched {
  const all = newSearched();
  for (const { findings, dropped, problems, receipt } of parts) {
    all.findings.push(...findings);
    all.dropped.push(...dropped);
    all.problems.push(...problems);
    all.receipt.skipped.push(...receipt.skipped);
    for (const key of ['expected', 'scanned', 'bytes', 'lines'] as const) all.receipt[key] += receipt[key];
  }
  return all;
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
    case 'chunk': {
      const chunk = decodeText(input);
      const result = engine.scan(chunk);
      if (result instanceof Promise) return result.then((loaded) => takeChunk(chunk, loaded, all));
      return takeChunk(chunk, result, all);
    }
  }
}

function takeChunk(chunk: Chunk, { findings, dropped }: ScanResult, all: Searched): void {
  all.findings.push(...(chunk.continued ? withoutKnown(findings, all.findings) : findings));
  all.dropped.push(...dropped);
  if (chunk.where === 'path') return;
  if (!chunk.continued) all.receipt.scanned++;
  for (const bytes of searchedBytes(chunk)) {
    all.receipt.bytes += bytes.length;
    all.receipt.lines += countLines(bytes);
  }
}

/** What is new in a chunk: the rest was counted with the chunk that had it first. */
function searchedBytes({ bytes, regions }: Chunk): Uint8Array[] {
  if (!regions) return [bytes];
  return Array.from({ length: regions.length / 2 }, (_, i) =>
    bytes.subarray(regions[2 * i], regions[2 * i + 1]),
  );
}

/** Leaves out what the stretch before found in the lines that both have. */
function withoutKnown(findings: readonly Finding[], known: readonly Finding[]): Finding[] {
  const place = ({ object, where, rule, startLine, startColumn }: Finding) =>
    `${object} ${where} ${rule.id} ${startLine} ${startColumn}`;
  const places = new Set(known.map(place));
  return findings.filter((finding) => !places.has(place(finding)));
}
