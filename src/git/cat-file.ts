import { createObjectParser, type ObjectPart, type StaysWhole } from './object-parts.ts';
import { spawnGit } from './spawn.ts';

/** What an object stream gives for an id: its parts, or why there are none. */
export type StreamedObject =
  | ObjectPart
  /** The repository does not have it (a partial clone, a damaged repository). */
  | { kind: 'missing'; id: string }
  /** Git gave up; nothing follows. */
  | { kind: 'failed'; message: string };

/**
 * Streams objects in the order of their ids, with one `git cat-file`.
 *
 * @param ids - full ids; may be produced while objects are read
 * @param staysWhole - large objects that come in one part all the same; absent: none
 * @see https://git-scm.com/docs/git-cat-file#_batch_output
 */
export async function* streamObjects(
  ids: Iterable<string> | AsyncIterable<string>,
  cwd: string,
  signal: AbortSignal,
  staysWhole?: StaysWhole,
): AsyncGenerator<StreamedObject> {
  const git = spawnGit(['cat-file', '--batch', '--buffer'], cwd, signal, ids);
  const parser = createObjectParser(staysWhole);
  for await (const bytes of git.output) yield* parser.push(bytes);
  const failure = await git.failure();
  if (failure && !signal.aborted) yield { kind: 'failed', message: failure.message };
  else if (parser.isInside() && !signal.aborted) yield { kind: 'failed', message: 'git cat-file broke off' };
}
