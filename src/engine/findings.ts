import { Secret } from '../secret.ts';
import type { Candidate, Chunk, Dropped, DropReason, Finding, Marker, Part, Place } from '../types.ts';
import { type CanaryFinder, createCanaryFinder } from './canary-near.ts';
import { canaryService } from './checks/canary.ts';
import { fingerprint } from './fingerprint.ts';
import { createMarkFinder, type MarkBeside } from './markers.ts';
import { createNearby, type Nearby } from './nearby.ts';
import { nearestByRule } from './nearest-candidate.ts';
import { type Places, placesOf } from './places.ts';

interface CandidateSets {
  /** What becomes a finding. */
  kept: readonly Candidate[];
  /** All that no filter dropped, parts included. */
  passed: readonly Candidate[];
  /** All whose text must not be shown. */
  masked: readonly Candidate[];
}

type NearestOf = (ruleId: string, to: Candidate) => Candidate | undefined;

/** Turns what is left of a chunk's candidates into findings, with places, parts and a masked excerpt. */
export function createReporter(chunk: Chunk, candidates: CandidateSets) {
  const places = placesOf(chunk.bytes, chunk.firstLine, chunk.firstColumn);
  const markOf = createMarkFinder(chunk, places, candidates.kept);
  const masked = createNearby(candidates.masked);
  const nearestOf = nearestByRule(candidates.passed);
  const canaryHostNear = createCanaryFinder();
  const excerptOf = excerptsOf(chunk, places, masked);
  return {
    finding(candidate: Candidate): Finding {
      const { rule, start, end, secret, checksum, confidence } = candidate;
      const { startLine, startColumn, endLine, endColumn } = placeOf(chunk, places, start, end);
      const mark = markOf(candidate);
      const parts = partsOf(candidate, chunk, places, nearestOf);
      const canary = canaryOf(candidate, parts, canaryHostNear);
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
        excerpt: excerptOf(startLine),
      };
      if (chunk.commit) finding.commit = chunk.commit;
      if (chunk.object) finding.object = chunk.object;
      if (chunk.container !== undefined) finding.container = chunk.container;
      if (canary !== undefined) finding.canary = canary;
      if (candidate.exceptPaths) finding.exceptPaths = candidate.exceptPaths;
      if (mark) finding.marker = markerOf(chunk, mark, masked);
      return finding;
    },
    dropped(candidate: Candidate, reason: DropReason): Dropped {
      const place = placeOf(chunk, places, candidate.start, candidate.end);
      const file = placedFile(chunk);
      return { ...place, file, ruleId: candidate.rule.id, secret: candidate.secret, reason };
    },
  };
}

/** Bytes around a secret that nobody could be asked about, in which its server may be named. */
const SERVER_WITHIN = 1024;

/**
 * By its key id; by the host that its match names; by a URL near by where there is no provider to ask, so that no comment
 * keeps a provider from being asked.
 */
function canaryOf(candidate: Candidate, parts: readonly Part[], hostNear: CanaryFinder): string | undefined {
  const { rule, secret, chunk, matchStart, matchEnd } = candidate.decoded?.inner ?? candidate;
  const around = rule.verify === undefined ? SERVER_WITHIN : 0;
  let service = canaryService(secret.reveal());
  for (const part of parts) service ??= canaryService(part.secret.reveal());
  return service ?? hostNear(chunk.bytes, matchStart - around, matchEnd + around);
}

/** A history gives blobs without their paths, and looks up those of findings alone. */
function placedFile({ path, container = path, object }: Chunk): string {
  return object !== undefined && container === '' ? `blob:${object.slice(0, 12)}${path}` : path;
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

const NONE: Readonly<Record<string, string>> = {};

/** The pattern's other named groups, then the nearest candidate of each rule that this one needs. */
function partsOf(candidate: Candidate, chunk: Chunk, places: Places, nearestOf: NearestOf): Part[] {
  const { rule, groups } = candidate;
  const parts: Part[] = [];
  const add = (name: string, ruleId: string, { secret, start, end }: Candidate['groups'][string]) => {
    const { file, startLine, startColumn, endLine, endColumn } = placeOf(chunk, places, start, end);
    parts.push({ file, startLine, startColumn, endLine, endColumn, name, ruleId, secret });
  };
  for (const name of Object.keys(groups)) add(name, rule.id, groups[name]!);
  for (const [name, ruleId] of Object.entries(rule.needs ?? NONE)) {
    const part = Object.hasOwn(groups, name) ? undefined : nearestOf(ruleId, candidate);
    if (part) add(name, ruleId, part);
  }
  return parts;
}

const EXCERPT_BEFORE = 60;
const EXCERPT_LENGTH = 160;

/** Lines with every candidate's secret masked, cut to a stretch that starts near the first of them. */
function excerptsOf(chunk: Chunk, places: Places, all: Nearby): (line: number) => string {
  const known = new Map<number, string>();
  return (line) => {
    const excerpt = known.get(line) ?? excerptOf(chunk, places.line(line), all);
    known.set(line, excerpt);
    return excerpt;
  };
}

function excerptOf(chunk: Chunk, { start, end }: ReturnType<Places['line']>, all: Nearby): string {
  const masked = touching(all, start, end);
  const from = Math.max(start, (masked[0]?.start ?? start) - EXCERPT_BEFORE);
  const text = `${from > start ? '…' : ''}${maskedText(chunk, from, end, masked)}`;
  return text.length > EXCERPT_LENGTH ? `${text.slice(0, EXCERPT_LENGTH)}…` : text;
}

function touching(all: Nearby, from: number, end: number): Candidate[] {
  return all.near(from, end).filter((candidate) => candidate.start < end && candidate.end > from);
}

/** The text of a stretch of bytes, in which every candidate's secret is masked; those that end before it do no harm. */
function maskedText(chunk: Chunk, from: number, end: number, masked: Candidate[]): string {
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

function markerOf(chunk: Chunk, { name, line, forOthers, reason }: MarkBeside, all: Nearby): Marker {
  return {
    name,
    line,
    ...(forOthers ? { forOthers } : {}),
    ...(reason ? { reason: maskedText(chunk, ...reason, touching(all, ...reason)) } : {}),
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
