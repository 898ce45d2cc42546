import { ConfigError } from '../errors.ts';
import { type Entry, type EntryProblem, parseEntry } from './entry.ts';
import { isMadeWith, isSalt, isUnsalted } from './salt.ts';

/** The ignore file's name, at the root of a repository. */
export const IGNORE_NAME = '.leakgateignore';

/** An entry, and its 1-based line. */
export interface FileEntry extends Entry {
  line: number;
}

/** What an ignore file says. */
export interface IgnoreFile {
  name: string;
  /** Several where branches that each made the file were merged; sorted, and never empty when there are entries. */
  salts: string[];
  entries: FileEntry[];
}

/** Each finding is looked up with each of them. */
const MOST_SALTS = 100;
const CONFLICT = /^(<{7}|\|{7}|={7}|>{7})(?: |$)/;

/**
 * Reads an ignore file, strictly: what is not understood may have been meant to matter.
 *
 * @param name - to put in front of messages
 * @throws {ConfigError} with `file:line:column`
 */
export function parseIgnoreFile(name: string, text: string): IgnoreFile {
  const file: IgnoreFile = { name, salts: [], entries: [] };
  for (const [i, line] of linesOf(text).entries()) {
    const problem = takeLine(file, line, i + 1);
    if (problem) throw problemAt(name, i + 1, problem);
  }
  file.salts = [...new Set(file.salts)].sort();
  if (file.salts.length > MOST_SALTS)
    throw new ConfigError(
      `${name}: more than ${MOST_SALTS} salts`,
      'keep those that begin the fingerprints in it',
    );
  for (const { fingerprint, line } of file.entries) {
    const problem = saltProblem(fingerprint, file.salts);
    if (problem) throw problemAt(name, line, problem);
  }
  return file;
}

/** The lines of a text, whatever ends them. */
export function linesOf(text: string): string[] {
  return text.replace(/^\ufeff/, '').split(/\r?\n/);
}

function takeLine(file: IgnoreFile, line: string, number: number): EntryProblem | undefined {
  const broken = line.search(/[\ufffd\0]/);
  if (broken !== -1) return { at: broken, message: 'not UTF-8' };
  const conflict = CONFLICT.exec(line);
  if (conflict)
    return {
      at: 0,
      message: `a merge conflict (${conflict[1]})`,
      help: 'keep the lines of both sides, delete these',
    };
  if (line.trim() === '' || line.startsWith('#')) return undefined;
  if (line.startsWith('salt ')) {
    const salt = line.slice(5).trim();
    if (!isSalt(salt)) return { at: 5, message: 'no salt (32 hex characters)' };
    file.salts.push(salt);
    return undefined;
  }
  const entry = parseEntry(line);
  if ('message' in entry) return entry;
  file.entries.push({ ...entry, line: number });
  return undefined;
}

function saltProblem(fingerprint: string, salts: readonly string[]): EntryProblem | undefined {
  if (salts.some((salt) => isMadeWith(fingerprint, salt))) return undefined;
  if (isUnsalted(fingerprint))
    return {
      at: 0,
      message: 'this fingerprint was printed before there was a salt, and is not written so',
      help: 'delete the line, then: leakgate ignore FINGERPRINT --reason TEXT',
    };
  return {
    at: 0,
    message: 'the salt that this fingerprint was made with is not in the file',
    help: 'bring back the line "salt ..." that a merge took away, or delete this one',
  };
}

function problemAt(name: string, line: number, { at, message, help }: EntryProblem): ConfigError {
  return new ConfigError(`${name}:${line}:${at + 1}: ${message}`, help);
}
