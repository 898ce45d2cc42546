import type { Candidate, Chunk, Dropped, DropReason, Finding } from '../types.ts';
import { createSearcher, type RawMatch, type Searcher } from './candidates.ts';
import { checks } from './checks/registry.ts';
import { type Filter, filters } from './filters.ts';
import { createReporter, secretAt } from './findings.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { LinearEngine } from './linear.ts';
import { ecmaMatcher } from './matcher.ts';
import { resolveOverlaps } from './overlaps.ts';
import type { PackedRule, RulePack } from './rule-pack.ts';

/** Rules that shipped with leakgate, or the user's own, which run on a linear-time engine only. */
export interface EnginePack {
  pack: RulePack;
  /** Absent for the rules that shipped. */
  linear?: LinearEngine;
}

export interface EngineOptions {
  packs: EnginePack[];
  createKernel: (tables: Uint8Array) => Kernel;
  /** Which rules are in force. */
  takes: (packed: PackedRule) => boolean;
  /** Salt of fingerprints; empty when there is no ignore file. */
  salt: string;
  /** Whether {@link ScanResult.dropped} is filled. */
  explain: boolean;
}

export interface ScanResult {
  findings: Finding[];
  dropped: Dropped[];
}

/** Bytes in, findings out; pure, no I/O. */
export interface Engine {
  scan(chunk: Chunk): ScanResult;
}

/** Sets the engine up: nothing is compiled or parsed until a candidate asks for it. */
export function createEngine(options: EngineOptions): Engine {
  const searchers = options.packs.map((pack) => packSearcher(pack, options));
  const pipeline = filters(checks);
  return {
    scan(chunk) {
      const matches = searchers.flatMap((searcher) => searcher.search(chunk.bytes));
      return matches.length === 0 ? { findings: [], dropped: [] } : judge(chunk, matches, pipeline, options);
    },
  };
}

function packSearcher({ pack, linear }: EnginePack, options: EngineOptions): Searcher {
  const compile = ({ ecma, re2 }: Patterns) => (linear ? linear.compile(re2) : ecmaMatcher(ecma));
  return createSearcher(pack, options.createKernel(pack.tables), compile, options.takes);
}

type Patterns = Pick<PackedRule, 'ecma' | 're2'>;

/** What the pattern's surroundings have against a match; an empty path is one that is not known yet. */
function matchReason({ packed, rejected }: RawMatch, path: string): DropReason | undefined {
  if (packed.paths && path !== '' && !packed.paths.some((source) => new RegExp(source).test(path))) {
    return { filter: 'path', detail: `the rule is for ${packed.rule.paths?.join(', ')}` };
  }
  return rejected ? { filter: 'reject', detail: 'a known form that is no secret' } : undefined;
}

function judge(
  chunk: Chunk,
  matches: readonly RawMatch[],
  pipeline: readonly Filter[],
  options: EngineOptions,
): ScanResult {
  const passed: Candidate[] = [];
  const refused: { candidate: Candidate; reason: DropReason }[] = [];
  for (const match of matches) {
    const candidate = candidateOf(chunk, match);
    const reason = matchReason(match, chunk.path) ?? firstReason(pipeline, candidate);
    if (reason) refused.push({ candidate, reason });
    else passed.push(candidate);
  }
  const { kept, dropped } = resolveOverlaps(passed.filter(({ rule }) => !rule.part));
  if (kept.length === 0 && !options.explain) return { findings: [], dropped: [] };
  const masked = [...passed, ...refused.map(({ candidate }) => candidate)];
  const reporter = createReporter(chunk, { passed, masked }, options.salt);
  return {
    findings: kept.map(reporter.finding),
    dropped: options.explain
      ? [...refused, ...dropped].map((d) => reporter.dropped(d.candidate, d.reason))
      : [],
  };
}

function firstReason(pipeline: readonly Filter[], candidate: Candidate): DropReason | undefined {
  for (const filter of pipeline) {
    const reason = filter(candidate);
    if (reason) return reason;
  }
  return undefined;
}

function candidateOf(chunk: Chunk, match: RawMatch): Candidate {
  const { rule } = match.packed;
  const [start, end] = match.groups.secret!;
  const groups: Candidate['groups'] = {};
  for (const [name, range] of Object.entries(match.groups)) {
    if (!range || name === 'secret') continue;
    groups[name] = { secret: secretAt(chunk.bytes, ...range, undefined), start: range[0], end: range[1] };
  }
  const secret = secretAt(chunk.bytes, start, end, rule.prefix);
  return {
    rule,
    chunk,
    start,
    end,
    matchStart: match.start,
    matchEnd: match.end,
    secret,
    groups,
    checksum: 'none',
  };
}
