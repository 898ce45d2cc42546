import { ENTRY_WORDS, Entry, HEADER_BYTES } from './compiler/layout.ts';
import type { GateHits, Kernel } from './kernel/kernel.ts';
import type { Spot } from './kernel/spot.ts';
import { latin1 } from './latin1.ts';
import type { PatternMatch, PatternMatcher } from './matcher.ts';
import { remembered } from './remembered.ts';
import type { PackedRule, RulePack } from './rule-pack.ts';
import { hasRuns, type RunTable, runTable } from './runs.ts';
import { textMatcher } from './text-matcher.ts';

/** A match of one rule's pattern, in byte offsets of the scanned bytes. */
export interface RawMatch extends PatternMatch {
  packed: PackedRule;
  /** The rule's `reject` matches the secret. */
  rejected: boolean;
}

/** What the search of one text gives. */
export interface Matches {
  list: RawMatch[];
  /** Lines of what was searched. */
  lines: number;
  /** Where more may stand encoded, in no order. */
  spots: Spot[];
}

/** A pack, the kernel over its tables, and the regular expressions made so far. */
export interface Searcher {
  /**
   * All matches of all rules in `bytes`, as if each pattern had been run over the whole of it.
   *
   * @param regions - see `Chunk.regions`: matches elsewhere may be left out
   */
  search(bytes: Uint8Array, regions?: Uint32Array): Matches;
}

/** A pattern in both dialects; the engine at hand takes one of them. */
type Compile = (patterns: { ecma: string; re2: string }) => PatternMatcher;

/**
 * @param compile - makes a matcher, called once for each rule that has a hit
 * @param takes - which rules are wanted
 * @param stops - whether the engine stops behind the last place that it is asked for: another is given a window as one
 */
export function createSearcher(
  pack: RulePack,
  kernel: Kernel,
  compile: Compile,
  takes: (packed: PackedRule) => boolean,
  stops = true,
): Searcher {
  const { tables } = pack.gate;
  const words = new Int32Array(tables.buffer, tables.byteOffset, tables.byteLength >> 2);
  const states = new Array<RuleState | undefined>(pack.count);
  const stateOf = (index: number) => {
    states[index] ??= newState(pack.rule(index), compile, takes, stops);
    return states[index];
  };
  return {
    search(bytes, regions) {
      const matches: RawMatch[] = [];
      const hits = kernel.find(bytes, regions);
      if (hits.count === 0 && pack.slow.length === 0)
        return { list: matches, spots: hits.spots, lines: hits.lines };
      const used = new Set<RuleState>();
      const search = { bytes, textAt: textsOf(bytes), matches };
      for (const hit of inOrder(hits)) {
        const record = (HEADER_BYTES >> 2) + hits.entries[hit]! * ENTRY_WORDS;
        const state = stateOf(words[record + Entry.rule]!);
        if (!state.wanted) continue;
        used.add(state);
        searchAround(search, stretchOf(words, record, hits.positions[hit]!, bytes.length), state);
      }
      for (const state of used) searchPending(search, state);
      for (const index of pack.slow) {
        const state = stateOf(index);
        if (!state.wanted) continue;
        used.add(state);
        searchWindow(search, wholeOf(bytes), state);
      }
      for (const state of used) state.resume = 0;
      // In one order, whatever else the text holds.
      matches.sort((a, b) => a.start - b.start || a.packed.index - b.packed.index);
      return { list: matches, spots: hits.spots, lines: hits.lines };
    },
  };
}

/** A text, and what was found in it. */
interface Search {
  bytes: Uint8Array;
  textAt: TextAt;
  matches: RawMatch[];
}

/**
 * One rule while a text is searched; `resume` is where its last match ended, `pending` the windows that are still to be
 * searched, as one.
 */
interface RuleState {
  packed: PackedRule;
  wanted: boolean;
  matcher: () => PatternMatcher;
  runs: () => RunTable[];
  rejects: ((secret: string) => boolean) | undefined;
  resume: number;
  pending: Stretch | undefined;
  stops: boolean;
}

function newState(
  packed: PackedRule,
  compile: Compile,
  takes: (packed: PackedRule) => boolean,
  stops: boolean,
): RuleState {
  return {
    packed,
    wanted: takes(packed),
    matcher: once(() => textMatcher(compile(packed))),
    runs: once(() => packed.runs.map(runTable)),
    rejects: packed.reject && rejecterOf(packed.reject, compile),
    resume: 0,
    pending: undefined,
    stops,
  };
}

function rejecterOf(
  reject: NonNullable<PackedRule['reject']>,
  compile: Compile,
): (secret: string) => boolean {
  const matcher = once(() => compile(reject));
  return remembered((secret) => matcher()(secret, 0) !== undefined);
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The hits by position. */
function inOrder({ count, positions }: GateHits): number[] {
  const order = Array.from({ length: count }, (_, hit) => hit);
  return order.sort((a, b) => positions[a]! - positions[b]!);
}

/** Where matches may start, from the first place to the last, and end: before `end`. */
interface Range {
  first: number;
  last: number;
  end: number;
}

/** What is made a string at once. */
interface Stretch extends Range {
  /** Where in it a match may start. */
  starts: Range[];
}

function stretchOf(words: Int32Array, record: number, position: number, length: number): Stretch {
  const last = position + words[record + Entry.lead]!;
  const end = Math.min(length, position + words[record + Entry.windowAfter]! + 1);
  return {
    first: Math.max(position - words[record + Entry.windowBefore]!, 0),
    last,
    end,
    starts: [{ first: Math.max(position - words[record + Entry.before]!, 0), last, end }],
  };
}

function wholeOf(bytes: Uint8Array): Stretch {
  const whole = { first: 0, last: bytes.length, end: bytes.length };
  return { ...whole, starts: [whole] };
}

/** Windows are searched as one no further than this, in bytes: it is all made a string. */
const LONGEST_STRETCH = 1 << 20;

/**
 * Searches a window, once it is known that the next is apart from it. Windows that overlap are searched as one, so that
 * the pattern is tried once from each byte, however many literals a text repeats.
 */
function searchAround(search: Search, around: Stretch, state: RuleState): void {
  const { pending } = state;
  if (pending && around.first <= pending.end && around.end - pending.first <= LONGEST_STRETCH) {
    pending.first = Math.min(pending.first, around.first);
    pending.last = Math.max(pending.last, around.last);
    pending.end = Math.max(pending.end, around.end);
    pending.starts.push(...around.starts);
    return;
  }
  searchPending(search, state);
  state.pending = around;
}

function searchPending(search: Search, state: RuleState): void {
  const { pending } = state;
  state.pending = undefined;
  if (pending && pending.last >= state.resume) searchWindow(search, pending, state);
}

/** Collects the rule's matches that start within the stretch; one byte around it is there for `\b`. */
function searchWindow({ bytes, textAt, matches }: Search, stretch: Stretch, state: RuleState): void {
  const { text, base } = textAt(
    Math.max(0, stretch.first - 1),
    Math.min(bytes.length, Math.max(stretch.end, stretch.last + 1)),
    state.stops,
  );
  for (const { first, last, end } of state.stops ? joined(stretch.starts) : [stretch]) {
    if (!hasRuns(bytes, first, end, state.runs())) continue;
    const matcher = state.matcher();
    let from = Math.max(first, state.resume);
    while (from <= last) {
      const match = matcher(text, from - base, last - base);
      if (!match || match.start + base > last) break;
      from = Math.max(match.end, match.start + 1) + base;
      state.resume = from;
      if (match.groups.secret) matches.push(rawMatch(match, match.groups.secret, bytes, base, state));
    }
  }
}

/** A stretch of bytes, one character a byte. */
interface Text {
  text: string;
  base: number;
}

/**
 * The text of bytes, from `start` to `end`.
 *
 * @param more - whether there may be more on both sides
 */
type TextAt = (start: number, end: number, more: boolean) => Text;

/** What is made a string around a window: the windows of other rules are mostly near by. */
const [BEFORE, LEAST] = [128, 1024];

function textsOf(bytes: Uint8Array): TextAt {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const textFrom = (start: number, end: number) => ({
    text: all.toString('latin1', start, end),
    base: start,
  });
  let known: Text = { text: '', base: 0 };
  return (start, end, more) => {
    if (!more) return textFrom(start, end);
    if (start < known.base || end > known.base + known.text.length) {
      const base = Math.max(0, start - BEFORE);
      known = textFrom(base, Math.max(end, base + LEAST));
    }
    return known;
  };
}

/** To begin once more costs as much as to try so many places. */
const NEAR = 8;

/** Ranges in order, those near each other as one. */
function joined(ranges: Range[]): Range[] {
  const all: Range[] = [];
  for (const range of ranges.sort((a, b) => a.first - b.first)) {
    const before = all.at(-1);
    if (before && range.first < before.last + NEAR) {
      before.last = Math.max(before.last, range.last);
      before.end = Math.max(before.end, range.end);
    } else all.push(range);
  }
  return all;
}

/** The match with offsets from the beginning of the bytes, of which the text that was searched begins at `base`. */
function rawMatch(
  { start, end, groups }: PatternMatch,
  secret: readonly [start: number, end: number],
  bytes: Uint8Array,
  base: number,
  { packed, rejects }: RuleState,
): RawMatch {
  // Not cut out of the text: what is remembered would keep all of that in memory.
  const rejected = rejects?.(latin1(bytes, secret[0] + base, secret[1] + base)) ?? false;
  for (const name in groups) {
    const range = groups[name];
    if (!range) continue;
    range[0] += base;
    range[1] += base;
  }
  return { start: start + base, end: end + base, groups, packed, rejected };
}
