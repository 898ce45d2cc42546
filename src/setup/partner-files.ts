import { readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { openPack } from '../engine/rule-pack.ts';
import { listIndexFiles } from '../git/index-files.ts';
import { shownPath } from '../git/paths.ts';
import { tryGit } from '../git/run.ts';
import { listWorkTree } from '../git/work-tree.ts';
import { readInstalledPack } from '../rules/installed.ts';
import { Secret } from '../secret.ts';
import type { Finding, Part } from '../types.ts';
import type { PartnerSearch } from '../verify/partners.ts';

const maxFiles = 12;
const maxBytes = 64 * 1024;
const maxParts = 4;

/** A file that may hold the other half of a secret. */
interface Candidate {
  path: string;
  read: () => string | undefined;
}

/**
 * Looks for the other half of a secret in the files that usually hold it (`.env`, configuration), the nearest ones
 * first: in the index while a commit waits, else in the working tree.
 *
 * @param root - top of the working tree
 */
export function partnerFiles(root: string, staged: boolean): PartnerSearch {
  let listed: Candidate[] | undefined;
  return async (finding, name, ruleId) => {
    listed ??= (staged ? indexFiles(root) : treeFiles(root)).filter((file) => likeness(file.path) > 0);
    const pattern = patternOf(ruleId);
    const near = [...listed].sort((a, b) => rank(b.path, finding) - rank(a.path, finding)).slice(0, maxFiles);
    return pattern ? near.flatMap((file) => partsIn(file, pattern, name, ruleId)).slice(0, maxParts) : [];
  };
}

function indexFiles(root: string): Candidate[] {
  const text = (id: string) => {
    const { status, stdout } = tryGit(['cat-file', 'blob', id], root);
    return status === 0 && stdout.length <= maxBytes ? stdout.toString('utf8') : undefined;
  };
  return listIndexFiles(root).map((file) => ({ path: file.path, read: () => text(file.id) }));
}

function treeFiles(root: string): Candidate[] {
  const top = realpathSync(root);
  const text = (file: string) => {
    try {
      const real = realpathSync(path.join(top, file));
      const inside = real.startsWith(top + path.sep) && statSync(real).size <= maxBytes;
      return inside ? readFileSync(real, 'utf8') : undefined;
    } catch {
      return undefined;
    }
  };
  return listWorkTree(root).map((name) => {
    const file = shownPath(name);
    return { path: file, read: () => text(file) };
  });
}

/** How likely a file holds credentials or where they belong to, by its name. */
function likeness(file: string): number {
  const name = path.posix.basename(file).toLowerCase();
  if (/^\.env|\.env$|credential|secret/.test(name)) return 3;
  if (/config|settings|docker-compose|values/.test(name)) return 2;
  return /\.(ya?ml|json|toml|ini|properties|tfvars|conf|cfg|npmrc|sh)$/.test(name) ? 1 : 0;
}

/** Files in the same folder, then those that share more of the path; likelier names first. */
function rank(file: string, finding: Finding): number {
  const [own, other] = [finding.file, file].map((name) => path.posix.dirname(name).split('/'));
  let shared = 0;
  while (shared < own!.length && own![shared] === other![shared]) shared++;
  const same = own!.length === other!.length && shared === own!.length;
  return (same ? 100 : 10 * shared) + likeness(file);
}

/** Each shipped rule's pattern for V8; they are tried on hostile input, and take linear time there. */
function patternOf(ruleId: string): RegExp | undefined {
  const pack = openPack(readInstalledPack());
  for (let i = 0; i < pack.count; i++) {
    const { rule, ecma } = pack.rule(i);
    if (rule.id === ruleId) return new RegExp(ecma, 'dg');
  }
  return undefined;
}

function partsIn(file: Candidate, pattern: RegExp, name: string, ruleId: string): Part[] {
  const text = file.read();
  if (text === undefined) return [];
  return [...text.matchAll(pattern)].slice(0, maxParts).map((found) => {
    const [start, end] = found.indices!.groups!.secret!;
    const before = text.slice(0, start).split('\n');
    const [line, column] = [before.length, before.at(-1)!.length + 1];
    const place = { startLine: line, startColumn: column, endLine: line, endColumn: column + end - start };
    return { file: file.path, ...place, name, ruleId, secret: new Secret(found.groups!.secret!) };
  });
}
