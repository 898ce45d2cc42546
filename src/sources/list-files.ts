import { type Dirent, lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { addAll } from '../add-all.ts';
import { decodePath } from '../git/paths.ts';
import { findWorkTree, listWorkTree, THE_FOLDER } from '../git/work-tree.ts';
import type { Problem, Skip } from '../types.ts';
import { type IgnoreRules, readIgnoreRules } from './gitignore.ts';

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
  else yield* walk({ kind: 'folder', path: folder, prefix, layers: gitignore ? [] : undefined });
}

function* listTracked(folder: string, prefix: string): Generator<ListedFile | Problem | Skip> {
  const start = withSeparator(folder);
  const closed: string[] = [];
  const names = listWorkTree(folder, closed);
  for (const message of closed) yield { kind: 'problem', path: prefix || '.', message };
  for (const name of names) {
    if (typeof name !== 'string') yield oddlyNamed(folder, prefix, name);
    else if (name === THE_FOLDER) yield* walk({ kind: 'folder', path: folder, prefix, layers: [] });
    else if (name.endsWith('/')) yield* listFiles(start + name, true, prefix + name);
    else yield { kind: 'file', path: prefix + name, file: start + name };
  }
}

function withSeparator(folder: string): string {
  return folder.endsWith(path.sep) ? folder : folder + path.sep;
}

/** A file whose name is not UTF-8, by its bytes; a folder of such a name is not searched, and says so. */
function oddlyNamed(folder: string, prefix: string, name: Buffer): ListedFile | Problem {
  const file = Buffer.concat([Buffer.from(folder + path.sep), name]);
  const shown = prefix + decodePath(name);
  return isFolderAt(file)
    ? { kind: 'problem', path: shown, message: 'the name of this folder is not UTF-8' }
    : { kind: 'file', path: shown, file };
}

/** What can't be looked at is for the reader, which says why. */
function isFolderAt(file: Buffer): boolean {
  try {
    return lstatSync(file).isDirectory();
  } catch {
    return false;
  }
}

interface IgnoreLayer {
  /** Folder of the `.gitignore`, as a prefix of paths. */
  base: string;
  rules: IgnoreRules;
}

/** A folder to be listed. */
interface Folder {
  kind: 'folder';
  path: string;
  /** What is in front of the names in it, in reports. */
  prefix: string;
  /** Undefined: nothing is ignored. */
  layers: readonly IgnoreLayer[] | undefined;
}

/** What is in a folder comes where its name stands. */
function* walk(top: Folder): Generator<ListedFile | Problem | Skip> {
  const readRules = rulesReader();
  const pending: (Folder | ListedFile | Problem | Skip)[] = [top];
  for (let item = pending.pop(); item; item = pending.pop()) {
    if (item.kind !== 'folder') yield item;
    else for (const inside of entriesOf(item, readRules).reverse()) pending.push(inside);
  }
}

function entriesOf(
  { path: folder, prefix, layers }: Folder,
  readRules: ReadRules,
): (Folder | ListedFile | Problem | Skip)[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    return [{ kind: 'problem', path: prefix || '.', message: (error as Error).message }];
  }
  const items: ReturnType<typeof entriesOf> = [];
  if (entries.some(({ name }) => name.includes('\ufffd'))) addAll(oddNames(folder, prefix), items);
  const inForce = layers && withLocalRules(entries, folder, prefix, layers, readRules);
  const start = withSeparator(folder);
  for (const entry of entries) {
    const { name } = entry;
    if (name.includes('\ufffd') || name === '.git') continue;
    const shown = prefix + name;
    const isFolder = entry.isDirectory();
    if (inForce && isIgnored(name, shown, isFolder, inForce)) continue;
    const file = start + name;
    if (isFolder) items.push({ kind: 'folder', path: file, prefix: `${shown}/`, layers: inForce });
    else if (entry.isFile()) items.push({ kind: 'file', path: shown, file });
    else items.push({ kind: 'skip', path: shown, reason: kindOf(entry) });
  }
  return items;
}

function kindOf(entry: Dirent): string {
  return entry.isSymbolicLink() ? 'symbolic link' : 'not a regular file';
}

/** The entries in whose names a byte may have been lost, listed by their bytes; no `.gitignore` applies to them. */
function* oddNames(folder: string, prefix: string): Generator<ListedFile | Problem> {
  for (const name of readdirSync(folder, { encoding: 'buffer' })) {
    if (name.toString('utf8').includes('\ufffd')) yield oddlyNamed(folder, prefix, name);
  }
}

/** Where `git init` sets `core.ignoreCase`. */
const IGNORE_CASE = process.platform === 'win32' || process.platform === 'darwin';

type ReadRules = (file: string) => IgnoreRules;

/** Projects made from one template have the same rules: they are read once. */
function rulesReader(): ReadRules {
  const known = new Map<string, IgnoreRules>();
  return (file) => {
    const content = readFileSync(file);
    const key = content.toString('latin1');
    const rules = known.get(key) ?? readIgnoreRules(content, IGNORE_CASE);
    known.set(key, rules);
    return rules;
  };
}

function withLocalRules(
  entries: readonly Dirent[],
  folder: string,
  prefix: string,
  layers: readonly IgnoreLayer[],
  readRules: ReadRules,
): readonly IgnoreLayer[] {
  if (!entries.some((entry) => entry.name === '.gitignore' && entry.isFile())) return layers;
  try {
    return [...layers, { base: prefix, rules: readRules(path.join(folder, '.gitignore')) }];
  } catch {
    return layers; // It is a file to search, too: that says why it can't be read.
  }
}

/** The innermost file that says something about the path decides, as in git. Folders above it are not ignored. */
function isIgnored(name: string, shown: string, isFolder: boolean, layers: readonly IgnoreLayer[]): boolean {
  for (let i = layers.length - 1; i >= 0; i--) {
    const { base, rules } = layers[i]!;
    const ignored = rules.ignores(name, shown, base.length, isFolder);
    if (ignored !== undefined) return ignored;
  }
  return false;
}
