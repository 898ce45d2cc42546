import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { wholeEncoders } from '../engine/decoding/encoders.ts';
import { randomFrom } from '../git/random.ts';
import { text } from '../git/temp-repo.ts';
import { makeRepo, makeToken, type Repo } from '../helpers/repo.ts';

interface Report {
  findings: { file: string; commit: unknown; atHead: boolean; decodedFrom: string[] }[];
  problems: { path: string; message: string }[];
  receipt: { expected: number; scanned: number };
}

/** @param reader - `git` leaves all to git, empty reads packs in process */
function history(repo: Repo, reader: string, cwd = '.'): Report {
  const env = { LEAKGATE_GIT_READER: reader };
  const { stdout, stderr } = repo.leakgate(['history', '--offline', '-f', 'json'], { env, cwd });
  expect(stdout, stderr).not.toBe('');
  return JSON.parse(stdout) as Report;
}

/** A report without what differs from run to run. */
function onThreads(repo: Repo, jobs: number, nodeOptions = ''): { findings: object[]; dropped: object[] } {
  const args = ['history', '--offline', '--explain', '-j', String(jobs), '-f', 'json'];
  const env = { LEAKGATE_THREADS: 'others', NODE_OPTIONS: nodeOptions };
  const { stdout, stderr } = repo.leakgate(args, { env });
  expect(stdout, stderr).not.toBe('');
  const timed = ['ms', 'slow', 'checkedAt', 'finishedAt'];
  return JSON.parse(stdout, (key, value) => (timed.includes(key) ? 0 : value));
}

/** Node's options for a program that runs first in each thread but the main one. */
function inThreads(repo: Repo, program: string): string {
  const file = path.join(repo.home, 'first.cjs').replaceAll('\\', '/');
  const modules = "const threads = require('node:worker_threads'), fs = require('node:fs');";
  writeFileSync(file, `${modules} if (!threads.isMainThread) { ${program} }`);
  return `--require "${file}"`;
}

const byPath = (a: { path: string }, b: { path: string }) => a.path.localeCompare(b.path);
const countsOf = ({ receipt: { expected, scanned } }: Report) => ({ expected, scanned });
const sorted = ({ findings }: Report): string[] => findings.map((finding) => JSON.stringify(finding)).sort();

/** A token as it is, or what several lines of a config encode it to. */
function linesWith(token: string, random: (below: number) => number): string[] {
  const encoder = wholeEncoders[random(wholeEncoders.length + 4)];
  if (!encoder) return [`TOKEN = "${token}"`];
  const config = `${text(random(9), random(40))}\nTOKEN=${token}\n${text(random(9), random(40))}`;
  return `data:\n    ${encoder.encode(config)}`.split('\n');
}

/** Versions of a large file and a small one, into which tokens are put, moved, changed and taken out. */
function commitTokens(repo: Repo, seed: number): void {
  const random = randomFrom(seed);
  const tokens = Array.from({ length: 12 }, makeToken);
  const lines = text(seed, 400).split('\n');
  for (let version = 0; version < 20; version++) {
    for (let edits = random(3); edits >= 0; edits--) {
      const action = random(4);
      if (action === 0) lines.splice(random(lines.length), random(30));
      else if (action === 1) lines.push(...lines.splice(random(lines.length), random(60)));
      else lines.splice(random(lines.length), 0, ...linesWith(tokens[random(tokens.length)]!, random));
    }
    repo.add(`file-${version % 3 === 0 ? 'b' : 'a'}.txt`, lines.join('\n'));
    repo.git('commit', '-q', '--allow-empty', '-m', `version ${version}`);
  }
}

const states: [string, (repo: Repo) => void][] = [
  ['loose', () => {}],
  ['packed', (repo) => repo.git('gc', '-q', '--aggressive')],
  [
    'two packs and loose objects',
    (repo) => {
      repo.git('repack', '-q', '-a', '-d');
      commitTokens(repo, 77);
      repo.git('repack', '-q', '-a', '--depth=3');
      repo.git('commit', '-q', '--allow-empty', '-m', `a message with ${makeToken()}`);
    },
  ],
];

test.each(states)('packs read in process give what git gives: %s', (_name, arrange) => {
  const repo = makeRepo();
  commitTokens(repo, 5);
  repo.git('tag', '-a', 'v1', '-m', `a tag with ${makeToken()}`);
  repo.git('tag', 'blob', repo.git('hash-object', '-w', 'file-a.txt'));
  repo.write('file-a.txt', `stashed ${makeToken()}\n`);
  repo.git('stash', '-q');
  // What nothing reaches any more is no part of the history.
  repo.add('gone.txt', `${makeToken()}\n`);
  repo.git('commit', '-q', '-m', `gone ${makeToken()}`);
  repo.git('reset', '-q', '--hard', 'HEAD~1');
  arrange(repo);
  const packs = history(repo, '');
  const byGit = history(repo, 'git');
  // The two come across the same objects in orders of their own.
  expect(sorted(packs)).toEqual(sorted(byGit));
  expect(packs.findings.length).toBeGreaterThan(10);
  expect(new Set(packs.findings.flatMap(({ decodedFrom }) => decodedFrom)).size).toBeGreaterThan(2);
  expect(packs.findings.filter(({ file }) => file === 'gone.txt')).toEqual([]);
  expect(packs.receipt.scanned).toBe(packs.receipt.expected);
  expect(packs.receipt.expected).toBeGreaterThan(byGit.receipt.expected);
});

test('a value that is found by another rule in a later version, too', () => {
  const repo = makeRepo();
  const value = makeToken().slice(4);
  const lines = text(9, 400).split('\n');
  for (const name of ['db_password', 'client_secret']) {
    lines.splice(name.length * 20, 0, `${name} = "${value}"`);
    repo.add('settings.txt', lines.join('\n'));
    repo.git('commit', '-q', '-m', name);
  }
  repo.git('gc', '-q');
  const packs = history(repo, '');
  expect(packs.findings).toHaveLength(2);
  expect(sorted(packs)).toEqual(sorted(history(repo, 'git')));
});

test('a rule for certain paths takes nothing from others elsewhere', () => {
  const repo = makeRepo();
  const pattern = 'client_secret = "(?<secret>[^"]{8,80})"';
  const examples = `{ match: ['client_secret = "<alnum:24>"'], ignore: ['client_secret = ""'] }`;
  const rule = `{ id: own, title: Own, severity: high, paths: ["**/*.conf"], pattern: '${pattern}', examples: ${examples} }`;
  repo.write(
    'own.yaml',
    `provider: own\nname: Own\nremediation: { steps: [Revoke it.] }\nrules: [${rule}]\n`,
  );
  for (const file of ['a.conf', 'a.js']) repo.add(file, `client_secret = "${makeToken().slice(4)}"\n`);
  repo.git('commit', '-q', '-m', 'two');
  repo.git('gc', '-q');
  const { stdout, stderr } = repo.leakgate(['history', '--offline', '--rules', 'own.yaml', '-f', 'json']);
  expect(stdout, stderr).not.toBe('');
  const { findings } = JSON.parse(stdout) as { findings: { file: string; ruleId: string }[] };
  expect(findings.map(({ file, ruleId }) => [file, ruleId]).sort()).toEqual([
    ['a.conf', 'own'],
    ['a.js', 'generic-secret'],
  ]);
});

test.each(['blob:limit=1k', 'blob:none', 'tree:0'])('a partial clone tells what is missing: %s', (filter) => {
  const repo = makeRepo();
  commitTokens(repo, 8);
  repo.add('small.txt', `${makeToken()}\n`);
  repo.git('commit', '-q', '-m', `a message with ${makeToken()}`);
  repo.git('config', 'uploadpack.allowFilter', 'true');
  const clone = path.join(repo.home, 'clone');
  repo.git('clone', '-q', '--bare', `--filter=${filter}`, `file://${repo.root}`, clone);
  // The promisor is out of reach.
  repo.git('-C', clone, 'remote', 'set-url', 'origin', 'file:///nowhere');
  const packs = history(repo, '', '../home/clone');
  const byGit = history(repo, 'git', '../home/clone');
  expect(packs.problems.length).toBeGreaterThan(0);
  expect(packs.problems.toSorted(byPath)).toEqual(byGit.problems.toSorted(byPath));
  expect(packs.receipt).toMatchObject(countsOf(byGit));
  expect(sorted(packs)).toEqual(sorted(byGit));
  expect(packs.findings.length).toBeGreaterThan(0);
});

test('several threads give what one gives, in its order', () => {
  const repo = makeRepo();
  commitTokens(repo, 3);
  repo.git('repack', '-q', '-a', '-d');
  commitTokens(repo, 4);
  repo.git('repack', '-q', '-a', '--depth=3');
  repo.add('.leakgate.yaml', 'exclude: ["file-b.txt", "commit:*"]\n');
  repo.git('commit', '-q', '-m', `a message with ${makeToken()}`);
  const one = onThreads(repo, 1);
  expect(one.findings.length).toBeGreaterThan(10);
  expect(one.dropped.length).toBeGreaterThan(10);
  const told = path.join(repo.home, 'told');
  const tell = `fs.appendFileSync(${JSON.stringify(told)}, 'x');`;
  const counted = inThreads(
    repo,
    `const { parentPort } = threads, post = parentPort.postMessage;
    parentPort.postMessage = (message) => { ${tell} post.call(parentPort, message); };`,
  );
  expect(onThreads(repo, 2, counted)).toEqual(one);
  expect(readFileSync(told).length).toBeGreaterThan(2);
  expect(onThreads(repo, 4)).toEqual(one);
});

test.each([
  ['ends before it tells', 'process.exit(7);'],
  ['throws', "throw new Error('no');"],
])('what a thread took that %s is searched again', (_name, end) => {
  const repo = makeRepo();
  commitTokens(repo, 6);
  repo.git('gc', '-q');
  const takeOne = 'Atomics.add(new Int32Array(threads.workerData.slices.queue.next), 0, 1);';
  expect(onThreads(repo, 3, inThreads(repo, takeOne + end))).toEqual(onThreads(repo, 1));
});
