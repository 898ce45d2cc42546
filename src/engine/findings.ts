import { Secret } from '../secret.ts';
import type { Candidate, Chunk, Dropped, DropReason, Finding, Marker, Part, Place } from '../types.ts';
import { canaryHost, canaryService } from './checks/canary.ts';
import { fingerprint } from './fingerprint.ts';
import { latin1 } from './latin1.ts';
import { createMarkFinder, type MarkBeside } from './markers.ts';
import { type Places, placesOf } from './places.ts';

interface CandidateSets {
  /** What becomes a finding. */
  kept: readonly Candidate[];
  /** All that no filter dropped, parts included. */
  passed: readonly Candidate[];
  /** All whose text must not be shown. */
  masked: readonly Candidate[];
}

/** Turns what is left of a chunk's candidates into findings, with places, parts and a masked excerpt. */
export function createReporter(chunk: Chunk, candidates: CandidateSets) {
  const places = placesOf(chunk.bytes, chunk.firstLine);
  const markOf = createMarkFinder(chunk, places, candidates.kept);
  return {
    finding(candidate: Candidate): Finding {
      const { rule, start, end, secret, checksum, confidence } = candidate;
      const { startLine, startColumn, endLine, endColumn } = placeOf(chunk, places, start, end);
      const mark = markOf(candidate);
      const parts = partsOf(candidate, chunk, places, candidates.passed);
      const canary = canaryOf(candidate, parts);
      // Field by field: V8 keeps an object that begins with a spread as a hash table, at a hundred times the cost.
      const finding: Finding = {
        file: chunk.path,
        startLine,
        startColumn,
        endLine,
        endColumn,
        rule,
        start,
        end,
        where: chunk.where,
        secret,
        fingerprint: fingerprint(rule, secret.reveal()),
        decodedFrom: [...(chunk.decodedFrom ?? []), ...(candidate.decoded?.layers ?? [])],
        checksum,
        confidence,
        parts,
        excerpt: excerptOf(chunk, places, startLine, candidates.masked),
      };
      if (chunk.commit) finding.commit = chunk.commit;
      if (chunk.object) finding.object = chunk.object;
      if (chunk.container !== undefined) finding.container = chunk.container;
      if (canary !== undefined) finding.canary = canary;
      if (mark) finding.marker = markerOf(chunk, mark, candidates.masked);
      return finding;
    },
    dropped(candidate: Candidate, reason: DropReason): Dropped {
      const place = placeOf(chunk, places, candidate.start, candidate.end);
      return { ...place, ruleId: candidate.rule.id, secret: candidate.secret, reason };
    },
  };
}

/** Bytes around a secret that nobody could be asked about, in which its server may be named. */
const SERVER_WITHIN = 1024;

/**
 * By its key id; by the host that its match names; by a URL near by where there is no provider to ask, so that no comment
 * keeps a provider from being asked.
 */
function canaryOf(candidate: Candidate, parts: readonly Part[]): string | undefined {
  const { rule, secret, chunk, matchStart, matchEnd } = candidate.decoded?.inner ?? candidate;
  const around = rule.verify === undefined ? SERVER_WITHIN : 0;
  const text = latin1(chunk.bytes, matchStart - around, matchEnd + around);
  const values = [secret, ...parts.map((part) => part.secret)].map((one) => one.reveal());
  return values.map(canaryService).find(Boolean) ?? canaryHost(text);
}

function placeOf(chunk: Chunk, places: Places, start: number, end: number): Place {
  const first = places.at(start);
  const last = places.at(end);
  return {
    file: chunk.path,
    startLine: first.line,
    startColumn: first.column,
    endLine: last.line,
    endColumn: last.column,
  };
}

/** The pattern's other named groups, then the nearest candidate of each rule that this one needs. */
function partsOf(candidate: Candidate, chunk: Chunk, places: Places, all: readonly Candidate[]): Part[] {
  const named = Object.entries(candidate.groups).map(([name, { secret, start, end }]) => ({
    ...placeOf(chunk, places, start, end),
    name,
    ruleId: candidate.rule.id,
    secret,
  }));
  const needed = Object.entries(candidate.rule.needs ?? {}).flatMap(([name, ruleId]) => {
    const part = named.some((other) => other.name === name) ? undefined : nearestOf(ruleId, candidate, all);
    return part
      ? [{ ...placeOf(chunk, places, part.start, part.end), name, ruleId, secret: part.secret }]
      : [];
  });
  return [...named, ...needed];
}

function nearestOf(ruleId: string, to: Candidate, all: readonly Candidate[]): Candidate | undefined {
  const distance = (other: Candidate) => Math.max(other.start - to.end, to.start - other.end);
  return all.filter((other) => other.rule.id === ruleId).sort((a, b) => distance(a) - distance(b))[0];
}

const EXCERPT_BEFORE = 60;
const EXCERPT_LENGTH = 160;

/** The line with every candidate's secret masked, cut to a stretch that starts near the first of them. */
function excerptOf(chunk: Chunk, places: Places, line: number, all: readonly Candidate[]): string {
  const { start, end } = places.line(line);
  const masked = all.find((candidate) => candidate.start < end && candidate.end > start);
  const from = Math.max(start, (masked?.start ?? start) - EXCERPT_BEFORE);
  const text = `${from > start ? '…' : ''}${maskedText(chunk, from, end, all)}`;
  return text.length > EXCERPT_LENGTH ? `${text.slice(0, EXCERPT_LENGTH)}…` : text;
}

/** The text of a stretch of bytes, in which every candidate's secret is masked. */
function maskedText(chunk: Chunk, from: number, end: number, all: readonly Candidate[]): string {
  const masked = all.filter((candidate) => candidate.start < end && candidate.end > from);
  let text = '';
  let at = from;
  for (const candidate of masked.sort((a, b) => a.start - b.start)) {
    if (candidate.end <= at) continue;
    if (candidate.start > at) text += textOf(chunk, at, candidate.start);
    if (candidate.start >= at || at === from) text += candidate.secret.redacted();
    at = candidate.end;
  }
  return at < end ? text + textOf(chunk, at, end) : text;
}

function markerOf(
  chunk: Chunk,
  { name, line, forOthers, reason }: MarkBeside,
  all: readonly Candidate[],
): Marker {
  return {
    name,
    line,
    ...(forOthers ? { forOthers } : {}),
    ...(reason ? { reason: maskedText(chunk, ...reason, all) } : {}),
  };
}

function textOf(chunk: Chunk, start: number, end: number): string {
  return Buffer.from(chunk.bytes.subarray(start, Math.min(end, start + 4 * EXCERPT_LENGTH))).toString('utf8');
}

/** A secret from bytes `start` to `end`: UTF-8 where it is, else one character a byte. */
export function secretAt(bytes: Uint8Array, start: number, end: number, prefix: string | undefined): Secret {
  const slice = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
  const text = slice.toString('utf8');
  return new Secret(
    text.includes('\ufffd') ? slice.toString('latin1') : text,
    text.startsWith(prefix ?? '') ? prefix : '',
  );
}
