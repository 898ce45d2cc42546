import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { SourceError } from '../../src/errors.ts';
import { type BlobPlace, openCommitLog } from '../../src/git/commit-log.ts';
import { commitHistory, type TempRepo, tempRepo } from './temp-repo.ts';

const made: TempRepo[] = [];
afterEach(() => {
  for (const repo of made.splice(0)) repo.remove();
});

const everything = { commits: undefined, reflogs: false };

/** Branches that change the same file, a merge that adds one of its own, a copy, and a name that is no UTF-8. */
function newRepo(...init: string[]): TempRepo {
  const repo = tempRepo(...init);
  made.push(repo);
  commitHistory(repo, 4);
  repo.git('checkout', '-q', '-b', 'side', 'HEAD~2');
  repo.write('src/small.txt', 'version 3\n');
  repo.git('commit', '-q', '-a', '-m', 'the same as on main');
  repo.git('checkout', '-q', 'main');
  repo.git('merge', '-q', '--no-commit', 'side');
  repo.write('only in a merge.txt', 'brought by a merge\n');
  repo.git('add', '-A');
  repo.git('commit', '-q', '-m', 'merge');
  const copied = repo.git('rev-parse', 'HEAD:src/small.txt');
  const named = Buffer.concat([
    Buffer.from(`100644 ${copied}\tn`),
    Buffer.from([0xe4]),
    Buffer.from('me\0', 'latin1'),
  ]);
  repo.raw(['update-index', '-z', '--index-info'], { input: named });
  repo.git('commit', '-q', '-m', 'copied');
  return repo;
}

/** Every blob's first commits by path, one git for each commit: merges last, of theirs only what is nowhere else. */
function placesByGit(repo: TempRepo): Map<string, { commit: string; path: string }[]> {
  const places = new Map<string, { commit: string; path: string }[]>();
  for (const kind of ['--no-merges', '--merges']) {
    const before = new Set(places.keys());
    const commits = repo.git('rev-list', '--all', '--topo-order', '--reverse', kind).split('\n');
    for (const commit of commits.filter(Boolean)) {
      const args = ['diff-tree', '-r', '-c', '--root', '--no-commit-id', '--no-abbrev', '--no-renames', '-z'];
      const fields = repo
        .raw([...args, '--raw', commit])
        .toString('latin1')
        .split('\0');
      for (let i = 0; i + 1 < fields.length; i += 2) {
        const id = fields[i]!.split(' ').at(-2)!;
        if (/^0+$/.test(id) || (kind === '--merges' && before.has(id))) continue;
        const known = places.get(id) ?? places.set(id, []).get(id)!;
        const path = fields[i + 1]!.replace('\xe4', '\\xe4');
        if (known.every((place) => place.path !== path)) known.push({ commit, path });
      }
    }
  }
  return places;
}

const bare = (places: Map<string, BlobPlace[]>) =>
  new Map([...places].map(([id, all]) => [id, all.map(({ commit, path }) => ({ commit, path }))]));

/** How long after the log was opened it is asked, and how much it may keep until then. */
const waits: [string, number, number | undefined][] = [
  ['asked at once', 0, undefined],
  ['asked once git has ended', 300, undefined],
  ['asked while git waits', 300, 0],
];

test.each(waits)('tells where each blob came in, %s', async (_name, ms, mostBytes) => {
  const repo = newRepo();
  const expected = placesByGit(repo);
  const log = openCommitLog(everything, [], repo.root, new AbortController().signal, mostBytes);
  await delay(ms);
  const places = await log.placesOf(new Set(expected.keys()));
  expect(bare(places)).toEqual(expected);
  expect(expected.size).toBeGreaterThan(10);
  const mergedLast = places.get(repo.git('rev-parse', 'HEAD:only in a merge.txt'))![0]!;
  const orders = [...places.values()].flat().filter((place) => place !== mergedLast);
  expect(mergedLast.order).toBeGreaterThan(Math.max(...orders.map(({ order }) => order)));
});

test('knows the ids of a SHA-256 repository', async () => {
  const repo = newRepo('--object-format=sha256');
  const expected = placesByGit(repo);
  const log = openCommitLog(everything, [], repo.root, new AbortController().signal);
  await delay(300);
  expect(bare(await log.placesOf(new Set(expected.keys())))).toEqual(expected);
});

test('knows its commits, merges too', async () => {
  const repo = newRepo();
  const commits = repo.git('rev-list', '--all').split('\n');
  repo.git('update-ref', '-d', 'refs/heads/side');
  const gone = repo.git('commit-tree', '-m', 'no ref reaches it', 'HEAD^{tree}');
  const log = openCommitLog(everything, [], repo.root, new AbortController().signal);
  const tree = repo.git('rev-parse', 'HEAD^{tree}');
  await log.placesOf(new Set([repo.git('rev-parse', 'HEAD:grown.txt')]));
  expect(log.commitsAmong(new Set([...commits, gone, tree]))).toEqual(new Set(commits));
});

test('tells nothing of blobs that no commit has', async () => {
  const repo = newRepo();
  const log = openCommitLog(everything, [], repo.root, new AbortController().signal);
  const [stray, known] = ['f'.repeat(40), repo.git('rev-parse', 'HEAD:grown.txt')];
  expect([...(await log.placesOf(new Set([stray, known]))).keys()]).toEqual([known]);
});

test('a git that failed before it was asked is an error when it is', async () => {
  const repo = newRepo();
  const scope = { commits: { tips: ['1'.repeat(40)], excluded: [] }, reflogs: false };
  const log = openCommitLog(scope, [], repo.root, new AbortController().signal);
  await delay(300);
  await expect(log.placesOf(new Set(['2'.repeat(40)]))).rejects.toThrow(SourceError);
});

test('a log that is closed lets its git end', async () => {
  const repo = newRepo();
  const log = openCommitLog(everything, [], repo.root, new AbortController().signal, 0);
  await delay(300);
  log.close();
  expect((await log.placesOf(new Set(['2'.repeat(40)]))).size).toBe(0);
});

test('a blob at very many paths', async () => {
  const repo = tempRepo();
  made.push(repo);
  repo.write('a', 'the same');
  const id = repo.git('hash-object', '-w', 'a');
  const paths = Array.from({ length: 50_000 }, (_, i) => `folder ${i % 100}/${i}`);
  repo.raw(['update-index', '--index-info'], {
    input: paths.map((path) => `100644 ${id}\t${path}\n`).join(''),
  });
  repo.git('commit', '-q', '-m', 'all');
  const log = openCommitLog(everything, [], repo.root, new AbortController().signal);
  const places = (await log.placesOf(new Set([id]))).get(id)!;
  expect(places.map(({ path }) => path).sort()).toEqual(paths.sort());
});
