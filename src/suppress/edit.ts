import { addAll } from '../add-all.ts';
import { type Entry, formatEntry } from './entry.ts';
import { makeSalt } from './salt.ts';

const HEADING = [
  '# What leakgate finds and lets pass, one finding a line: leakgate ignore FINGERPRINT --reason TEXT',
  '# The salt belongs to the fingerprints; a merge that brings several of them keeps them all.',
];

/** The text of an ignore file without entries, with a salt of its own. */
export function newIgnoreFile(): string {
  return `${[...HEADING, `salt ${makeSalt()}`].join('\n')}\n`;
}

/** The same text with a salt, behind the comments that it begins with. */
export function withSaltLine(text: string): string {
  const { lines, end } = linesWithEnd(text);
  const at = lines.findIndex((line) => !line.replace(/^\ufeff/, '').startsWith('#'));
  return joined(lines.toSpliced(at === -1 ? lines.length : at, 0, `salt ${makeSalt()}`), end);
}

/**
 * Adds entries, each before the first line with a greater fingerprint and before the comments of that line; so a file
 * that is sorted stays so, and nothing else moves. An entry whose fingerprint is there takes the place of that line.
 */
export function withEntries(text: string, entries: readonly Entry[]): string {
  const { lines, end } = linesWithEnd(text);
  const byFingerprint = new Map(entries.map((entry) => [entry.fingerprint, entry]));
  const known = new Set(lines.map(fingerprintOf));
  const added = [...byFingerprint.values()]
    .filter(({ fingerprint }) => !known.has(fingerprint))
    .sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
  const result: string[] = [];
  const comments: string[] = [];
  let next = 0;
  for (const line of lines) {
    const fingerprint = fingerprintOf(line);
    if (fingerprint === undefined) {
      comments.push(line);
      if (isSaltLine(line)) addAll(comments.splice(0), result);
      continue;
    }
    while (next < added.length && added[next]!.fingerprint < fingerprint)
      result.push(formatEntry(added[next++]!));
    const replaced = byFingerprint.get(fingerprint);
    addAll(comments.splice(0), result);
    result.push(replaced ? formatEntry(replaced) : line);
  }
  return joined([...result, ...comments, ...added.slice(next).map(formatEntry)], end);
}

/**
 * Takes lines out; comments stay.
 *
 * @param numbers - 1-based
 */
export function withoutLines(text: string, numbers: ReadonlySet<number>): string {
  const { lines, end } = linesWithEnd(text);
  return joined(
    lines.filter((_, i) => !numbers.has(i + 1)),
    end,
  );
}

function fingerprintOf(line: string): string | undefined {
  return /^[0-9a-f]{32}(?= )/.exec(line)?.[0];
}

function isSaltLine(line: string): boolean {
  return line.startsWith('salt ');
}

/** Without the empty line behind the last line end; with the line end that the first line has. */
function linesWithEnd(text: string): { lines: string[]; end: string } {
  const lines = text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
  return { lines, end: /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n' };
}

function joined(lines: readonly string[], end: string): string {
  return lines.map((line) => `${line}${end}`).join('');
}
