import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { seededRandom } from '../../src/engine/checks/random.ts';
import { checks } from '../../src/engine/checks/registry.ts';

/** The built command; `npm run build` makes it. */
export const leakgateFile = path.resolve('dist/leakgate.cjs');

/** What a program left behind. */
export interface Ran {
  status: number | null;
  stdout: string;
  stderr: string;
  /** Standard output, then standard error. */
  all: string;
}

export interface RunOptions {
  /** Relative to the folder of the repository. */
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  input?: string | Uint8Array;
}

/** A folder in which a test runs real programs, with nothing of the machine's configuration. */
export interface Repo {
  root: string;
  /** HOME of everything that runs here; its `.gitconfig` is the global one. */
  home: string;
  env: NodeJS.ProcessEnv;
  run(command: string, args: readonly string[], options?: RunOptions): Ran;
  /** Runs git; throws when it fails. */
  git(...args: string[]): string;
  leakgate(args: readonly string[], options?: RunOptions): Ran;
  /** Stages nothing: `add` does. */
  write(file: string, content: string | Uint8Array): void;
  /** Writes and stages. */
  add(file: string, content: string | Uint8Array): void;
}

/**
 * A fresh folder with an empty HOME beside it.
 *
 * @param whenDone - told how to remove both; by default the end of the test does
 */
export function makeFolder(whenDone: (remove: () => void) => void = onTestFinished): Repo {
  const base = realpathSync(mkdtempSync(path.join(tmpdir(), 'leakgate-e2e-')));
  whenDone(() => rmSync(base, { recursive: true, force: true, maxRetries: 3 }));
  const home = path.join(base, 'home');
  mkdirSync(path.join(base, 'repo'));
  mkdirSync(home);
  writeFileSync(
    path.join(home, '.gitconfig'),
    '[user]\n\tname = A U Thor\n\temail = author@example.com\n[init]\n\tdefaultBranch = main\n[core]\n\tautocrlf = false\n[protocol "file"]\n\tallow = always\n',
  );
  return folderAt(path.join(base, 'repo'), home);
}

/** A fresh repository without a commit. */
export function makeRepo(...init: string[]): Repo {
  const repo = makeFolder();
  repo.git('init', '-q', ...init);
  return repo;
}

/** The same for a folder that exists, such as a linked work tree. */
export function folderAt(root: string, home: string): Repo {
  const env = scrubbed(home);
  const run: Repo['run'] = (command, args, options = {}) => {
    const result = spawnSync(command, args, {
      cwd: path.join(root, options.cwd ?? '.'),
      env: { ...env, ...options.env },
      maxBuffer: 1 << 28,
      encoding: 'utf8',
      ...(options.input === undefined ? {} : { input: options.input }),
    });
    if (result.error) throw result.error;
    const { status, stdout, stderr } = result;
    return { status, stdout, stderr, all: stdout + stderr };
  };
  const write: Repo['write'] = (file, content) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), content);
  };
  const git = (...args: string[]) => {
    const { status, stdout, all } = run('git', args);
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${all}`);
    return stdout.trim();
  };
  return {
    root,
    home,
    env,
    run,
    git,
    leakgate: (args, options) => run(process.execPath, [leakgateFile, ...args], options),
    write,
    add: (file, content) => {
      write(file, content);
      git('--literal-pathspecs', 'add', '--', file);
    },
  };
}

const KEPT = ['PATH', 'SystemRoot', 'ComSpec', 'PATHEXT', 'TEMP', 'TMP', 'TMPDIR'];

/** Leakgate sends nothing, git reads no config but that of `home`. */
function scrubbed(home: string): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(KEPT.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
    HOME: home,
    USERPROFILE: home,
    GIT_CONFIG_NOSYSTEM: '1',
    LEAKGATE_OFFLINE: '1',
    LC_ALL: 'C.UTF-8',
  };
}

let made = 0;

/** A GitHub token with a right checksum, another one each time. */
export function makeToken(): string {
  return checks['crc32-base62']!.make(seededRandom(`e2e ${made++}`), 'ghp_');
}

/** A line of a config file with a token in it. */
export function tokenLine(token = makeToken()): string {
  return `GITHUB_TOKEN=${token}\n`;
}
