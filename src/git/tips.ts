import { addAll } from '../add-all.ts';
import { SourceError } from '../errors.ts';
import type { Version } from '../types.ts';
import { streamObjects } from './cat-file.ts';
import { decodePath, splitNul } from './paths.ts';
import { runGit } from './run.ts';

/** What refs point at, with tags followed to what they tag. */
export interface Tips {
  commits: string[];
  /** Tag objects on the way, whose messages are part of what the ref brings. */
  tags: string[];
  /** Refs may point at blobs, and at trees, whose files and names these are. */
  versions: Version[];
}

/**
 * Follows refs to what they hold.
 *
 * @param ids - of objects of any type
 * @throws {SourceError} one is missing
 */
export async function peelTips(ids: readonly string[], cwd: string, signal: AbortSignal): Promise<Tips> {
  const tips: Tips = { commits: [], tags: [], versions: [] };
  const seen = new Set<string>();
  for (let pending = [...new Set(ids)]; pending.length > 0; ) {
    const targets: string[] = [];
    for (const id of pending) seen.add(id);
    for await (const object of streamObjects(pending, cwd, signal)) {
      if (object.kind === 'failed') throw new SourceError(object.message);
      if (object.kind === 'missing') throw new SourceError(`object ${object.id} is missing`);
      if (object.continued) continue;
      if (object.type === 'tag') targets.push(tagTarget(object.bytes));
      addTip(tips, object.type, object.id, cwd);
    }
    pending = [...new Set(targets)].filter((id) => !seen.has(id));
  }
  return tips;
}

function addTip(tips: Tips, type: string, id: string, cwd: string): void {
  if (type === 'commit') tips.commits.push(id);
  else if (type === 'tag') tips.tags.push(id);
  else if (type === 'blob')
    tips.versions.push({ path: `blob:${id.slice(0, 12)}`, where: 'content', object: id });
  else addAll(versionsOfTree(id, cwd), tips.versions);
}

function tagTarget(bytes: Uint8Array): string {
  const id = /^object ([0-9a-f]{40,64})\n/.exec(Buffer.from(bytes.subarray(0, 80)).toString('latin1'))?.[1];
  if (id === undefined) throw new SourceError('a tag object is damaged');
  return id;
}

function versionsOfTree(tree: string, cwd: string): Version[] {
  return splitNul(runGit(['ls-tree', '-r', '-z', '--full-tree', tree], cwd)).flatMap((field) => {
    const tab = field.indexOf(9);
    const [, type, object] = field.subarray(0, tab).toString('latin1').split(' ');
    const path = decodePath(field.subarray(tab + 1));
    const name: Version = { path, where: 'path' };
    return type === 'blob' ? [name, { path, where: 'content', object: object! }] : [name];
  });
}
