import type { GitPlaces } from './git-places.ts';
import { diffTreeToIndex, type StagedChange } from './index-diff.ts';
import { readIndexFile } from './index-file.ts';
import type { ObjectStore } from './objects/object-store.ts';
import { hasReplaceRefs, resolveHead } from './refs.ts';

/**
 * What `git diff-index --cached --raw -z --no-renames --ignore-submodules=none HEAD` lists (with an unborn HEAD:
 * every path as added), read in process.
 *
 * @param env - `GIT_REPLACE_REF_BASE` counts; the places come from the same environment
 * @returns sorted by path; undefined when something is unusual enough that git itself must say
 */
export function diffHeadToIndex(
  places: GitPlaces,
  store: ObjectStore,
  env: NodeJS.ProcessEnv,
): StagedChange[] | undefined {
  if (hasReplaceRefs(places, env)) return undefined;
  const head = resolveHead(places);
  const index = head && readIndexFile(places.indexFile, places.hashBytes);
  if (head === undefined || index === undefined) return undefined;
  const tree = head.kind === 'unborn' ? '' : treeOf(store, head.oid);
  return tree === undefined ? undefined : diffTreeToIndex(store, tree, index);
}

function treeOf(store: ObjectStore, commit: string): string | undefined {
  const result = store.read(commit);
  if (result.kind !== 'object' || result.type !== 'commit') return undefined;
  return /^tree ([0-9a-f]+)\n/.exec(result.bytes.toString('latin1', 0, 80))?.[1];
}
