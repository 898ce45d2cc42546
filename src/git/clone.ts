import { SourceError } from '../errors.ts';
import { gitEnvironment } from './run.ts';

/** Whether a word names a repository elsewhere: `scheme://…`, or `user@host:path`. */
export function isRemote(word: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(word) || /^[^/\\\s]+@[^/\\\s:]+:/.test(word);
}

/** How far a clone is: what git does now (`receiving`), and how much of it is done. */
export interface CloneProgress {
  stage: string;
  percent: number;
}

const SETTINGS = ['protocol.ext.allow=never', 'core.hooksPath=/dev/null', 'core.askPass='];
const FLAGS = ['--mirror', '--template=', '--no-recurse-submodules'];

/** What a user sets so that git reaches and trusts a server. A hook's `GIT_DIR` is not among them. */
const KEPT = /^GIT_(?:SSH|SSL|PROXY|HTTP|CONFIG|ASKPASS)/;
/** What would start a program of the environment's choice, or is another repository's. */
const LEFT_OUT = /^(?:GIT_.*|.*EDITOR|VISUAL|PAGER)$/;

/**
 * Clones all refs of a repository without working tree, hooks, templates or submodules; asks nobody anything.
 *
 * @param folder - is made, or empty
 * @throws {SourceError} git's complaint, without the URL's credentials
 */
export async function cloneBare(
  url: string,
  folder: string,
  signal: AbortSignal,
  onProgress: (progress: CloneProgress) => void,
): Promise<void> {
  const { simpleGit } = await import('simple-git');
  const environment = environmentFor(process.env);
  const git = simpleGit({
    abort: signal,
    config: SETTINGS,
    allowEnvironment: Object.keys(environment),
    // What is the user's own, and what is asked for above to close doors, not to open them.
    unsafe: {
      allowUnsafeAskPass: true,
      allowUnsafeConfigEnvCount: true,
      allowUnsafeConfigPaths: true,
      allowUnsafeGitProxy: true,
      allowUnsafeHooksPath: true,
      allowUnsafeProtocolOverride: true,
      allowUnsafeSshCommand: true,
      allowUnsafeTemplateDir: true,
    },
    progress: ({ stage, progress }) => onProgress({ stage, percent: progress }),
  });
  try {
    await git.env(environment).clone(url, folder, FLAGS);
  } catch (error) {
    throw new SourceError(`git clone failed: ${complaintOf(error as Error)}`);
  }
}

function environmentFor(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = Object.entries(env).filter(([name]) => KEPT.test(name) || !LEFT_OUT.test(name));
  const { GIT_PAGER: _, ...forced } = gitEnvironment;
  return { ...Object.fromEntries(own), ...forced };
}

/** The first line that says what is wrong: progress and greetings come before it. */
function complaintOf({ message }: Error): string {
  const lines = message.split(/[\r\n]+/).filter((line) => line.trim() !== '');
  const complaint = lines.find((line) => /^(?:fatal|error):/.test(line)) ?? lines.at(-1) ?? 'no reason given';
  return complaint.replace(/^(?:fatal|error): /, '').replace(/\/\/[^/\s'@]*@/g, '//');
}
