import { type ContainerKind, containerKind, LARGEST_CONTAINER } from './containers/container-kind.ts';
import { expand } from './containers/expand.ts';
import type { Engine } from './engine/scan.ts';
import { addSearched, newSearched, takeChunk } from './searched.ts';
import type { Chunk, Searched } from './types.ts';

/**
 * Searches what a container holds, then its own bytes, of which only what was not found inside is kept; a notebook,
 * which is text, the other way round. The file counts as one object, and each reason for which something in it was
 * left out as one more, expected and skipped.
 */
export async function searchContainer(chunk: Chunk, engine: Engine, all: Searched): Promise<void> {
  const found = newSearched();
  const kind = containerKind(chunk.bytes)!;
  if (kind === 'notebook') await takeChunk(chunk, engine, found);
  for await (const item of itemsOf(chunk, kind, engine)) {
    if (item.kind === 'skip') {
      found.receipt.expected++;
      found.receipt.skipped.push({ path: item.path, reason: item.reason });
    } else if (item.repeats) await takeRepeated(item.chunk, engine, found);
    else await takeChunk(item.chunk, engine, found);
  }
  if (kind !== 'notebook') await takeRepeated(chunk, engine, found);
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
  const reason = `not opened: it is larger than ${LARGEST_CONTAINER >> 20} MiB`;
  yield { kind: 'skip', path: path || `object ${object.slice(0, 12)}`, reason };
}

/** Keeps of bytes that came before in another form what was not found there. */
async function takeRepeated(chunk: Chunk, engine: Engine, found: Searched): Promise<void> {
  const known = new Set(found.findings.map(({ fingerprint }) => fingerprint));
  const before = found.findings.length;
  await takeChunk(chunk, engine, found);
  const fresh = found.findings.splice(before).filter(({ fingerprint }) => !known.has(fingerprint));
  found.findings.push(...fresh);
}
