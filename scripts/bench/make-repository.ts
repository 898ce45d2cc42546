import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { seededRandom } from '../../src/engine/checks/random.ts';

const identity = [
  '-c',
  'user.name=bench',
  '-c',
  'user.email=bench@example.org',
  '-c',
  'commit.gpgsign=false',
];
const words =
  'const value input output result compute render request handler options total index name path'.split(' ');

function git(cwd: string, ...args: string[]): void {
  execFileSync('git', [...identity, ...args], { cwd, stdio: 'ignore' });
}

function newRepository(folder: string): string {
  mkdirSync(folder, { recursive: true });
  git(folder, 'init', '-q');
  return folder;
}

function ordinaryLine(random: () => number): string {
  const pick = () => words[Math.floor(random() * words.length)];
  return `  ${pick()} ${pick()}_${Math.floor(random() * 100)} = ${pick()}(${pick()}, ${Math.floor(random() * 1000)});\n`;
}

/** A repository of 400 files, packed, with `lines` ordinary lines staged in each of `files` files; 0 for none. */
export function makeStagedCommit(
  scratch: string,
  { files, lines }: { files: number; lines: number },
): string {
  const folder = newRepository(path.join(scratch, `staged-${files}-${lines}`));
  const random = seededRandom('staged');
  const text = (count: number) => Array.from({ length: count }, () => ordinaryLine(random)).join('');
  const name = (i: number) => path.join(folder, `src-${i % 20}`, `file-${i}.ts`);
  for (let i = 0; i < 20; i++) mkdirSync(path.join(folder, `src-${i}`));
  const before = Array.from({ length: 400 }, () => text(60));
  for (const [i, content] of before.entries()) writeFileSync(name(i), content);
  git(folder, 'add', '.');
  git(folder, 'commit', '-qm', 'base');
  git(folder, 'gc', '-q');
  for (let i = 0; i < files; i++) writeFileSync(name(i), before[i]! + text(lines));
  git(folder, 'add', '.');
  return folder;
}
