import type { Input, Version } from '../types.ts';
import { chunkOfPart, streamBlobs } from './blob-stream.ts';
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
  for await (const object of streamBlobs(ids, root, signal)) {
    if (object.kind === 'failed') {
      yield { kind: 'problem', path: versions[next]?.path ?? '', message: object.message };
      return;
    }
    if (object.kind === 'missing') {
      yield missingVersion(versions[next++]!);
      continue;
    }
    const { path, where } = versions[object.continued ? next - 1 : next++]!;
    yield { ...chunkOfPart(object, path), where };
  }
}
