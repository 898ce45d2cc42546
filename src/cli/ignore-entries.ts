import { lstatSync } from 'node:fs';
import path from 'node:path';
import type { Settings } from '../config/settings.ts';
import { UsageError } from '../errors.ts';
import { tryGit } from '../git/run.ts';
import { printable } from '../report/printable.ts';
import { engineFor } from '../setup/engine.ts';
import { readIgnoreFile } from '../setup/suppressions.ts';
import { namedIgnoreFile } from '../setup/suppressor.ts';
import { newIgnoreFile, withEntries, withSaltLine } from '../suppress/edit.ts';
import { type Entry, isDate } from '../suppress/entry.ts';
import { IGNORE_NAME, parseIgnoreFile } from '../suppress/ignore-file.ts';
import { isMadeWith, isUnsalted, withSalt } from '../suppress/salt.ts';
import { addDays, today } from '../suppress/suppress.ts';
import { changeIgnoreFile } from './ignore-file-lock.ts';
import type { Flags } from './options.ts';

/** Why an entry is there, and for how long. */
export type Terms = Pick<Entry, 'reason' | 'expires'>;

/**
 * What `--reason` and `--expires` say, as the policy has it.
 *
 * @throws {UsageError} the reason is missing or holds a secret, or the date is none, past, or too far
 */
export async function termsOf(flags: Flags, settings: Settings, otherwise?: string): Promise<Terms> {
  const reason = String(flags.reason ?? otherwise ?? '').trim();
  if (reason === '')
    throw new UsageError('--reason is missing', 'as in --reason "a test key of the sandbox"');
  await refuseSecret(reason, settings);
  const expires = expiryOf(flags.expires, settings.suppressions.maxDays);
  return { reason, ...(expires === undefined ? {} : { expires }) };
}

async function refuseSecret(reason: string, settings: Settings): Promise<void> {
  const { engine } = await engineFor(settings, false);
  const bytes = Buffer.from(reason);
  const { findings } = await engine.scan({ kind: 'chunk', path: '', where: 'content', bytes, firstLine: 1 });
  if (findings.length > 0) throw new UsageError('--reason holds a secret, which the file would keep');
}

function expiryOf(value: Flags[string], maxDays: number): string | undefined {
  const last = Number.isFinite(maxDays) ? addDays(today(), maxDays) : undefined;
  if (value === undefined) return last;
  const date = String(value);
  if (!isDate(date)) throw new UsageError('--expires: write a date, as in 2027-01-31');
  if (date < today()) throw new UsageError(`--expires ${date}: this day is past`);
  if (last !== undefined && date > last)
    throw new UsageError(`--expires ${date}: the policy allows ${maxDays} days, until ${last}`);
  return date;
}

/**
 * Where entries are written.
 *
 * @throws {UsageError} in a bare repository, which has no place for the file
 */
export function ignorePlace(flags: Flags, root: string): string {
  const named = namedIgnoreFile(flags);
  if (named !== undefined) return named;
  const { status, stdout } = tryGit(['rev-parse', '--is-bare-repository'], root);
  if (status === 0 && stdout.toString().trim() === 'true')
    throw new UsageError(
      'a bare repository has no working tree',
      'say where the file is: --ignore-file FILE',
    );
  return path.join(root, IGNORE_NAME);
}

/**
 * Reads the ignore file, having made it or given it a salt where there was none.
 *
 * @returns its salts
 */
export function openIgnoreFile(file: string, flags: Flags): string[] {
  const read = () => {
    const isThere = lstatSync(file, { throwIfNoEntry: false }) !== undefined;
    return isThere ? readIgnoreFile(file, namedIgnoreFile(flags) !== undefined) : undefined;
  };
  const before = read();
  if (before && before.salts.length > 0) return before.salts;
  changeIgnoreFile(file, (text) => (text === undefined ? newIgnoreFile() : withSaltLine(text)));
  return read()!.salts;
}

/** Adds entries to a file that was opened; their fingerprints are salted. */
export function addEntries(file: string, entries: readonly Entry[]): void {
  changeIgnoreFile(file, (text = '') => {
    parseIgnoreFile(path.basename(file), text);
    return withEntries(text, entries);
  });
}

/** The flags for a scan that reads this ignore file, whatever it scans, and asks no provider. */
export function scanFlags(flags: Flags, file: string): Flags {
  return { ...flags, offline: true, 'ignore-file': file };
}

/**
 * A fingerprint as the ignore file holds it.
 *
 * @throws {UsageError} it was made with a salt that is not in the file
 */
export function saltedFingerprint(fingerprint: string, salts: readonly string[]): string {
  if (isUnsalted(fingerprint)) return withSalt(fingerprint, salts[0]!);
  if (salts.some((salt) => isMadeWith(fingerprint, salt))) return fingerprint;
  throw new UsageError(
    `${fingerprint} was made with the salt of another ignore file`,
    'scan again, and take the fingerprint that is printed then',
  );
}

/** What is left to do for a file that was written. */
export function nextStep(file: string, root: string): string {
  const inRepository = tryGit(['rev-parse', '--is-inside-work-tree'], root).status === 0;
  if (!inRepository || path.basename(file) !== IGNORE_NAME) return '';
  return `${printable(IGNORE_NAME)} is read as it is staged, and in CI as it is committed: git add ${IGNORE_NAME}\n`;
}
