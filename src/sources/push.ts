import { UsageError } from '../errors.ts';
import { type CommitSet, presentAmong } from '../git/commits.ts';
import { peelTips } from '../git/tips.ts';
import type { Source } from '../types.ts';
import { rangeSource } from './range.ts';

const BRANCH = 'refs/heads/';

/** A ref that a push changes. */
export interface RefUpdate {
  ref: string;
  /** Object ids; undefined where the ref is made or deleted. */
  before: string | undefined;
  after: string | undefined;
}

/**
 * Reads what git gives a `pre-push` hook: `<local ref> <local id> <remote ref> <remote id>` a line.
 *
 * @throws {UsageError} a line is not of this form
 * @see https://git-scm.com/docs/githooks#_pre_push
 */
export function parsePrePush(text: string): RefUpdate[] {
  return fieldsOf(text, 4).map(([, after, ref, before]) => update(ref!, before!, after!));
}

/**
 * Reads what git gives a `pre-receive` hook: `<old id> <new id> <ref>` a line.
 *
 * @throws {UsageError} a line is not of this form
 * @see https://git-scm.com/docs/githooks#pre-receive
 */
export function parsePreReceive(text: string): RefUpdate[] {
  return fieldsOf(text, 3).map(([before, after, ref]) => update(ref!, before!, after!));
}

function fieldsOf(text: string, count: number): string[][] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const fields = line.split(' ');
      if (fields.length === count) return fields;
      throw new UsageError('standard input is not what git gives this hook');
    });
}

function update(ref: string, before: string, after: string): RefUpdate {
  const orNone = (id: string) => (/^0+$/.test(id) ? undefined : id);
  return { ref, before: orNone(before), after: orNone(after) };
}

/**
 * What a push brings to the other side: what the refs that it sets reach, without what the other side is known to
 * have.
 *
 * @param known - what else the other side has than the refs that the push changes
 */
export function pushSource(
  name: string,
  updates: readonly RefUpdate[],
  known: Pick<CommitSet, 'excluded' | 'notGlobs'>,
  root: string,
): Source {
  const kept = updates.filter(({ after }) => after !== undefined);
  const branches = kept.flatMap(({ ref }) => (ref.startsWith(BRANCH) ? [ref.slice(BRANCH.length)] : []));
  const source = rangeSource({
    name,
    range: kept.map(({ ref }) => ref).join(' '),
    root,
    async select(signal) {
      const tips = await peelTips(
        kept.map(({ after }) => after!),
        root,
        signal,
      );
      const replaced = presentAmong(
        kept.flatMap(({ before }) => before ?? []),
        root,
      );
      const commits = { ...known, tips: tips.commits, excluded: [...known.excluded, ...replaced] };
      return { ...tips, commits };
    },
  });
  return { ...source, branches };
}
