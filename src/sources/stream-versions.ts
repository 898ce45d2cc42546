import { streamObjects } from '../git/cat-file.ts';
import type { Input, Version } from '../types.ts';
import { missingVersion } from './versions.ts';

/**
 * Streams versions in their order, large ones in stretches.
 *
 * @param versions - each with an object id
 */
export async function* streamVersions(
  versions: readonly Version[],
  root: string,
  signal: AbortSignal,
): AsyncGenerator<Input> {
  let next = 0;
  const ids = versions.map(({ object }) => object!);
  for await (const object of streamObjects(ids, root, signal)) {
    if (object.kind === 'failed') {
      yield { kind: 'problem', path: versions[next]?.path ?? '', message: object.message };
      return;
    }
    if (object.kind === 'missing') {
      yield missingVersion(versions[next++]!);
      continue;
    }
    const { bytes, firstLine, continued } = object;
    const version = versions[continued ? next - 1 : next++]!;
    yield { kind: 'chunk', ...version, bytes, firstLine, ...(continued ? { continued } : {}) };
  }
}
