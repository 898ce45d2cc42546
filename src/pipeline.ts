import { splitNew } from './engine/new-findings.ts';
import { countLines } from './engine/places.ts';
import type { Engine, ScanResult } from './engine/scan.ts';
import type {
  Finding,
  Input,
  Receipt,
  Report,
  ReportedFinding,
  Source,
  Verdict,
  VerdictStatus,
} from './types.ts';

export interface ScanOptions {
  signal: AbortSignal;
  /** Asks the providers; a scan without a network is a scan with another function. */
  verify: (findings: readonly Finding[]) => Promise<Map<Finding, Verdict>>;
  blockOn: ReadonlySet<VerdictStatus>;
  /** Number of rules in force, for the receipt. */
  rules: number;
}

/** A scan from end to end: read, match, keep what is new, ask the providers, decide what blocks. */
export async function scan(source: Source, engine: Engine, options: ScanOptions): Promise<Report> {
  const started = performance.now();
  const read = await searchAll(source.read(options.signal), engine);
  const { fresh, old } = splitNew(read.findings, await searchParents(source, engine, read, options.signal));
  const verdicts = fresh.length > 0 ? await options.verify(fresh) : new Map<Finding, Verdict>();
  const findings = fresh.map((finding): ReportedFinding => {
    const verdict = verdicts.get(finding) ?? { status: 'unchecked', reason: 'off' };
    return { ...finding, verdict, blocks: options.blockOn.has(verdict.status) };
  });
  const receipt = { ...read.receipt, rules: options.rules, ms: Math.round(performance.now() - started) };
  const target = { kind: source.name, root: source.root, range: source.range ?? null };
  return {
    target,
    findings,
    dropped: [...read.dropped, ...old],
    suppressed: [],
    problems: read.problems,
    receipt,
  };
}

/** All that a stream of input gave. */
export interface Searched extends ScanResult {
  problems: Report['problems'];
  receipt: Omit<Receipt, 'rules' | 'ms'>;
}

/** The findings in what each parent had; a parent that can't be read leaves everything new, and a problem. */
async function searchParents(
  source: Source,
  engine: Engine,
  read: Searched,
  signal: AbortSignal,
): Promise<Finding[][]> {
  if (read.findings.length === 0 || !source.parents) return [];
  const parents: Finding[][] = [];
  for (const parent of source.parents(signal)) {
    const { findings, problems } = await searchAll(parent, engine);
    parents.push(findings);
    read.problems.push(...problems);
  }
  return parents;
}

/** Runs the engine over a stream of input, and counts what was read. */
export async function searchAll(inputs: AsyncIterable<Input>, engine: Engine): Promise<Searched> {
  const all: Searched = {
    findings: [],
    dropped: [],
    problems: [],
    receipt: { expected: 0, scanned: 0, skipped: [], bytes: 0, lines: 0 },
  };
  for await (const input of inputs) take(input, engine, all);
  return all;
}

function take(input: Input, engine: Engine, all: Searched): void {
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
      const { findings, dropped } = engine.scan(input);
      all.findings.push(...findings);
      all.dropped.push(...dropped);
      all.receipt.scanned++;
      all.receipt.bytes += input.bytes.length;
      all.receipt.lines += countLines(input.bytes);
    }
  }
}
