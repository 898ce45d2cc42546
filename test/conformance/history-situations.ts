import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { TempRepo } from '../git/temp-repo.ts';
import { commit, type Row, rows, type Situation, stage } from './situation.ts';

const reachable: Row[] = [
  ['nothing secret', 'clean', (r) => void commit(r, { a: 'x\n' })],
  ['no commit at all', 'clean', () => ({})],
  [
    'a file that was deleted',
    'found',
    (r, t) => {
      commit(r, { a: `K=${t()}\n` });
      r.git('rm', '-q', 'a');
      commit(r, {});
      return {};
    },
  ],
  [
    'a branch beside',
    'found',
    (r, t) => {
      commit(r, { a: 'x\n' });
      r.git('checkout', '-qb', 'side');
      commit(r, { a: `K=${t()}\n` });
      r.git('checkout', '-q', 'main');
      return {};
    },
  ],
  [
    'a branch without a common ancestor',
    'found',
    (r, t) => {
      commit(r, { a: 'x\n' });
      r.git('checkout', '-q', '--orphan', 'other');
      commit(r, { a: `K=${t()}\n` });
      return {};
    },
  ],
  [
    'a commit that a tag alone holds',
    'found',
    (r, t) => {
      commit(r, { a: 'x\n' });
      commit(r, { a: `K=${t()}\n` });
      r.git('tag', 'v1');
      r.git('reset', '-q', '--hard', 'HEAD~1');
      return {};
    },
  ],
  [
    'a ref outside of branches and tags',
    'found',
    (r, t) => {
      commit(r, { a: 'x\n' });
      commit(r, { a: `K=${t()}\n` });
      r.git('update-ref', 'refs/pull/1/head', 'HEAD');
      r.git('reset', '-q', '--hard', 'HEAD~1');
      return {};
    },
    { blinds: 'scanners of --branches' },
  ],
  [
    'a blob that a tag points at',
    'found',
    (r, t) => {
      commit(r, { a: 'x\n' });
      const id = r
        .raw(['hash-object', '-w', '--stdin'], { input: `K=${t()}\n` })
        .toString()
        .trim();
      r.git('tag', 'blob', id);
      return {};
    },
    { blinds: 'parsers of git log -p' },
  ],
  [
    'a commit message',
    'found',
    (r, t) => void commit(r, { a: 'x\n' }, `see ${t()}`),
    { blinds: 'scanners of contents' },
  ],
  [
    "a tag's message",
    'found',
    (r, t) => {
      commit(r, { a: 'x\n' });
      r.git('tag', '-a', '-m', `see ${t()}`, 'v1');
      return {};
    },
    { blinds: 'scanners of contents' },
  ],
  [
    'a note',
    'found',
    (r, t) => {
      commit(r, { a: 'x\n' });
      r.git('notes', 'add', '-m', `see ${t()}`);
      return {};
    },
    { blinds: 'scanners of branches' },
  ],
  [
    'the stash',
    'found',
    (r, t) => {
      commit(r, { a: 'x\n' });
      r.write('a', `K=${t()}\n`);
      r.git('stash', '-q');
      return {};
    },
    { blinds: 'parsers of git log -p, which shows no merges' },
  ],
  [
    'an older stash',
    'found',
    (r, t) => {
      commit(r, { a: 'x\n' });
      r.write('a', `K=${t()}\n`);
      r.git('stash', '-q');
      r.write('a', 'y\n');
      r.git('stash', '-q');
      return {};
    },
    { blinds: 'scanners of refs, which name the newest alone' },
  ],
  [
    'untracked files in the stash',
    'found',
    (r, t) => {
      commit(r, { a: 'x\n' });
      r.write('b', `K=${t()}\n`);
      r.git('stash', '-qu');
      return {};
    },
  ],
  [
    'a merge whose resolution adds a secret',
    'found',
    (r, t) => {
      commit(r, { a: 'x\n' });
      r.git('checkout', '-qb', 'side');
      commit(r, { b: 'x\n' });
      r.git('checkout', '-q', 'main');
      commit(r, { c: 'x\n' });
      r.git('merge', '-q', '--no-commit', 'side');
      stage(r, 'evil', `K=${t()}\n`);
      r.git('commit', '-qm', 'merge');
      return {};
    },
    { blinds: 'parsers of git log -p, which shows no merges' },
  ],
  [
    'the HEAD of another work tree',
    'found',
    (r, t) => {
      commit(r, { a: 'x\n' });
      r.git('worktree', 'add', '-q', '--detach', path.join(r.root, '.git', 'linked'));
      const linked = path.join(r.root, '.git', 'linked');
      r.raw(['-C', linked, 'commit', '-q', '--allow-empty', '-m', `see ${t()}`]);
      return {};
    },
    { blinds: 'scanners of refs' },
  ],
  [
    'packed refs and several packs',
    'found',
    (r, t) => {
      for (let i = 0; i < 3; i++) {
        commit(r, { a: i === 0 ? `K=${t()}\n` : `${i}\n` });
        r.git('repack', '-qd');
      }
      r.git('pack-refs', '--all');
      return {};
    },
  ],
  [
    'a blob that git replace hides',
    'found',
    (r, t) => {
      commit(r, { a: `K=${t()}\n`, b: 'x\n' });
      r.git('replace', r.git('rev-parse', 'HEAD:a'), r.git('rev-parse', 'HEAD:b'));
      return {};
    },
    { blinds: 'scanners that read what git replace shows' },
  ],
  [
    'commits that a graft hides',
    'found',
    (r, t) => {
      commit(r, { a: `K=${t()}\n` });
      commit(r, { a: 'x\n' });
      r.write('.git/info/grafts', `${r.git('rev-parse', 'HEAD')}\n`);
      return {};
    },
    { blinds: 'scanners that do not switch grafts off' },
  ],
  [
    'hostile settings',
    'found',
    (r, t) => {
      commit(r, { a: `K=${t()}\n` });
      for (const name of [
        'color.ui=always',
        'log.showRoot=false',
        'log.showSignature=true',
        'diff.external=true',
        'log.follow=true',
        'format.pretty=%n',
      ]) {
        r.git('config', ...name.split('='));
      }
      return {};
    },
    { blinds: 'parsers of git log -p' },
  ],
  [
    'what no ref reaches',
    'clean',
    (r, t) => {
      commit(r, { a: 'x\n' });
      r.raw(['hash-object', '-w', '--stdin'], { input: `K=${t()}\n` });
      return {};
    },
  ],
];

const repositories: Row[] = [
  ['a bare repository', 'found', (r, t) => inClone(r, t, '--bare')],
  ['a mirror', 'found', (r, t) => inClone(r, t, '--mirror')],
  ['a clone that borrows its objects', 'found', (r, t) => inClone(r, t, '--shared')],
  [
    'a shallow clone that has the secret',
    'found',
    (r, t) => {
      const { cwd } = inClone(r, t, '--depth', '1');
      return { cwd };
    },
  ],
  [
    'a partial clone',
    'incomplete',
    (r, t) => {
      r.git('config', 'uploadpack.allowFilter', 'true');
      const { cwd } = inClone(r, t, '--bare', '--filter=blob:none');
      return { cwd };
    },
    { blinds: 'scanners that take a missing object for an empty one' },
  ],
  [
    'a damaged object',
    'incomplete',
    (r) => {
      commit(r, { a: 'x\n', b: 'y\n' });
      const id = r.git('rev-parse', 'HEAD:a');
      const file = path.join(r.root, '.git/objects', id.slice(0, 2), id.slice(2));
      if (!existsSync(file)) throw new Error('not loose');
      rmSync(file);
      return {};
    },
    { blinds: 'scanners that take an error of git for an empty answer' },
  ],
  [
    'a SHA-256 repository',
    'found',
    (r, t) => void commit(r, { a: `K=${t()}\n` }),
    { init: ['--object-format=sha256'] },
  ],
];

function inClone(r: TempRepo, t: () => string, ...flags: string[]): { cwd: string } {
  commit(r, { a: 'x\n' });
  commit(r, { b: `K=${t()}\n` });
  const cwd = path.join(r.root, '.git', 'clone');
  const url = flags.includes('--shared') ? r.root : `file://${r.root}`;
  r.git('clone', '-q', ...flags, url, cwd);
  return { cwd };
}

const unreachable: Row[] = [
  [
    'a dangling blob',
    'found',
    (r, t) => {
      commit(r, { a: 'x\n' });
      r.raw(['hash-object', '-w', '--stdin'], { input: `K=${t()}\n` });
      return {};
    },
    { blinds: 'nearly all' },
  ],
  [
    'a commit that was amended away',
    'found',
    (r, t) => {
      commit(r, { a: `K=${t()}\n` });
      stage(r, 'a', 'x\n');
      r.git('commit', '-q', '--amend', '-m', 'y');
      return {};
    },
    { blinds: 'nearly all' },
  ],
  [
    'a stash that was dropped',
    'found',
    (r, t) => {
      commit(r, { a: 'x\n' });
      r.write('a', `K=${t()}\n`);
      r.git('stash', '-q');
      r.git('stash', 'drop', '-q');
      return {};
    },
    { blinds: 'nearly all' },
  ],
  [
    'staged, but never committed',
    'found',
    (r, t) => {
      commit(r, { a: 'x\n' });
      stage(r, 'b', `K=${t()}\n`);
      return {};
    },
  ],
];

/** What a history can hold. */
export const historySituations: Situation[] = [
  ...rows('history', [...reachable, ...repositories]),
  ...rows('unreachable', unreachable),
];
