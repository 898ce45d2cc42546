import { splitNul } from './paths.ts';
import { tryGit } from './run.ts';

/** How git will clean a commit's message, as far as a `commit-msg` hook can know it. */
export interface MessageCleanup {
  /** What a comment line starts with. */
  comment: string;
  /** Comment lines are taken out. */
  stripsComments: boolean;
  /** What follows a scissors line is taken out: always, only when it is the diff of `commit -v`, or never. */
  scissors: 'always' | 'diff' | 'never';
}

/**
 * Reads from the settings how a message will be cleaned. Git sets `GIT_EDITOR` to `:` for its hooks when nobody
 * edits the message; then it stays as it is, unless `commit.cleanup` says otherwise.
 *
 * @see https://git-scm.com/docs/git-commit#Documentation/git-commit.txt---cleanupltmodegt
 */
export function messageCleanup(message: string, root: string, env: NodeJS.ProcessEnv): MessageCleanup {
  const settings = readSettings(root);
  const edited = env.GIT_EDITOR !== ':';
  const mode = settings.get('commit.cleanup') ?? 'default';
  const character = settings.get('core.commentstring') ?? settings.get('core.commentchar') ?? '#';
  const scissors = mode === 'scissors' ? 'always' : 'diff';
  return {
    comment: character === 'auto' ? guessComment(message) : character,
    stripsComments: mode === 'strip' || (edited && mode === 'default'),
    scissors: edited ? scissors : 'never',
  };
}

function readSettings(root: string): Map<string, string> {
  const pattern = String.raw`^(core\.comment(char|string)|commit\.cleanup)$`;
  const { stdout } = tryGit(['config', '-z', '--get-regexp', pattern], root);
  return new Map(
    splitNul(stdout).map((field) => {
      const [name, ...value] = field.toString().split('\n');
      return [name!.toLowerCase(), value.join('\n')];
    }),
  );
}

/** With `auto` git takes a character that starts no line of the message; its own comments come last. */
function guessComment(message: string): string {
  const starts = message.split('\n').map((line) => line[0] ?? '');
  return starts.findLast((start) => '#;@!$%^&|:'.includes(start) && start !== '') ?? '#';
}
