import type { TempRepo } from '../git/temp-repo.ts';

/** What a scanner said: a secret, none, or that it could not tell. */
export type Outcome = 'found' | 'clean' | 'incomplete';

/** How a scanner is asked. */
export type Mode =
  /** As `pre-commit` hook of a `git commit`. */
  | 'commit'
  /** As `commit-msg` hook. */
  | 'message'
  /** As `pre-push` hook of a `git push`. */
  | 'push'
  /** A range of commits. */
  | 'range'
  /** The whole history. */
  | 'history'
  /** The history, and what no ref reaches. */
  | 'unreachable';

/** What happens once a repository is set up; each part has a default. */
export interface Act {
  /** For the hooks: the git command that they stop or let pass. */
  git?: string[];
  env?: NodeJS.ProcessEnv;
  input?: string;
  /** Folder to run in; the repository's. */
  cwd?: string;
  /** For `range`: `main..topic` unless said. */
  range?: string;
}

/** A thing that a repository can be, and what a scanner must say about it. */
export interface Situation {
  id: string;
  mode: Mode;
  expected: Outcome;
  /** The kind of scanner that says something else. */
  blinds?: string;
  /** Where the system can't make it. */
  skip?: boolean;
  /** @param token - makes a secret, another one each time */
  setup: (repo: TempRepo, token: () => string) => Act | undefined;
  /** Arguments of `git init`. */
  init?: string[];
}

/** A row of a table of situations. */
export type Row = [id: string, expected: Outcome, setup: Situation['setup'], more?: Partial<Situation>];

/** Rows as situations of one mode. */
export function rows(mode: Mode, table: readonly Row[]): Situation[] {
  return table.map(([id, expected, setup, more]) => ({ id, mode, expected, setup, ...more }));
}

/** Writes a file and stages it. */
export function stage(repo: TempRepo, path: string, content: string | Uint8Array): void {
  repo.write(path, content);
  repo.git('--literal-pathspecs', 'add', '-f', '--', path);
}

/** Writes files and commits them. */
export function commit(
  repo: TempRepo,
  files: Readonly<Record<string, string | Uint8Array>>,
  message = 'x',
): void {
  for (const [path, content] of Object.entries(files)) stage(repo, path, content);
  repo.git('commit', '-q', '--no-verify', '--allow-empty', '-m', message);
}
