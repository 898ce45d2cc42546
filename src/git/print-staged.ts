import { gitArguments, gitEnvironment } from './run.ts';
import { DIFF_HEAD } from './staged-list.ts';

/**
 * Commands of sh that have git list what is staged and print its blobs while node starts; each part ends by saying that
 * git succeeded. Git is told all that a git which we start is told. `cut` keeps the new blobs' ids.
 */
export function printStaged(): string {
  const environment = Object.entries(gitEnvironment).map(([name, value]) => `${name}=${value}`);
  const git = (args: readonly string[]) => ['git', ...gitArguments(args)].join(' ');
  const list = git(DIFF_HEAD);
  const ids = `${git(DIFF_HEAD.filter((word) => word !== '-z'))} | cut -d ' ' -f 4`;
  const blobs = `${ids} | ${git(['cat-file', '--batch', '--buffer'])}`;
  return `export ${environment.join(' ')}; { ${list} && echo end && ${blobs} && echo end; } 2>/dev/null`;
}
