import { chmodSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { folder, text } from '../git/temp-repo.ts';
import { commit, type Row, rows, stage } from './situation.ts';

const windows = process.platform === 'win32';
const linux = process.platform === 'linux';

const kinds: Row[] = [
  ['a new file', 'found', (r, t) => void stage(r, 'a.env', `K=${t()}\n`)],
  ['nothing secret', 'clean', (r) => void stage(r, 'a.txt', 'hello\n')],
  [
    'an edited file',
    'found',
    (r, t) => {
      commit(r, { a: text(1, 50) });
      stage(r, 'a', `${text(1, 50)}K=${t()}\n`);
      return {};
    },
  ],
  [
    'commit -a',
    'found',
    (r, t) => {
      commit(r, { a: 'x\n' });
      r.write('a', `K=${t()}\n`);
      return { git: ['commit', '-am', 'x'] };
    },
    { blinds: "scanners that drop the hook's GIT_INDEX_FILE" },
  ],
  [
    'commit FILE',
    'found',
    (r, t) => {
      commit(r, { a: 'x\n', b: 'x\n' });
      r.write('a', `K=${t()}\n`);
      return { git: ['commit', '-m', 'x', 'a'] };
    },
    { blinds: "scanners that drop the hook's GIT_INDEX_FILE" },
  ],
  [
    'commit -p',
    'found',
    (r, t) => {
      commit(r, { a: 'x\n' });
      r.write('a', `K=${t()}\n`);
      return { git: ['commit', '-pm', 'x'], input: 'y\n' };
    },
    { blinds: "scanners that drop the hook's GIT_INDEX_FILE" },
  ],
  [
    'commit --amend with a new secret',
    'found',
    (r, t) => {
      commit(r, { a: 'x\n' });
      stage(r, 'a', `K=${t()}\n`);
      return { git: ['commit', '--amend', '-m', 'x'] };
    },
  ],
  [
    'commit --amend of what HEAD has already',
    'clean',
    (r, t) => {
      commit(r, { a: `K=${t()}\n` });
      return { git: ['commit', '--amend', '-m', 'y'] };
    },
  ],
  [
    'a detached HEAD',
    'found',
    (r, t) => {
      commit(r, { a: 'x\n' });
      r.git('checkout', '-q', '--detach');
      stage(r, 'a', `K=${t()}\n`);
      return {};
    },
  ],
  [
    'commit from a subfolder',
    'found',
    (r, t) => {
      stage(r, 'sub/a', `K=${t()}\n`);
      return { cwd: path.join(r.root, 'sub') };
    },
  ],
  [
    'GIT_DIR and GIT_WORK_TREE from another folder',
    'found',
    (r, t) => {
      stage(r, 'a', `K=${t()}\n`);
      return {
        cwd: path.dirname(r.root),
        env: { GIT_DIR: path.join(r.root, '.git'), GIT_WORK_TREE: r.root },
      };
    },
  ],
  [
    'pathspec variables in the environment',
    'found',
    (r, t) => {
      stage(r, 'a', `K=${t()}\n`);
      return { env: { GIT_ICASE_PATHSPECS: '1' } };
    },
  ],
  [
    'a force-added ignored file',
    'found',
    (r, t) => {
      r.write('.gitignore', '*.env\n');
      stage(r, 'a.env', `K=${t()}\n`);
      return {};
    },
    { blinds: 'scanners that walk the working tree by .gitignore' },
  ],
  [
    'a file of 20 MB',
    'found',
    (r, t) => void stage(r, 'big', `${'lorem ipsum\n'.repeat(1_800_000)}K=${t()}\n`),
    { blinds: 'scanners with a size limit' },
  ],
  [
    '80 MB in several files',
    'found',
    (r, t) => {
      for (let i = 0; i < 4; i++) stage(r, `big-${i}`, `${`${i} lorem ipsum\n`.repeat(1_500_000)}`);
      stage(r, 'z', `K=${t()}\n`);
      return {};
    },
  ],
  ['no newline at the end', 'found', (r, t) => void stage(r, 'a', `K=${t()}`)],
  ['CRLF line ends', 'found', (r, t) => void stage(r, 'a', `x\r\nK=${t()}\r\ny\r\n`)],
  ['lone CR line ends', 'found', (r, t) => void stage(r, 'a', `x\rK=${t()}\ry\r`)],
  [
    'NULs in a text',
    'found',
    (r, t) => void stage(r, 'a', `\0\0x\nK=${t()}\n`),
    { blinds: 'parsers of git diff, which calls it binary' },
  ],
  [
    'UTF-16 text, little endian',
    'found',
    (r, t) => void stage(r, 'a', Buffer.from(`\ufeffK=${t()}\n`, 'utf16le')),
    { blinds: 'parsers of git diff, which calls it binary' },
  ],
  [
    'UTF-16 text, big endian',
    'found',
    (r, t) => void stage(r, 'a', Buffer.from(`\ufeffK=${t()}\n`, 'utf16le').swap16()),
    { blinds: 'parsers of git diff, which calls it binary' },
  ],
  [
    'UTF-16 text without a byte order mark',
    'found',
    (r, t) => void stage(r, 'a', Buffer.from(`first = 1\r\nK=${t()}\r\n`, 'utf16le')),
    { blinds: 'parsers of git diff, which calls it binary' },
  ],
  ['UTF-8 with BOM', 'found', (r, t) => void stage(r, 'a', `\ufeffK=${t()}\n`)],
  [
    'a file that reads like a diff',
    'found',
    (r, t) => void stage(r, 'a', `--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+K=${t()}\ndiff --git a/y b/y\n`),
    { blinds: 'diff parsers that look for headers' },
  ],
];

const oldAndNew: Row[] = [
  [
    'an old secret on an unchanged line',
    'clean',
    (r, t) => {
      const secret = `K=${t()}\n`;
      commit(r, { a: `x\n${secret}` });
      stage(r, 'a', `x\n${secret}y\n`);
      return {};
    },
    { blinds: 'scanners of whole files, which block' },
  ],
  [
    'a line that moves within its file',
    'clean',
    (r, t) => {
      const secret = `K=${t()}\n`;
      commit(r, { a: `${secret}${text(1, 30)}` });
      stage(r, 'a', `${text(1, 30)}${secret}`);
      return {};
    },
    { blinds: 'scanners of added lines, which block' },
  ],
  [
    'a line that is indented',
    'clean',
    (r, t) => {
      const secret = t();
      commit(r, { a: `K=${secret}\n` });
      stage(r, 'a', `if (x) {\n  K=${secret}\n}\n`);
      return {};
    },
    { blinds: 'scanners of added lines, which block' },
  ],
  [
    'a file that is renamed',
    'clean',
    (r, t) => {
      commit(r, { a: `K=${t()}\n` });
      r.git('mv', 'a', 'b');
      return {};
    },
    { blinds: 'scanners without renames, which block' },
  ],
  [
    'a rename with an edit that adds a secret',
    'found',
    (r, t) => {
      commit(r, { a: text(1, 50) });
      r.git('mv', 'a', 'b');
      stage(r, 'b', `${text(1, 50)}K=${t()}\n`);
      return {};
    },
    { blinds: 'scanners with --diff-filter=AM' },
  ],
  [
    'a copy with an edit that adds a secret',
    'found',
    (r, t) => {
      commit(r, { a: text(1, 50) });
      stage(r, 'a', `${text(1, 50)}z\n`);
      stage(r, 'b', `${text(1, 50)}K=${t()}\n`);
      r.git('config', 'diff.renames', 'copies');
      return {};
    },
    { blinds: 'scanners with --diff-filter=AM' },
  ],
  [
    'a second copy of an old secret',
    'found',
    (r, t) => {
      const secret = `K=${t()}\n`;
      commit(r, { a: secret });
      stage(r, 'b', secret);
      return {};
    },
  ],
  [
    'an old secret that changes on its line',
    'found',
    (r, t) => {
      commit(r, { a: `K=${t()}\n` });
      stage(r, 'a', `K=${t()}\n`);
      return {};
    },
  ],
  [
    'a secret that is removed',
    'clean',
    (r, t) => {
      commit(r, { a: `x\nK=${t()}\n`, b: 'x\n' });
      stage(r, 'a', 'x\n');
      return {};
    },
  ],
  [
    'a file that is deleted',
    'clean',
    (r, t) => {
      commit(r, { a: `K=${t()}\n`, b: 'x\n' });
      r.git('rm', '-q', 'a');
      return {};
    },
  ],
  [
    'a mode change',
    'clean',
    (r, t) => {
      commit(r, { a: `K=${t()}\n` });
      r.git('update-index', '--chmod=+x', 'a');
      return {};
    },
  ],
  [
    'a mode change with a new secret',
    'found',
    (r, t) => {
      commit(r, { a: 'x\n' });
      stage(r, 'a', `K=${t()}\n`);
      r.git('update-index', '--chmod=+x', 'a');
      return {};
    },
  ],
  [
    'staged, then removed from the working tree',
    'found',
    (r, t) => {
      stage(r, 'a', `K=${t()}\n`);
      writeFileSync(path.join(r.root, 'a'), 'x\n');
      return {};
    },
    { blinds: 'scanners of the working tree' },
  ],
  [
    'staged, then the file deleted',
    'found',
    (r, t) => {
      stage(r, 'a', `K=${t()}\n`);
      rmSync(path.join(r.root, 'a'));
      return {};
    },
    { blinds: 'scanners of the working tree' },
  ],
  [
    'a clean index and a dirty working tree',
    'clean',
    (r, t) => {
      stage(r, 'a', 'x\n');
      r.write('a', `K=${t()}\n`);
      return {};
    },
    { blinds: 'scanners of the working tree, which block' },
  ],
  [
    'intent to add',
    'clean',
    (r, t) => {
      stage(r, 'b', 'x\n');
      r.write('a', `K=${t()}\n`);
      r.git('add', '-N', 'a');
      return {};
    },
  ],
  [
    'skip-worktree and assume-unchanged',
    'found',
    (r, t) => {
      commit(r, { a: 'x\n', b: 'x\n' });
      stage(r, 'a', `K=${t()}\n`);
      r.git('update-index', '--skip-worktree', '--assume-unchanged', 'a');
      return {};
    },
  ],
];

const merges: Row[] = [
  [
    'a merge whose resolution adds a secret',
    'found',
    (r, t) => {
      conflict(r);
      stage(r, 'a', `both\nK=${t()}\n`);
      return {};
    },
    { blinds: 'scanners of git log -p, which shows no merges' },
  ],
  [
    'a merge that brings what the other branch had',
    'clean',
    (r, t) => {
      conflict(r, { theirs: `K=${t()}\n` });
      stage(r, 'a', 'both\n');
      return {};
    },
    { blinds: 'scanners that compare with HEAD alone, which block' },
  ],
  [
    'a merge that renames here what the other branch edits',
    'clean',
    (r, t) => {
      const secret = `K=${t()}\n`;
      commit(r, { a: text(1, 40), c: 'x\n' });
      r.git('checkout', '-qb', 'topic');
      commit(r, { a: `${text(1, 40)}${secret}`, c: 'theirs\n' });
      r.git('checkout', '-q', 'main');
      r.git('mv', 'a', 'b');
      commit(r, { c: 'ours\n' });
      mergeFails(r, 'topic');
      stage(r, 'c', 'both\n');
      return {};
    },
  ],
  [
    'an octopus of branches that had the secret',
    'clean',
    (r, t) => {
      const secret = `K=${t()}\n`;
      commit(r, { a: 'x\n' });
      for (const name of ['one', 'two']) {
        r.git('checkout', '-qb', name, 'main');
        commit(r, { [name]: secret });
      }
      r.git('checkout', '-q', 'main');
      r.git('merge', '-q', '--no-commit', '--no-ff', 'one', 'two');
      return {};
    },
  ],
];

/** Leaves a merge of `topic` with a conflict in `a`; the other branch also adds the file `theirs`. */
function conflict(r: Parameters<Row[2]>[0], { theirs = 'x\n' } = {}): void {
  commit(r, { a: 'base\n' });
  r.git('checkout', '-qb', 'topic');
  commit(r, { a: 'theirs\n', theirs });
  r.git('checkout', '-q', 'main');
  commit(r, { a: 'ours\n' });
  mergeFails(r, 'topic');
}

function mergeFails(r: Parameters<Row[2]>[0], branch: string): void {
  try {
    r.git('merge', '-q', branch);
  } catch {
    return;
  }
  throw new Error('the merge was meant to have a conflict');
}

const names: Row[] = [
  ['a name with a newline', 'found', (r, t) => void stage(r, 'a\nb', `K=${t()}\n`), { skip: windows }],
  [
    'a name with tab, quote and backslash',
    'found',
    (r, t) => void stage(r, 'a\t"b\\c', `K=${t()}\n`),
    { skip: windows },
  ],
  ['a name with a leading dash', 'found', (r, t) => void stage(r, '-rf', `K=${t()}\n`)],
  [
    'a name that looks like a pathspec',
    'found',
    (r, t) => void stage(r, ':(exclude)x', `K=${t()}\n`),
    { skip: windows },
  ],
  [
    'a name outside of ASCII',
    'found',
    (r, t) => void stage(r, 'naïve/日本.txt', `K=${t()}\n`),
    { blinds: 'scanners that do not know core.quotePath' },
  ],
  [
    'a name that is no UTF-8',
    'found',
    (r, t) => {
      const id = r
        .raw(['hash-object', '-w', '--stdin'], { input: `K=${t()}\n` })
        .toString()
        .trim();
      const line = Buffer.concat([
        Buffer.from(`100644 ${id}\t`),
        Buffer.from([0x61, 0xff, 0xfe]),
        Buffer.from('\0'),
      ]);
      r.raw(['update-index', '-z', '--index-info'], { input: line });
      return {};
    },
  ],
  [
    'a secret in the name of a new file',
    'found',
    (r, t) => void stage(r, `backup-${t()}.txt`, 'x\n'),
    { blinds: 'scanners of contents' },
  ],
];

const objects: Row[] = [
  [
    'a symbolic link whose target holds a secret',
    'found',
    (r, t) => {
      symlinkSync(`/x?token=${t()}`, path.join(r.root, 'link'));
      r.git('add', 'link');
      return {};
    },
    { skip: windows, blinds: 'scanners of the working tree, which follow it' },
  ],
  [
    'a link that becomes a file',
    'found',
    (r, t) => {
      symlinkSync('nowhere', path.join(r.root, 'a'));
      r.git('add', 'a');
      commit(r, {});
      rmSync(path.join(r.root, 'a'));
      stage(r, 'a', `K=${t()}\n`);
      return {};
    },
    { skip: windows },
  ],
  [
    'a submodule that moves on',
    'clean',
    (r) => {
      const inner = addInner(r);
      commit(r, {});
      inner.write('b', 'x\n');
      inner.git('add', 'b');
      inner.git('commit', '-qm', 'y');
      r.git('add', 'inner');
      return {};
    },
  ],
  [
    'a commit inside of a submodule',
    'found',
    (r, t) => {
      const inner = addInner(r);
      commit(r, {});
      inner.write('b', `K=${t()}\n`);
      inner.git('add', 'b');
      return { cwd: inner.root };
    },
  ],
  [
    'a linked work tree',
    'found',
    (r, t) => {
      commit(r, { a: 'x\n' });
      const linked = path.join(r.root, '.git', 'linked');
      r.git('worktree', 'add', '-q', '-b', 'other', linked);
      stage(folder(linked), 'a', `K=${t()}\n`);
      return { cwd: linked };
    },
  ],
  [
    'a blob that git replace hides',
    'found',
    (r, t) => {
      stage(r, 'a', `K=${t()}\n`);
      const clean = r.raw(['hash-object', '-w', '--stdin'], { input: 'x\n' }).toString().trim();
      r.git('replace', r.git('rev-parse', ':a'), clean);
      return {};
    },
    { blinds: 'scanners that read what git replace shows' },
  ],
  [
    'objects in an alternate',
    'found',
    (r, t) => {
      stage(r, 'a', `K=${t()}\n`);
      const store = path.join(r.root, '.git', 'elsewhere');
      r.git('init', '-q', '--bare', store);
      r.raw(['hash-object', '-w', 'a'], { env: { GIT_DIR: store } });
      rmSync(path.join(r.root, '.git/objects', r.git('rev-parse', ':a').slice(0, 2)), { recursive: true });
      r.write('.git/objects/info/alternates', `${path.join(store, 'objects')}\n`);
      return {};
    },
  ],
  [
    'a sparse checkout with a sparse index',
    'found',
    (r, t) => {
      commit(r, { 'in/a': 'x\n', 'out/a': 'x\n', 'out/deep/b': 'x\n' });
      r.git('sparse-checkout', 'init', '--cone', '--sparse-index');
      r.git('sparse-checkout', 'set', 'in');
      stage(r, 'in/a', `K=${t()}\n`);
      return {};
    },
  ],
  [
    'a split index',
    'found',
    (r, t) => {
      commit(r, { a: 'x\n', b: 'x\n' });
      r.git('update-index', '--split-index');
      stage(r, 'a', `K=${t()}\n`);
      return {};
    },
  ],
  [
    'an index of version 4',
    'found',
    (r, t) => {
      commit(r, { 'dir/aaa': 'x\n', 'dir/aab': 'x\n' });
      r.git('update-index', '--index-version', '4');
      stage(r, 'dir/aab', `K=${t()}\n`);
      return {};
    },
  ],
  [
    'a SHA-256 repository',
    'found',
    (r, t) => {
      commit(r, { a: 'x\n' });
      stage(r, 'a', `K=${t()}\n`);
      return {};
    },
    { init: ['--object-format=sha256'] },
  ],
  [
    'a clean filter that hides what the file shows',
    'clean',
    (r, t) => {
      r.write('.gitattributes', '*.env filter=clean\n');
      r.git('config', 'filter.clean.clean', "sed 's/K=.*/K=/'");
      stage(r, 'a.env', `K=${t()}\n`);
      return {};
    },
    { skip: windows, blinds: 'scanners of the working tree, which block' },
  ],
  [
    'an unreadable hook folder and file modes',
    'found',
    (r, t) => {
      stage(r, 'a', `K=${t()}\n`);
      chmodSync(path.join(r.root, 'a'), 0o000);
      return {};
    },
    { skip: !linux },
  ],
];

function addInner(r: Parameters<Row[2]>[0]) {
  const inner = folder(path.join(r.root, 'inner'));
  r.write('inner/a', 'x\n');
  inner.git('init', '-q', '-b', 'main');
  inner.git('add', 'a');
  inner.git('commit', '-qm', 'x');
  r.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', './inner', 'inner');
  return inner;
}

/** What `git commit` can be asked to commit. */
export const commitSituations = rows('commit', [...kinds, ...oldAndNew, ...merges, ...names, ...objects]);
