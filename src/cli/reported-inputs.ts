import { commitInfo } from '../git/commit-object.ts';
import { tryGit } from '../git/run.ts';
import { messageChunks } from '../sources/messages.ts';
import type { Chunk, CommitInfo, Input } from '../types.ts';
import type { ReportedPlace } from '../verify/reported-places.ts';
import { fileInCommit, fileInTree, namesInCommit } from './reported-file.ts';

/**
 * What a report's findings stand in, each once: files of the working tree (below its top, or below the folder that was
 * scanned) or of the commit that the report names, whole archives, messages and notes.
 */
export async function* reportedInputs(
  places: readonly ReportedPlace[],
  root: string,
  cwd: string,
): AsyncGenerator<Input> {
  const all = new Map(
    places.map((place) => [JSON.stringify([place.commit, place.where, topOf(place)]), place]),
  );
  for (const place of all.values()) {
    yield { kind: 'expected', count: 1 };
    const chunks = chunksOf(place, root, cwd);
    if (chunks.length === 0) yield missing(place);
    const commit = chunks.length > 0 && place.commit !== null && commitAt(place.commit, root);
    for (const chunk of chunks) yield commit ? { ...chunk, commit } : chunk;
  }
}

/** The file that git or the system knows. */
function topOf({ container, file }: ReportedPlace): string {
  return container ?? file;
}

function commitAt(id: string, root: string): CommitInfo {
  return commitInfo(id, tryGit(['cat-file', 'commit', id], root).stdout);
}

function chunksOf(place: ReportedPlace, root: string, cwd: string): Chunk[] {
  const { where, commit, file } = place;
  if (where === 'commit-message' || where === 'tag-message') return messageAt(file, root);
  const path = topOf(place);
  const bytes =
    where === 'note'
      ? noteAt(path, commit, root)
      : commit === null
        ? (fileInTree(root, path) ?? fileInTree(cwd, path))
        : fileInCommit(root, commit, path);
  if (!bytes) return [];
  return [{ kind: 'chunk', path, where, bytes: where === 'path' ? Buffer.from(path) : bytes, firstLine: 1 }];
}

function missing(place: ReportedPlace): Input {
  const { commit, where } = place;
  const gone = commit ? `not in commit ${commit}` : 'no such file';
  const message = where === 'content' || where === 'path' ? gone : 'not there any more';
  return { kind: 'problem', path: topOf(place), message };
}

/** @param name - `commit:` or `tag:` and the beginning of an object's id */
function messageAt(name: string, root: string): Chunk[] {
  const [, type, start] = /^(commit|tag):([0-9a-f]{12,64})$/.exec(name) ?? [];
  if (type !== 'commit' && type !== 'tag') return [];
  const { status, stdout } = tryGit(['cat-file', type, start!], root);
  return status === 0 ? messageChunks(type, start!, stdout) : [];
}

/** @param name - `note:` and the beginning of the id of what is noted, which git makes a path of */
function noteAt(name: string, commit: string | null, root: string): Uint8Array | undefined {
  const start = /^note:([0-9a-f]{12,64})$/.exec(name)?.[1];
  if (start === undefined || commit === null) return undefined;
  const path = namesInCommit(root, commit).find((file) => file.replaceAll('/', '').startsWith(start));
  return path === undefined ? undefined : fileInCommit(root, commit, path);
}
