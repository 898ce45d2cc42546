import type { Candidate, Chunk, Dropped, DropReason, Finding } from '../types.ts';
import type { Marker } from './allow.ts';
import type { RawMatch } from './candidates.ts';
import { checks } from './checks/registry.ts';
import { filters } from './filters.ts';
import { createReporter, secretAt } from './findings.ts';
import { resolveOverlaps } from './overlaps.ts';

/** How matches are judged and reported. */
export interface JudgeOptions {
  /** Whether {@link Judged.dropped} is filled. */
  explain: boolean;
  /** Tells which of the config's `allow` entries fit the text of a candidate. */
  mark?: Marker | undefined;
}

/** What became of the matches of one chunk. */
export interface Judged {
  findings: Finding[];
  dropped: Dropped[];
}

/** What the pattern's surroundings have against a match; an empty path is one that is not known yet. */
function matchReason({ packed, rejected }: RawMatch, path: string): DropReason | undefined {
  if (packed.paths && path !== '' && !packed.paths.some((source) => new RegExp(source).test(path))) {
    return { filter: 'path', detail: `the rule is for ${packed.rule.paths?.join(', ')}` };
  }
  return rejected ? { filter: 'reject', detail: 'a known form that is no secret' } : undefined;
}

const pipeline = filters(checks);

/** Turns a chunk's matches into findings: filters, then the most specific of those that overlap. */
export function judgeMatches(chunk: Chunk, matches: readonly RawMatch[], options: JudgeOptions): Judged {
  const passed: Candidate[] = [];
  const refused: { candidate: Candidate; reason: DropReason }[] = [];
  for (const match of matches) {
    const candidate = candidateOf(chunk, match);
    const reason = matchReason(match, chunk.path) ?? firstReason(candidate);
    if (reason) refused.push({ candidate, reason });
    else passed.push(candidate);
  }
  const { kept, dropped } = resolveOverlaps(passed);
  if (kept.length === 0 && !options.explain) return { findings: [], dropped: [] };
  const masked = [...kept, ...passed, ...refused.map(({ candidate }) => candidate)];
  const reporter = createReporter(chunk, { kept, passed, masked });
  return {
    findings: kept.map((candidate) => {
      const allowed = options.mark?.(candidate) ?? [];
      return { ...reporter.finding(candidate), ...(allowed.length > 0 ? { allowed } : {}) };
    }),
    dropped: options.explain
      ? [...refused, ...dropped].map((d) => reporter.dropped(d.candidate, d.reason))
      : [],
  };
}

function firstReason(candidate: Candidate): DropReason | undefined {
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
