import { containerKind } from '../../src/containers/container-kind.ts';
import { expand } from '../../src/containers/expand.ts';
import { chunkOf } from '../helpers/engine.ts';

/** What stands in a container: texts by their paths, and what was left out. */
export interface Opened {
  /** A file that came in stretches has all of them. */
  files: Map<string, string>;
  /** Paths in their order, again for each file of the same name. */
  paths: string[];
  layers: Map<string, readonly string[]>;
  skipped: string[];
  /** Lists of names that stand in no bytes otherwise, by the container's path. */
  names: Map<string, string>;
}

const NAMES = '!/names of files';

/** Opens a file as a scan does; its bytes themselves, which come again, are not among the texts. */
export async function open(bytes: Uint8Array, path = 'f', maxDepth = 3): Promise<Opened> {
  const kind = containerKind(bytes);
  const opened: Opened = { files: new Map(), paths: [], layers: new Map(), skipped: [], names: new Map() };
  if (!kind) return opened;
  for await (const item of expand(chunkOf(bytes, path), kind, maxDepth)) {
    if (item.kind === 'skip') opened.skipped.push(`${item.path}: ${item.reason}`);
    else if (item.chunk.path.endsWith(NAMES))
      opened.names.set(item.chunk.path.slice(0, -NAMES.length), Buffer.from(item.chunk.bytes).toString());
    else if (!item.repeats) {
      const { chunk } = item;
      const text = Buffer.from(chunk.bytes).toString('latin1');
      opened.files.set(chunk.path, (opened.files.get(chunk.path) ?? '') + text);
      opened.layers.set(chunk.path, chunk.decodedFrom ?? []);
      if (!chunk.continued) opened.paths.push(chunk.path);
    }
  }
  return opened;
}
