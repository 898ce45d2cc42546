import { SourceError, UsageError } from '../errors.ts';
import { type CommitSet, commitId, findCommit, haveMergeBase } from '../git/commits.ts';

/** A range of commits by name, before anything is looked up. */
export interface NamedRange {
  /** What the report calls it. */
  label: string;
  tip: string;
  /** Commits whose ancestors are known; undefined: those on remote branches. */
  base?: string;
  /** `base` and `tip` must have an ancestor in common. */
  needsMergeBase?: boolean;
  /** Where `base` is not in the clone (a force-push took it away), take what no remote branch has. */
  baseMayBeGone?: boolean;
  /** Globs of remote branches that don't count as known, since they are what was pushed: `origin/topic`. */
  pushed?: readonly string[];
}

/**
 * Reads what the user wrote: `A..B`, `A...B` (from their merge base) or `A` (to HEAD). Empty sides are HEAD.
 *
 * @throws {UsageError} it is none of these
 */
export function parseRange(text: string): NamedRange {
  const [, base, dots, tip] = /^(.*?)(\.\.\.?)(.*)$/s.exec(text) ?? [undefined, text, '..', 'HEAD'];
  if (text === '' || text === '..' || text === '...' || /\.\./.test(tip ?? ''))
    throw new UsageError(`no range: ${text}`, 'write A..B, as in main..HEAD');
  const label = text.includes('..') ? text : `${text}..HEAD`;
  return { label, base: base || 'HEAD', tip: tip || 'HEAD', needsMergeBase: dots === '...' };
}

/**
 * Looks a range's names up.
 *
 * @throws {SourceError} a commit is missing, or the two have no history in common
 */
export function resolveRange(range: NamedRange, root: string): CommitSet {
  const tip = commitId(range.tip, root);
  if (range.base === undefined) return notOnRemotes(tip, range);
  if (range.baseMayBeGone && findCommit(range.base, root) === undefined) return notOnRemotes(tip, range);
  const base = commitId(range.base, root);
  if (range.needsMergeBase && !haveMergeBase(base, tip, root))
    throw new SourceError(`${range.label}: no common ancestor is in this clone`, 'git fetch --unshallow');
  return { tips: [tip], excluded: [base] };
}

function notOnRemotes(tip: string, { pushed = [] }: NamedRange): CommitSet {
  const except = pushed.length === 0 ? [] : [...pushed, '*/HEAD'].map((glob) => `--exclude=${glob}`);
  return { tips: [tip], excluded: [], notGlobs: [...except, '--remotes'] };
}
