import { readFileSync } from 'node:fs';
import { openInProcess } from './in-process.ts';
import { splitNul } from './paths.ts';
import { gitArguments, gitEnvironment } from './run.ts';
import { DIFF_HEAD, parseRaw, type StagedEntry } from './staged-list.ts';

/** Argument of `hook run pre-commit`: standard input is what {@link printStagedList} prints. */
export const STAGED_ON_STDIN = 'staged-on-stdin';

const STDIN = 0;
const END = 'end';
const ENTRY = /^:[0-7]{6} [0-7]{6} ([0-9a-f]{40}|[0-9a-f]{64}) ([0-9a-f]{40}|[0-9a-f]{64}) [A-Z]\d*$/;

/**
 * A command of sh that has git list what is staged while node starts, and says at the end that git succeeded. It is told
 * all that a git which we start is told.
 */
export function printStagedList(): string {
  const environment = Object.entries(gitEnvironment).map(([name, value]) => `${name}=${value}`);
  const command = ['git', ...gitArguments(DIFF_HEAD)];
  return `${[...environment, ...command].join(' ')} 2>/dev/null && echo ${END}`;
}

/**
 * Reads what that command printed. Undefined when git failed (an unborn HEAD is such a case), its output broke off or is
 * something else; when it holds objects that the index at hand has not, or nothing: that is seldom true.
 */
export function readStagedList(cwd: string): StagedEntry[] | undefined {
  try {
    const entries = parseStagedList(readFileSync(STDIN));
    return entries && isOfIndex(entries, openInProcess(cwd)?.places.indexFile) ? entries : undefined;
  } catch {
    return undefined;
  }
}

/** The list alone: undefined when it is not whole. */
export function parseStagedList(output: Buffer): StagedEntry[] | undefined {
  const end = output.lastIndexOf(0) + 1;
  if (output.toString('latin1', end) !== `${END}\n`) return undefined;
  const list = output.subarray(0, end);
  const fields = splitNul(list);
  const isWhole = fields.length % 2 === 0 && fields.every(isExpected);
  return isWhole ? parseRaw(list) : undefined;
}

function isExpected(field: Buffer, i: number): boolean {
  return i % 2 === 0 ? ENTRY.test(field.toString('latin1')) : field.length > 0;
}

function isOfIndex(entries: readonly StagedEntry[], indexFile: string | undefined): boolean {
  if (indexFile === undefined || entries.length === 0) return false;
  const index = readFileSync(indexFile);
  return entries.every(({ newMode, newId }) => newMode === '000000' || index.includes(newId, 0, 'hex'));
}
