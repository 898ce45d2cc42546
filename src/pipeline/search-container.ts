import { addAll } from '../add-all.ts';
import { type ContainerKind, containerKind, TOO_LARGE } from '../containers/container-kind.ts';
import { expand } from '../containers/expand.ts';
import type { Engine } from '../engine/scan.ts';
import type { Chunk, Searched } from '../types.ts';
import { addSearched, newSearched, takeChunk } from './searched.ts';

/**
 * Searches what a container holds, then its own bytes, of which only what was not found inside is kept; a notebook,
 * which is text, the other way round. The file counts as one object, and each reason for which something in it was
 * left out as one more, expected and skipped.
 */
export async function searchContainer(chunk: Chunk, engine: Engine, all: Searched): Promise<void> {
  const found = newSearched();
  const repeated = createRepeated(engine, found);
  const kind = containerKind(chunk.bytes)!;
  if (kind === 'notebook') await takeChunk(chunk, engine, found);
  for await (const item of itemsOf(chunk, kind, engine)) {
    if (item.kind === 'skip') {
      found.receipt.expected++;
      found.receipt.skipped.push({ path: item.path, reason: item.reason });
    } else if (item.repeats) await repeated.take(item.chunk);
    else await takeChunk(item.chunk, engine, found);
  }
  if (kind !== 'notebook') await repeated.take(chunk);
  addSearched(found, all);
}

function itemsOf(
  chunk: Chunk,
  kind: ContainerKind,
  { maxArchiveDepth = 0 }: Engine,
): ReturnType<typeof expand> {
  return chunk.wholeSize === undefined ? expand(chunk, kind, maxArchiveDepth) : tooLarge(chunk);
}

async function* tooLarge({ path, object = '' }: Chunk): ReturnType<typeof expand> {
  yield { kind: 'skip', path: path || `object ${object.slice(0, 12)}`, reason: TOO_LARGE };
}

/** For bytes that came before in another form: keeps what was not found there. */
function createRepeated(engine: Engine, found: Searched): { take(chunk: Chunk): Promise<void> } {
  const known = new Set<string>();
  let told = 0;
  return {
    async take(chunk) {
      for (; told < found.findings.length; told++) known.add(found.findings[told]!.fingerprint);
      await takeChunk(chunk, engine, found);
      const fresh = found.findings.splice(told).filter(({ fingerprint }) => !known.has(fingerprint));
      addAll(fresh, found.findings);
    },
  };
}
