import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { TempRepo } from '../git/temp-repo.ts';
import { commit, type Row, rows, type Situation } from './situation.ts';

/** Makes an editor that puts `text` in front of what git wrote into the message file. */
function editor(r: TempRepo, text: string): NodeJS.ProcessEnv {
  const added = path.join(r.root, '.git', 'added').replaceAll('\\', '/');
  const script = path.join(r.root, '.git', 'editor.sh').replaceAll('\\', '/');
  writeFileSync(added, text);
  writeFileSync(script, `#!/bin/sh\ncat '${added}' "$1" > '${added}.all' && cp '${added}.all' "$1"\n`);
  chmodSync(script, 0o755);
  return { GIT_EDITOR: `sh '${script}'` };
}

const EDITED = ['commit', '--allow-empty'];

const messages: Row[] = [
  ['-m', 'found', (_r, t) => ({ git: [...EDITED, '-m', `use ${t()}`] })],
  ['nothing secret', 'clean', () => ({})],
  [
    '-m with a comment line, which stays',
    'found',
    (_r, t) => ({ git: [...EDITED, '-m', `x\n# ${t()}`] }),
    { blinds: 'scanners that cut comments always' },
  ],
  ['an edited message', 'found', (r, t) => ({ git: EDITED, env: editor(r, `use ${t()}\n`) })],
  [
    'a comment in an edited message',
    'clean',
    (r, t) => ({ git: EDITED, env: editor(r, `x\n# ${t()}\n`) }),
    { blinds: 'scanners of the whole file, which block' },
  ],
  [
    'another comment character',
    'clean',
    (r, t) => {
      r.git('config', 'core.commentChar', ';');
      return { git: EDITED, env: editor(r, `x\n; ${t()}\n`) };
    },
  ],
  [
    '# where it is no comment character',
    'found',
    (r, t) => {
      r.git('config', 'core.commentChar', ';');
      return { git: EDITED, env: editor(r, `x\n# ${t()}\n`) };
    },
    { blinds: 'scanners that take # for a comment always' },
  ],
  [
    'core.commentChar=auto',
    'found',
    (r, t) => {
      r.git('config', 'core.commentChar', 'auto');
      return { git: [...EDITED, '-e', '-m', `# ${t()}`], env: editor(r, '') };
    },
  ],
  [
    'commit.cleanup=verbatim',
    'found',
    (r, t) => {
      r.git('config', 'commit.cleanup', 'verbatim');
      return { git: EDITED, env: editor(r, `x\n# ${t()}\n`) };
    },
  ],
  [
    'commit.cleanup=scissors',
    'found',
    (r, t) => {
      r.git('config', 'commit.cleanup', 'scissors');
      return { git: EDITED, env: editor(r, `x\n# ${t()}\n`) };
    },
  ],
  [
    'the diff of commit -v',
    'clean',
    (r, t) => {
      commit(r, { a: `K=${t()}\n` });
      r.git('rm', '-q', 'a');
      return { git: ['commit', '-v'], env: editor(r, 'x\n') };
    },
    { blinds: 'scanners of the whole file, which block' },
  ],
  [
    'a scissors line that cuts nothing',
    'found',
    (r, t) => ({
      git: EDITED,
      env: editor(r, `x\n# ------------------------ >8 ------------------------\n${t()}\n`),
    }),
    { blinds: 'scanners that cut at scissors always' },
  ],
];

function remoteFolder(r: TempRepo, name: string): string {
  return path.join(r.root, '.git', `remote-${name}`);
}

function addRemote(r: TempRepo, name: string): void {
  r.git('init', '-q', '--bare', '-b', 'main', remoteFolder(r, name));
  r.git('remote', 'add', name, remoteFolder(r, name));
}

/** A remote that has `main`, and `topic` checked out. */
function withRemote(r: TempRepo): void {
  addRemote(r, 'origin');
  commit(r, { base: 'x\n' });
  r.git('push', '-q', 'origin', 'main');
  r.git('checkout', '-qb', 'topic');
}

/** The same; the remote has a commit of `topic` with a secret, and lacks the one after it. */
function withPushed(r: TempRepo, t: () => string): void {
  withRemote(r);
  commit(r, { a: `K=${t()}\n` });
  r.git('push', '-q', 'origin', 'topic:other');
  commit(r, { b: 'x\n' });
}

const pushes: Row[] = [
  [
    'a new branch',
    'found',
    (r, t) => {
      withRemote(r);
      commit(r, { a: `K=${t()}\n` });
      return {};
    },
  ],
  [
    'nothing secret',
    'clean',
    (r) => {
      withRemote(r);
      commit(r, { a: 'x\n' });
      return {};
    },
  ],
  [
    'what the remote has already',
    'clean',
    (r, t) => {
      withPushed(r, t);
      return {};
    },
    { blinds: 'scanners that take a new branch whole, which block' },
  ],
  [
    'the first push to an empty remote',
    'found',
    (r, t) => {
      addRemote(r, 'origin');
      commit(r, { a: `K=${t()}\n` });
      commit(r, { a: 'x\n' });
      return {};
    },
  ],
  [
    'a secret that a later commit removes',
    'found',
    (r, t) => {
      withRemote(r);
      commit(r, { a: `K=${t()}\n` });
      commit(r, { a: 'x\n' });
      return {};
    },
    { blinds: 'scanners of the newest state' },
  ],
  [
    'a forced push',
    'found',
    (r, t) => {
      withRemote(r);
      commit(r, { a: 'x\n' });
      r.git('push', '-q', 'origin', 'topic');
      r.git('reset', '-q', '--hard', 'HEAD~1');
      commit(r, { a: `K=${t()}\n` });
      return { git: ['push', '--force', 'origin', 'topic'] };
    },
  ],
  [
    'a forced push over what was never fetched',
    'found',
    (r, t) => {
      withRemote(r);
      const other = path.join(r.root, '.git', 'other');
      r.git('clone', '-q', remoteFolder(r, 'origin'), other);
      r.raw(['-C', other, 'commit', '-q', '--allow-empty', '-m', 'x']);
      r.raw(['-C', other, 'push', '-q', 'origin', 'HEAD:topic']);
      commit(r, { a: `K=${t()}\n` });
      return { git: ['push', '--force', 'origin', 'topic'] };
    },
  ],
  [
    'a branch that is deleted',
    'clean',
    (r) => {
      withRemote(r);
      r.git('push', '-q', 'origin', 'topic');
      return { git: ['push', 'origin', '--delete', 'topic'] };
    },
  ],
  [
    "a tag's message",
    'found',
    (r, t) => {
      withRemote(r);
      r.git('tag', '-a', '-m', `see ${t()}`, 'v1');
      return { git: ['push', 'origin', 'v1'] };
    },
    { blinds: 'scanners of commits' },
  ],
  [
    'a tag of a tag',
    'found',
    (r, t) => {
      withRemote(r);
      r.git('tag', '-a', '-m', `see ${t()}`, 'v1');
      r.git('tag', '-a', '-m', 'again', 'v2', 'v1');
      return { git: ['push', 'origin', 'v2'] };
    },
  ],
  [
    'a tag of a blob',
    'found',
    (r, t) => {
      withRemote(r);
      const id = r
        .raw(['hash-object', '-w', '--stdin'], { input: `K=${t()}\n` })
        .toString()
        .trim();
      r.git('tag', 'blob', id);
      return { git: ['push', 'origin', 'blob'] };
    },
  ],
  [
    'a tag of a tree with a secret in the name of a file',
    'found',
    (r, t) => {
      withRemote(r);
      const entry = `160000 commit ${r.git('rev-parse', 'HEAD')}\tof ${t()}\n`;
      r.git('tag', 'tree', r.raw(['mktree', '--missing'], { input: entry }).toString().trim());
      return { git: ['push', 'origin', 'tree'] };
    },
  ],
  [
    'what another remote has already',
    'found',
    (r, t) => {
      withRemote(r);
      commit(r, { a: `K=${t()}\n` });
      r.git('push', '-q', 'origin', 'topic');
      addRemote(r, 'public');
      return { git: ['push', 'public', 'topic'] };
    },
    { blinds: 'scanners of what no remote has, when private becomes public' },
  ],
  [
    'what another remote has already, to a remote that has some',
    'found',
    (r, t) => {
      withRemote(r);
      addRemote(r, 'public');
      r.git('push', '-q', 'public', 'main');
      commit(r, { a: `K=${t()}\n` });
      r.git('push', '-q', 'origin', 'topic');
      commit(r, { a: 'x\n' });
      return { git: ['push', 'public', 'topic'] };
    },
  ],
  [
    'what the remote has already, with another remote beside',
    'clean',
    (r, t) => {
      withRemote(r);
      addRemote(r, 'public');
      commit(r, { a: `K=${t()}\n` });
      r.git('push', '-q', 'public', 'topic:other');
      commit(r, { a: 'x\n' });
      return { git: ['push', 'public', 'topic'] };
    },
  ],
  [
    'what the remote has already, kept in refs of another name',
    'clean',
    (r, t) => {
      withRemote(r);
      r.git('config', 'remote.origin.fetch', '+refs/heads/*:refs/remotes/up.stream/x/*');
      commit(r, { a: `K=${t()}\n` });
      r.git('push', '-q', 'origin', 'topic:team/other');
      commit(r, { a: 'x\n' });
      return {};
    },
  ],
  [
    'what the remote has already, named by its URL',
    'clean',
    (r, t) => {
      withPushed(r, t);
      return { git: ['push', remoteFolder(r, 'origin'), 'topic'] };
    },
  ],
  [
    'what another remote has already, to a URL without a name',
    'found',
    (r, t) => {
      withRemote(r);
      commit(r, { a: `K=${t()}\n` });
      r.git('push', '-q', 'origin', 'topic');
      r.git('init', '-q', '--bare', remoteFolder(r, 'public'));
      return { git: ['push', remoteFolder(r, 'public'), 'topic'] };
    },
  ],
  [
    "a mirror's remote, whose refs are this repository's",
    'found',
    (r, t) => {
      withRemote(r);
      r.git('config', 'remote.origin.fetch', '+refs/*:refs/*');
      commit(r, { a: `K=${t()}\n` });
      return {};
    },
  ],
  [
    'many refs, one with a secret',
    'found',
    (r, t) => {
      withRemote(r);
      for (let i = 0; i < 20; i++) {
        r.git('checkout', '-qb', `b${i}`, 'main');
        commit(r, { a: i === 13 ? `K=${t()}\n` : `${i}\n` });
      }
      return { git: ['push', '--all', 'origin'] };
    },
  ],
];

/** What the other hooks are for. */
export const hookSituations: Situation[] = [...rows('message', messages), ...rows('push', pushes)];
