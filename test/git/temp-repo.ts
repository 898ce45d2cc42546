import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder in which a test runs the real git, with nothing of the machine's configuration. */
export interface TempRepo {
  root: string;
  git(...args: string[]): string;
  /** As `git`, with bytes in and out, and more environment. */
  raw(args: string[], options?: { input?: Uint8Array | string; env?: NodeJS.ProcessEnv }): Buffer;
  write(path: string, content: string | Uint8Array): void;
  env: NodeJS.ProcessEnv;
  remove(): void;
}

/** @param init - arguments of `git init`, such as `--object-format=sha256` */
export function tempRepo(...init: string[]): TempRepo {
  const root = mkdtempSync(join(tmpdir(), 'leakgate-git-'));
  const repo = folder(root);
  repo.git('init', '-q', '-b', 'main', ...init);
  return repo;
}

/** The same for a folder that exists, such as a linked work tree. */
export function folder(root: string): TempRepo {
  const env = scrubbed();
  const raw: TempRepo['raw'] = (args, options = {}) =>
    execFileSync('git', args, {
      cwd: root,
      env: { ...env, ...options.env },
      maxBuffer: 1 << 30,
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(options.input === undefined ? {} : { input: options.input }),
    });
  return {
    root,
    raw,
    git: (...args) => raw(args).toString().trim(),
    write: (path, content) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    },
    env,
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}

function scrubbed(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  const who = { NAME: 'A U Thor', EMAIL: 'author@example.com', DATE: '2026-01-01T00:00:00Z' };
  const identity = Object.entries(who).flatMap(([key, value]) => [
    [`GIT_AUTHOR_${key}`, value],
    [`GIT_COMMITTER_${key}`, value],
  ]);
  return {
    ...Object.fromEntries([...kept, ...identity]),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: process.platform === 'win32' ? 'NUL' : '/dev/null',
    GIT_CONFIG_COUNT: '2',
    GIT_CONFIG_KEY_0: 'core.autocrlf',
    GIT_CONFIG_VALUE_0: 'false',
    GIT_CONFIG_KEY_1: 'protocol.file.allow',
    GIT_CONFIG_VALUE_1: 'always',
  };
}

/** Text of about `lines` lines that a seed decides, so that versions of a file make deltas. */
export function text(seed: number, lines: number): string {
  let state = seed * 2654435761 + 1;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state;
  };
  return Array.from({ length: lines }, (_, i) => `${i} ${next().toString(36)} ${next().toString(36)}\n`).join(
    '',
  );
}

/** Commits `versions` of a few files, each a small change of the one before. */
export function commitHistory(repo: TempRepo, versions: number): void {
  let grown = text(1, 200);
  for (let i = 0; i < versions; i++) {
    grown = `${text(i + 2, 3)}${grown.slice(0, 900 * i)}line ${i} is new\n${grown.slice(900 * i)}`;
    repo.write('grown.txt', grown);
    repo.write(`src/deep/file-${i}.txt`, text(100 + i, 20));
    repo.write('src/small.txt', `version ${i}\n`);
    repo.git('add', '-A');
    repo.git('commit', '-q', '-m', `version ${i}`);
  }
}
