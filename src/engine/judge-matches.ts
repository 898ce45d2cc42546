import type { Candidate, Chunk, Dropped, DropReason, Finding } from '../types.ts';
import type { Marker } from './allow.ts';
import type { RawMatch } from './candidates.ts';
import { checks } from './checks/registry.ts';
import type { Text } from './decoding/views.ts';
import { filters } from './filters.ts';
import { createReporter, secretAt } from './findings.ts';
import { resolveOverlaps } from './overlaps.ts';
import type { PackedRule } from './rule-pack.ts';

/** How matches are judged and reported. */
export interface JudgeOptions {
  /** Whether {@link Judged.dropped} is filled. */
  explain: boolean;
  /** Whether one of a rule's globs matches a path; absent: by the expressions that the rule was packed with. */
  fitsPath?: ((globs: readonly string[], path: string) => boolean) | undefined;
  /** Tells which of the config's `allow` entries fit the text of a candidate. */
  mark?: Marker | undefined;
}

/** What became of the matches of one chunk. */
export interface Judged {
  findings: Finding[];
  dropped: Dropped[];
}

/** Matches in one text: a chunk's own, or what was decoded from it. */
export interface Layer {
  /** Its bytes are the text. */
  chunk: Chunk;
  matches: readonly RawMatch[];
  /** Absent for the chunk as it is. */
  decoded?: {
    /** Where in the chunk a stretch of the text comes from. */
    place(start: number, end: number): [start: number, end: number];
    /** What was undone for the stretch, outermost first. */
    layersAt(start: number, end: number): readonly string[];
    /** See {@link Text.unpacked}. */
    unpacked: Text['unpacked'];
  };
}

/** Whether a rule is for files at a path; an empty path is one that is not known yet. */
function pathTest(path: string, fitsPath: JudgeOptions['fitsPath']): (packed: PackedRule) => boolean {
  const known = new Map<PackedRule, boolean>();
  return (packed) => {
    if (!packed.paths || path === '') return true;
    const fits =
      known.get(packed) ??
      fitsPath?.(packed.rule.paths ?? [], path) ??
      packed.paths.some((source) => new RegExp(source).test(path));
    known.set(packed, fits);
    return fits;
  };
}

/** What the file and the rule's known forms have against a match. */
function matchReason({ packed, rejected }: RawMatch, isForFile: boolean): DropReason | undefined {
  if (!isForFile)
    return { filter: 'path', detail: `the rule is for ${(packed.rule.paths ?? []).join(', ')}` };
  return rejected ? { filter: 'reject', detail: 'a known form that is no secret' } : undefined;
}

const pipeline = filters(checks);

/**
 * Turns matches into findings: filters, then the most specific of those that overlap.
 *
 * @param layers - of one chunk
 */
export function judgeMatches(chunk: Chunk, layers: readonly Layer[], options: JudgeOptions): Judged {
  const passed: Candidate[] = [];
  const refused: { inner: Candidate; decoded: Layer['decoded']; reason: DropReason }[] = [];
  const isForFile = pathTest(chunk.path, options.fitsPath);
  const judgeAll = (parts: boolean) => {
    for (const layer of layers) {
      for (const match of layer.matches) {
        if ((match.packed.rule.part ?? false) !== parts) continue;
        const candidate = candidateOf(layer.chunk, match);
        const reason = matchReason(match, isForFile(match.packed)) ?? firstReason(candidate);
        if (reason) refused.push({ inner: candidate, decoded: layer.decoded, reason });
        else passed.push(placedIn(chunk, candidate, layer.decoded));
      }
    }
  };
  judgeAll(false);
  // A part without anything that it could be a part of is nothing.
  if (passed.length > 0 || options.explain) judgeAll(true);
  const overlaps = resolveOverlaps(passed);
  const { kept } = overlaps;
  if (kept.length === 0 && !options.explain) return { findings: [], dropped: [] };
  const dropped = refused.map(({ inner, decoded, reason }) => {
    return { candidate: placedIn(chunk, inner, decoded), reason };
  });
  const masked = [...new Set([...kept, ...passed, ...dropped.map(({ candidate }) => candidate)])];
  const reporter = createReporter(chunk, { kept, passed, masked });
  return {
    findings: kept.map((candidate) => {
      const allowed = options.mark?.(candidate.decoded?.inner ?? candidate) ?? [];
      const finding = reporter.finding(candidate);
      if (allowed.length > 0) finding.allowed = allowed;
      return finding;
    }),
    dropped: options.explain
      ? [...dropped, ...overlaps.dropped].map((d) => reporter.dropped(d.candidate, d.reason))
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

/** A candidate of a layer with the offsets that it has in the chunk. */
function placedIn(chunk: Chunk, inner: Candidate, decoded: Layer['decoded']): Candidate {
  if (!decoded) return inner;
  const [start, end] = decoded.place(inner.start, inner.end);
  const [matchStart, matchEnd] = decoded.place(inner.matchStart, inner.matchEnd);
  const groups: Candidate['groups'] = {};
  for (const [name, group] of Object.entries(inner.groups)) {
    const [from, to] = decoded.place(group.start, group.end);
    groups[name] = { secret: group.secret, start: from, end: to };
  }
  const layers = decoded.layersAt(inner.matchStart, inner.matchEnd);
  const unpacked = decoded.unpacked(inner.start, inner.end);
  const { rule, secret, checksum, confidence } = inner;
  return {
    rule,
    chunk,
    start,
    end,
    matchStart,
    matchEnd,
    secret,
    groups,
    checksum,
    confidence,
    decoded: { inner, layers, ...(unpacked && { unpacked }) },
  };
}

function candidateOf(chunk: Chunk, match: RawMatch): Candidate {
  const { rule } = match.packed;
  const [start, end] = match.groups.secret!;
  const groups: Candidate['groups'] = {};
  for (const name of Object.keys(match.groups)) {
    const range = match.groups[name];
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
    confidence: rule.confidence,
  };
}
