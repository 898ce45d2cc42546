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

/** A repository of 400 files, packed, with `lines` ordinary lines staged in each of `files` files. */
export function makeStagedCommit(
  scratch: string,
  { files, lines }: { files: number; lines: number },
): string {
  const folder = newRepository(path.join(scratch, 'staged'));
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

/** A repository of `commits` commits, each editing a few files, packed. */
export function makeHistory(scratch: string, commits: number): string {
  const folder = newRepository(path.join(scratch, 'history'));
  const random = seededRandom('history');
  const contents = Array.from({ length: 100 }, () => Array.from({ length: 300 }, () => ordinaryLine(random)));
  for (let commit = 0; commit < commits; commit++) {
    for (let edit = 0; edit < (commit === 0 ? contents.length : 4); edit++) {
      const file = commit === 0 ? edit : Math.floor(random() * contents.length);
      contents[file]![Math.floor(random() * 300)] = ordinaryLine(random);
      writeFileSync(path.join(folder, `file-${file}.ts`), contents[file]!.join(''));
    }
    git(folder, 'add', '.');
    git(folder, 'commit', '-qm', `change ${commit}`);
  }
  git(folder, 'gc', '-q');
  return folder;
}
