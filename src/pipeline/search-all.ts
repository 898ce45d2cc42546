import { containerKind } from '../containers/container-kind.ts';
import type { Engine } from '../engine/scan.ts';
import type { Batch, Chunk, Input, Searched, Work } from '../types.ts';
import { addTime } from './search-times.ts';
import { addSearched, nameOf, newSearched, takeChunk } from './searched.ts';

/** Runs the engine over a stream of input, and counts what was read. */
export async function searchAll(inputs: AsyncIterable<Input>, engine: Engine): Promise<Searched> {
  const all = newSearched();
  for await (const input of inputs) await takeInput(input, engine, all);
  return all;
}

/** Adds what one input gives; a promise only when the engine has code to load first. */
export function takeInput(input: Input, engine: Engine, all: Searched): void | Promise<void> {
  switch (input.kind) {
    case 'expected':
      all.receipt.expected += input.count;
      return;
    case 'skip':
      all.receipt.skipped.push({ path: input.path, reason: input.reason });
      return;
    case 'problem':
      all.problems.push({ path: input.path, message: input.message });
      return;
    case 'chunk':
      return timed(input, engine, all);
    case 'batch':
      return takeBatch(input, engine, all);
    case 'work':
      return takeWork(input, engine, all);
  }
}

function timed(chunk: Chunk, engine: Engine, all: Searched): void | Promise<void> {
  const started = process.uptime();
  const { bytes } = all.receipt;
  const pending = isOpened(chunk, engine) ? takeContainer(chunk, engine, all) : takeChunk(chunk, engine, all);
  if (pending) return pending.then(() => addTimeOf(chunk, started, bytes, all));
  addTimeOf(chunk, started, bytes, all);
}

function addTimeOf(chunk: Chunk, started: number, bytesBefore: number, all: Searched): void {
  const ms = 1000 * (process.uptime() - started);
  addTime(all.times, { path: nameOf(chunk), ms, bytes: all.receipt.bytes - bytesBefore }, chunk.continued);
}

function isOpened({ bytes, where, continued }: Chunk, { maxArchiveDepth = 0 }: Engine): boolean {
  return maxArchiveDepth > 0 && where === 'content' && !continued && containerKind(bytes) !== undefined;
}

async function takeContainer(chunk: Chunk, engine: Engine, all: Searched): Promise<void> {
  const { searchContainer } = await import('./search-container.ts');
  await searchContainer(chunk, engine, all);
}

async function takeBatch({ inputs }: Batch, engine: Engine, all: Searched): Promise<void> {
  for (const input of inputs) {
    const pending = takeInput(input, engine, all);
    if (pending) await pending;
  }
}

async function takeWork(work: Work, engine: Engine, all: Searched): Promise<void> {
  for (const part of await work.run((inputs) => searchAll(inputs, engine))) addSearched(part, all);
}
