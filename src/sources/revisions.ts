import { SourceError, UsageError } from '../errors.ts';
import { type CommitSet, commitId, findCommit, findObject, haveMergeBase } from '../git/commits.ts';
import { peelTips } from '../git/tips.ts';
import type { Selection } from './range.ts';

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
  /** The name of a tag that belongs to it; what `tip` names belongs to it anyway. */
  tag?: string;
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
 * What a range holds: its commits, and the tags that it names.
 *
 * @throws {SourceError} as `resolveRange`
 */
export async function selectRange(range: NamedRange, root: string, signal: AbortSignal): Promise<Selection> {
  const commits = resolveRange(range, root);
  const tag = range.tag === undefined ? undefined : `refs/tags/${range.tag}`;
  const found = [range.tip, tag].map((name) => name && findObject(name, root));
  const { tags } = await peelTips(
    found.filter((id) => id !== undefined),
    root,
    signal,
  );
  const isAbsent = tag !== undefined && found[1] === undefined;
  const skips = isAbsent
    ? [{ path: tag, reason: 'the tag is not in this clone, so its message was not read' }]
    : [];
  return { commits, tags, versions: [], skips };
}

/**
 * Looks the names of a range's commits up.
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
