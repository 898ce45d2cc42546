import { addAll } from '../add-all.ts';
import { decodeText } from '../engine/decode-text.ts';
import type { Engine, ScanResult } from '../engine/scan.ts';
import type { Chunk, Finding, Searched } from '../types.ts';
import { joinTimes, newTimes } from './search-times.ts';

/** Nothing searched yet. */
export function newSearched(): Searched {
  const receipt = { expected: 0, scanned: 0, skipped: [], bytes: 0, lines: 0 };
  return { findings: [], dropped: [], problems: [], receipt, times: newTimes() };
}

/** Several searches as one, in their order. */
export function joinSearched(parts: readonly Searched[]): Searched {
  const all = newSearched();
  for (const part of parts) addSearched(part, all);
  return all;
}

/** Adds one search to another. */
export function addSearched({ findings, dropped, problems, receipt, times }: Searched, all: Searched): void {
  addAll(findings, all.findings);
  addAll(dropped, all.dropped);
  addAll(problems, all.problems);
  addAll(receipt.skipped, all.receipt.skipped);
  for (const key of ['expected', 'scanned', 'bytes', 'lines'] as const) all.receipt[key] += receipt[key];
  joinTimes(times, all.times);
}

/** Searches bytes as they are; a promise only when the engine has code to load first. */
export function takeChunk(input: Chunk, engine: Engine, all: Searched): void | Promise<void> {
  const chunk = decodeText(input);
  const result = engine.scan(chunk);
  if (result instanceof Promise) return result.then((loaded) => addResult(chunk, loaded, all));
  return addResult(chunk, result, all);
}

const NONE: readonly string[] = [];

function addResult(
  chunk: Chunk,
  { findings, dropped, lines, limits = NONE }: ScanResult,
  all: Searched,
): void {
  if (findings.length > 0)
    addAll(chunk.continued ? withoutKnown(findings, all.findings) : findings, all.findings);
  addAll(dropped, all.dropped);
  if (chunk.where === 'path') return;
  // Each counts as one more object, expected and skipped.
  all.receipt.expected += limits.length;
  for (const reason of limits) all.receipt.skipped.push({ path: nameOf(chunk), reason });
  if (!chunk.continued && chunk.container === undefined) all.receipt.scanned++;
  all.receipt.bytes += searchedBytes(chunk);
  all.receipt.lines += lines;
}

/** What a report calls the input that a chunk is of. */
export function nameOf({ path, object = '' }: Chunk): string {
  return path || `object ${object.slice(0, 12)}`;
}

/** Bytes that are new in a chunk: the rest was counted with the chunk that had it first. */
function searchedBytes({ bytes, regions }: Chunk): number {
  if (!regions) return bytes.length;
  let sum = 0;
  for (let i = 0; i < regions.length; i += 2) sum += regions[i + 1]! - regions[i]!;
  return sum;
}

/** Leaves out what the stretch before found in the lines that both have: what was found last, from a line on. */
function withoutKnown(findings: readonly Finding[], known: readonly Finding[]): Finding[] {
  const place = ({ object, where, file, rule, startLine, startColumn, fingerprint }: Finding) =>
    `${object} ${where} ${file} ${rule.id} ${startLine} ${startColumn} ${fingerprint}`;
  const { object, file } = findings[0]!;
  const least = findings.reduce((line, { startLine }) => Math.min(line, startLine), Number.POSITIVE_INFINITY);
  const places = new Set<string>();
  for (let i = known.length - 1; known[i]?.file === file && known[i]!.object === object; i--)
    if (known[i]!.startLine >= least) places.add(place(known[i]!));
  return findings.filter((finding) => !places.has(place(finding)));
}
