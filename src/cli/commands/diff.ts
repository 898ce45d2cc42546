import { UsageError } from '../../errors.ts';
import { findCommit } from '../../git/commits.ts';
import { runGit } from '../../git/run.ts';
import { ciRange } from '../../sources/ci-range.ts';
import { rangeSource } from '../../sources/range.ts';
import { type NamedRange, parseRange, selectRange } from '../../sources/revisions.ts';
import type { Call } from '../options.ts';
import { runSource } from './scan.ts';

/**
 * Runs `diff`.
 *
 * @throws {UsageError} no range was given, and neither CI nor an upstream branch tells one
 * @throws {SourceError} this is no repository, or git can't read it
 */
export async function runDiff(call: Call): Promise<number> {
  const [text, ...more] = call.args;
  if (more.length > 0) throw new UsageError(`diff ${more[0]}: one range at a time`);
  return runSource(call, new AbortController().signal, ({ root }) => {
    const range = text === undefined ? impliedRange(root) : parseRange(text);
    return rangeSource({
      name: 'diff',
      range: range.label,
      root,
      select: (signal) => selectRange(range, root, signal),
    });
  });
}

function impliedRange(root: string): NamedRange {
  const range = ciRange(process.env);
  if (range) return range;
  if (findCommit('@{upstream}', root)) return { label: 'upstream..HEAD', base: '@{upstream}', tip: 'HEAD' };
  runGit(['rev-parse', '--git-dir'], root);
  throw new UsageError(
    'diff: no range was given, and the branch has no upstream',
    'write leakgate diff A..B, as in main..HEAD',
  );
}
