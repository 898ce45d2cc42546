import path from 'node:path';
import { ConfigError } from '../errors.ts';
import { shallowBorder } from '../git/commits.ts';
import { readTopFile } from '../git/top-file.ts';
import { findWorkTree } from '../git/work-tree.ts';
import { readPlainText } from '../rules/plain-text.ts';
import { IGNORE_NAME, type IgnoreFile, parseIgnoreFile } from '../suppress/ignore-file.ts';
import { withSalt } from '../suppress/salt.ts';
import { suppress, today } from '../suppress/suppress.ts';
import type { Finding, Suppression, TopFile } from '../types.ts';
import type { SuppressorOptions } from './suppressor.ts';

const MOST_BYTES = 64 << 20;

/**
 * Reads an ignore file of the file system.
 *
 * @param named - the user named it: it may be a link, and must be there
 * @returns undefined when there is none
 * @throws {ConfigError} it can't be read, or is wrong
 */
export function readIgnoreFile(file: string, named: boolean): IgnoreFile | undefined {
  const name = path.basename(file);
  const refuse = (message: string) => new ConfigError(message);
  const text = readPlainText(file, { name, follows: named, most: MOST_BYTES, refuse });
  if (text === undefined && named) throw refuse(`${file}: no such file`);
  return text === undefined ? undefined : parseIgnoreFile(name, text);
}

/** What {@link suppressorFor} knows by the end of a scan. */
interface Known extends SuppressorOptions {
  place: string | undefined;
  /** What was read before the scan. */
  early: IgnoreFile | undefined;
  /** All that the source gave was read. */
  complete: boolean;
}

/** Takes out what the ignore file and the markers beside findings suppress. */
export function suppressions(found: readonly Finding[], known: Known): Suppression {
  const { source, settings, flags } = known;
  const hasNamed = flags['ignore-file'] !== undefined;
  const fromTree = !flags['no-repo-config'];
  const versions = fromTree ? source.topFile?.(IGNORE_NAME) : undefined;
  const files = known.place === undefined ? filesOf(versions) : placed(known, hasNamed);
  const policy = { ...settings.suppressions, inline: settings.suppressions.inline && fromTree };
  const before = hasNamed ? allFingerprints(files) : versions && fingerprintsBefore(versions);
  const whole = known.complete && readsAll(known);
  const result = suppress(found, { policy, files, before: versions && before, today: today(), whole });
  return versions && !hasNamed ? { ...result, kept: result.kept.map(forgottenIn(known)) } : result;
}

/** An audit without limits, by every rule, is the one run that can tell which entries nobody needs. */
function readsAll({ source, settings, root }: Known): boolean {
  const { only, skip } = settings;
  if (source.range !== undefined || only.length + skip.length > 0) return false;
  if (source.name === 'dir') return source.root === '.' && findWorkTree(root, process.env) === undefined;
  return source.name === 'audit' && shallowBorder(root).size === 0;
}

/** Says so when the working tree's ignore file has what that of the index or the commits has not. */
function forgottenIn({ root, source }: Known): (finding: Finding) => Finding {
  const file = tryIgnoreFile(path.join(root, IGNORE_NAME));
  if (!file) return (finding) => finding;
  const entries = new Set(file.entries.map(({ fingerprint }) => fingerprint));
  const isStaged = source.range === undefined;
  const next = `git add ${IGNORE_NAME}${isStaged ? '' : ', then git commit'}`;
  const unheeded = `its entry in ${IGNORE_NAME} is not ${isStaged ? 'staged' : 'committed'}: ${next}`;
  return (finding) => {
    const names = [finding.fingerprint, ...file.salts.map((salt) => withSalt(finding.fingerprint, salt))];
    return !finding.unheeded && names.some((name) => entries.has(name)) ? { ...finding, unheeded } : finding;
  };
}

function tryIgnoreFile(file: string): IgnoreFile | undefined {
  try {
    return readIgnoreFile(file, false);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

function allFingerprints(files: readonly IgnoreFile[]): Set<string> {
  return new Set(files.flatMap(({ entries }) => entries.map(({ fingerprint }) => fingerprint)));
}

function placed({ place, early, root, source }: Known, named: boolean): IgnoreFile[] {
  const file = early ?? readIgnoreFile(place!, named) ?? (named ? undefined : atHead(source.name, root));
  return file ? [file] : [];
}

/** A bare repository has no working tree, but the file of its HEAD. */
function atHead(command: string, root: string): IgnoreFile | undefined {
  if (command !== 'audit' && command !== 'history') return undefined;
  if (findWorkTree(root, process.env) !== undefined) return undefined;
  const bytes = readTopFile('HEAD', IGNORE_NAME, root);
  return bytes && parseIgnoreFile(IGNORE_NAME, Buffer.from(bytes).toString('utf8'));
}

function filesOf(versions: TopFile | undefined): IgnoreFile[] {
  return (versions?.now ?? []).map((bytes) =>
    parseIgnoreFile(IGNORE_NAME, Buffer.from(bytes).toString('utf8')),
  );
}

/** By their looks: what was wrong with an old file does not matter any more. */
function fingerprintsBefore({ before }: TopFile): Set<string> {
  const known = new Set<string>();
  for (const bytes of before) {
    for (const [word] of Buffer.from(bytes)
      .toString('utf8')
      .matchAll(/^[0-9a-f]{32}(?= )/gm))
      known.add(word);
  }
  return known;
}
