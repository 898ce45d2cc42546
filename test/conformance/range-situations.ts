import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TempRepo, text } from '../git/temp-repo.ts';
import { commit, type Row, rows, type Situation, stage } from './situation.ts';

/** A commit on `main`, and `topic` checked out. */
function onTopic(r: TempRepo, files: Readonly<Record<string, string>> = { base: 'x\n' }): void {
  commit(r, files, 'base');
  r.git('checkout', '-qb', 'topic');
}

const commits: Row[] = [
  [
    'a commit that adds a secret',
    'found',
    (r, t) => {
      onTopic(r);
      commit(r, { a: `K=${t()}\n` });
      return {};
    },
  ],
  [
    'nothing secret',
    'clean',
    (r) => {
      onTopic(r);
      commit(r, { a: 'x\n' });
      return {};
    },
  ],
  [
    'a secret that is added and removed again',
    'found',
    (r, t) => {
      onTopic(r);
      commit(r, { a: `K=${t()}\n` });
      commit(r, { a: 'x\n' });
      return {};
    },
    { blinds: 'scanners of the two ends of the range' },
  ],
  [
    'a secret that was there before',
    'clean',
    (r, t) => {
      const secret = `K=${t()}\n`;
      onTopic(r, { a: secret });
      commit(r, { a: `${secret}y\n` });
      commit(r, { a: `z\n${secret}y\n` });
      return {};
    },
  ],
  [
    'a secret that comes back',
    'found',
    (r, t) => {
      const secret = `K=${t()}\n`;
      commit(r, { a: secret });
      commit(r, { a: 'x\n' });
      r.git('checkout', '-qb', 'topic');
      commit(r, { a: `y\n${secret}` });
      return {};
    },
  ],
  [
    'a root commit in the range',
    'found',
    (r, t) => {
      onTopic(r);
      r.git('checkout', '-q', '--orphan', 'other');
      commit(r, { a: `K=${t()}\n` });
      return { range: 'main..other' };
    },
  ],
  [
    'a commit message',
    'found',
    (r, t) => {
      onTopic(r);
      commit(r, { a: 'x\n' }, `use ${t()} for now`);
      return {};
    },
    { blinds: 'scanners of contents' },
  ],
  [
    'a commit message of 20 MB',
    'found',
    (r, t) => {
      commit(r, { a: 'x\n' });
      r.git('checkout', '-qb', 'topic');
      const headers = `parent ${r.git('rev-parse', 'HEAD')}\nauthor A <a@b.c> 1 +0000\ncommitter A <a@b.c> 1 +0000`;
      const lines = `${'x'.repeat(99)}\n`.repeat(200_000);
      const input = `tree ${r.git('rev-parse', 'HEAD^{tree}')}\n${headers}\n\n${lines}${t()}\n`;
      const id = r.raw(['hash-object', '-t', 'commit', '-w', '--stdin'], { input }).toString().trim();
      r.git('update-ref', 'refs/heads/topic', id);
      return {};
    },
  ],
  [
    'a rename with an edit',
    'found',
    (r, t) => {
      onTopic(r, { a: text(1, 50) });
      r.git('mv', 'a', 'b');
      commit(r, { b: `${text(1, 50)}K=${t()}\n` });
      return {};
    },
    { blinds: 'scanners with --diff-filter=AM' },
  ],
  [
    'a secret in the name of a new file',
    'found',
    (r, t) => {
      onTopic(r);
      commit(r, { [`dump-${t()}.sql`]: 'x\n' });
      return {};
    },
    { blinds: 'scanners of contents' },
  ],
  [
    'a binary attribute',
    'found',
    (r, t) => {
      onTopic(r);
      commit(r, { '.gitattributes': '* binary\n', a: `K=${t()}\n` });
      return {};
    },
    { blinds: 'parsers of git log -p' },
  ],
  [
    'hostile settings',
    'found',
    (r, t) => {
      onTopic(r);
      commit(r, { a: `K=${t()}\n` });
      const settings = [
        'color.ui=always',
        'log.showSignature=true',
        'log.follow=true',
        'log.diffMerges=off',
        'format.pretty=%n',
        'diff.external=true',
        'diff.orderFile=x',
        'log.showRoot=false',
        'diff.renames=copies',
        'diff.noprefix=true',
      ];
      for (const setting of settings) r.git('config', ...setting.split('='));
      return {};
    },
    { blinds: 'parsers of git log -p' },
  ],
  [
    'a blob that git replace hides',
    'found',
    (r, t) => {
      onTopic(r);
      commit(r, { a: `K=${t()}\n`, b: 'x\n' });
      r.git('replace', r.git('rev-parse', 'HEAD:a'), r.git('rev-parse', 'HEAD:b'));
      return {};
    },
    { blinds: 'scanners that read what git replace shows' },
  ],
  [
    'a commit that a graft hides',
    'found',
    (r, t) => {
      onTopic(r);
      commit(r, { a: `K=${t()}\n` });
      commit(r, { a: 'x\n' });
      r.write('.git/info/grafts', `${r.git('rev-parse', 'HEAD')} ${r.git('rev-parse', 'main')}\n`);
      return {};
    },
    { blinds: 'scanners that do not switch grafts off' },
  ],
];

const merges: Row[] = [
  [
    'a merge whose resolution adds a secret',
    'found',
    (r, t) => {
      onTopic(r, { a: 'base\n' });
      commit(r, { a: 'topic\n' });
      r.git('checkout', '-q', 'main');
      commit(r, { a: 'main\n' });
      r.git('checkout', '-q', 'topic');
      mergeOurs(r, 'main');
      stage(r, 'a', `both\nK=${t()}\n`);
      r.git('commit', '-q', '--amend', '--no-edit');
      return {};
    },
    { blinds: 'parsers of git log -p, which shows no merges' },
  ],
  [
    'a merge of the base, which has a secret',
    'clean',
    (r, t) => {
      onTopic(r);
      commit(r, { a: 'topic\n' });
      r.git('checkout', '-q', 'main');
      commit(r, { b: `K=${t()}\n` });
      r.git('checkout', '-q', 'topic');
      r.git('merge', '-q', '--no-edit', 'main');
      return {};
    },
    { blinds: 'scanners that compare a merge with its first parent, which block' },
  ],
  [
    'an octopus that adds a secret',
    'found',
    (r, t) => {
      onTopic(r);
      commit(r, { t: 'x\n' });
      for (const name of ['one', 'two']) {
        r.git('checkout', '-qb', name, 'main');
        commit(r, { [name]: 'x\n' });
      }
      r.git('checkout', '-q', 'topic');
      r.git('merge', '-q', '--no-edit', 'one', 'two');
      stage(r, 'evil', `K=${t()}\n`);
      r.git('commit', '-q', '--amend', '--no-edit');
      return {};
    },
    { blinds: 'parsers of git log -p, which shows no merges' },
  ],
  [
    'a secret that a merge throws away',
    'found',
    (r, t) => {
      onTopic(r);
      r.git('checkout', '-qb', 'side');
      commit(r, { a: `K=${t()}\n` });
      r.git('checkout', '-q', 'topic');
      commit(r, { b: 'x\n' });
      mergeOurs(r, 'side');
      return {};
    },
    { blinds: 'scanners of first parents' },
  ],
];

function mergeOurs(r: TempRepo, branch: string): void {
  r.git('merge', '-q', '--no-edit', '-s', 'ours', branch);
}

const ranges: Row[] = [
  [
    'an empty range',
    'clean',
    (r, t) => {
      commit(r, { a: `K=${t()}\n` });
      return { range: 'main..main' };
    },
  ],
  [
    'three dots',
    'clean',
    (r, t) => {
      onTopic(r);
      commit(r, { a: 'x\n' });
      r.git('checkout', '-q', 'main');
      commit(r, { b: `K=${t()}\n` });
      return { range: 'main...topic' };
    },
  ],
  [
    'a range whose base is missing',
    'incomplete',
    (r) => {
      onTopic(r);
      return { range: 'nowhere..topic' };
    },
    { blinds: 'scanners that take an error of git for an empty answer' },
  ],
  [
    'a name that reads like an option',
    'incomplete',
    (r) => {
      onTopic(r);
      return { range: '--output=x..topic' };
    },
  ],
  [
    'a shallow clone',
    'incomplete',
    (r) => {
      onTopic(r);
      commit(r, { a: 'x\n' });
      commit(r, { a: 'y\n' });
      const clone = path.join(r.root, '.git', 'shallow-clone');
      r.git('clone', '-q', '--depth', '1', '--no-single-branch', `file://${r.root}`, clone);
      return { cwd: clone, range: 'origin/main..origin/topic' };
    },
    { blinds: 'scanners that take the border for the beginning' },
  ],
  [
    'a bare repository',
    'found',
    (r, t) => {
      onTopic(r);
      commit(r, { a: `K=${t()}\n` });
      const bare = path.join(r.root, '.git', 'bare');
      r.git('clone', '-q', '--bare', r.root, bare);
      return { cwd: bare };
    },
  ],
  [
    'a SHA-256 repository',
    'found',
    (r, t) => {
      onTopic(r);
      commit(r, { a: `K=${t()}\n` });
      return {};
    },
    { init: ['--object-format=sha256'] },
  ],
  [
    'a file in the place of a ref',
    'incomplete',
    (r) => {
      onTopic(r);
      writeFileSync(path.join(r.root, '.git/refs/heads/topic'), 'nonsense\n');
      return {};
    },
  ],
];

/** What a range of commits can be. */
export const rangeSituations: Situation[] = rows('range', [...commits, ...merges, ...ranges]);
