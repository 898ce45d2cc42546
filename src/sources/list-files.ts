import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { decodePath } from '../git/paths.ts';
import { findWorkTree, listWorkTree } from '../git/work-tree.ts';
import type { Problem, Skip } from '../types.ts';

/** A file to read: `path` for reports, relative to the scanned folder with `/`; `file` to open. */
export interface ListedFile {
  kind: 'file';
  path: string;
  /** Bytes where the name is not UTF-8. */
  file: string | Uint8Array;
}

/**
 * Lists the files below a folder. In a git repository what git tracks or would offer to add, else by `.gitignore`
 * files; with `gitignore` off everything but `.git` folders.
 */
export function* listFiles(
  folder: string,
  gitignore: boolean,
  prefix = '',
): Generator<ListedFile | Problem | Skip> {
  const inRepository = gitignore && findWorkTree(folder, {}) !== undefined;
  if (inRepository) yield* listTracked(folder, prefix);
  else yield* walk(folder, prefix, gitignore ? [] : undefined);
}

function* listTracked(folder: string, prefix: string): Generator<ListedFile | Problem | Skip> {
  for (const name of listWorkTree(folder)) {
    const text = name.toString('utf8');
    if (!Buffer.from(text).equals(name)) yield oddlyNamed(folder, prefix, name);
    else if (text.endsWith('/')) yield* listFiles(path.join(folder, text), true, `${prefix}${text}`);
    else yield { kind: 'file', path: prefix + text, file: path.join(folder, text) };
  }
}

/** A file whose name is not UTF-8, by its bytes; a folder of such a name is not searched, and says so. */
function oddlyNamed(folder: string, prefix: string, name: Buffer): ListedFile | Problem {
  const file = Buffer.concat([Buffer.from(folder + path.sep), name]);
  const shown = prefix + decodePath(name);
  return statSync(file, { throwIfNoEntry: false })?.isDirectory()
    ? { kind: 'problem', path: shown, message: 'the name of this folder is not UTF-8' }
    : { kind: 'file', path: shown, file };
}

interface IgnoreLayer {
  /** Folder of the `.gitignore`, as a prefix of paths. */
  base: string;
  rules: Ignore;
}

function* walk(
  folder: string,
  prefix: string,
  layers: IgnoreLayer[] | undefined,
): Generator<ListedFile | Problem | Skip> {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    yield { kind: 'problem', path: prefix || '.', message: (error as Error).message };
    return;
  }
  if (entries.some((entry) => entry.name.includes('\ufffd'))) yield* oddNames(folder, prefix);
  const inForce = layers && withLocalRules(entries, folder, prefix, layers);
  for (const entry of entries) {
    if (entry.name.includes('\ufffd')) continue;
    const name = prefix + entry.name;
    if (entry.name === '.git' || isIgnored(name, entry.isDirectory(), inForce)) continue;
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(file, `${name}/`, inForce);
    else if (entry.isFile()) yield { kind: 'file', path: name, file };
    else
      yield {
        kind: 'skip',
        path: name,
        reason: entry.isSymbolicLink() ? 'symbolic link' : 'not a regular file',
      };
  }
}

/** The entries in whose names a byte may have been lost, listed by their bytes; no `.gitignore` applies to them. */
function* oddNames(folder: string, prefix: string): Generator<ListedFile | Problem> {
  for (const name of readdirSync(folder, { encoding: 'buffer' })) {
    if (name.toString('utf8').includes('\ufffd')) yield oddlyNamed(folder, prefix, name);
  }
}

function withLocalRules(
  entries: readonly Dirent[],
  folder: string,
  prefix: string,
  layers: IgnoreLayer[],
): IgnoreLayer[] {
  if (!entries.some((entry) => entry.name === '.gitignore' && entry.isFile())) return layers;
  const rules = ignore().add(readFileSync(path.join(folder, '.gitignore'), 'utf8'));
  return [...layers, { base: prefix, rules }];
}

/** The innermost file that says something about the path decides, as in git. */
function isIgnored(name: string, folder: boolean, layers: readonly IgnoreLayer[] | undefined): boolean {
  for (const { base, rules } of [...(layers ?? [])].reverse()) {
    const { ignored, unignored } = rules.test(name.slice(base.length) + (folder ? '/' : ''));
    if (ignored || unignored) return ignored;
  }
  return false;
}
