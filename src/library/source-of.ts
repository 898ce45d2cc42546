import { withInside } from '../inside-inputs.ts';
import type { Setting } from '../setup/scan-source.ts';
import type { Chunk, Input, Source } from '../types.ts';
import type { SourceChoice } from './options.ts';

/** @throws {UsageError | SourceError} a range or repository is not what it should be */
export async function sourceOf(choice: SourceChoice, setting: Setting): Promise<Source> {
  if (!('kind' in choice)) return givingTurns(choice, (signal) => untilAborted(choice.read(signal), signal));
  const source = await ownSource(choice, setting);
  return givingTurns(source, (signal) => source.read(signal));
}

async function ownSource(choice: Exclude<SourceChoice, Source>, setting: Setting): Promise<Source> {
  const { root, cwd, settings } = setting;
  switch (choice.kind) {
    case 'staged': {
      const { stagedSource } = await import('../sources/staged.ts');
      return stagedSource(root, choice.files ?? []);
    }
    case 'dir': {
      const { filesSource } = await import('../sources/files.ts');
      const { paths = ['.'], gitignore = true } = choice;
      return filesSource({ paths, cwd, root, gitignore, maxFileSize: settings.maxFileSize });
    }
    case 'diff':
      return diffSource(choice.range, root);
    case 'history': {
      const { historyOf } = await import('../setup/history-of.ts');
      return historyOf(choice, setting);
    }
    case 'text':
      return textSource(choice);
  }
}

async function diffSource(text: string, root: string): Promise<Source> {
  const [{ rangeSource }, { parseRange, selectRange }] = await Promise.all([
    import('../sources/range.ts'),
    import('../sources/revisions.ts'),
  ]);
  const range = parseRange(text);
  const select = (signal: AbortSignal) => selectRange(range, root, signal);
  return rangeSource({ name: 'diff', range: range.label, root, select });
}

function textSource({ text, path = '(text)' }: { text: string | Uint8Array; path?: string }): Source {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return {
    name: 'text',
    root: '.',
    async *read() {
      yield { kind: 'expected', count: 1 };
      yield { kind: 'chunk', path, where: 'content', bytes, firstLine: 1 } satisfies Chunk;
    },
  };
}

const TURN_MS = 50;

/**
 * The same source, while which is read the event loop is given turns, so that a signal is heard. A source of the
 * caller's may be of a class: its members are taken by name.
 */
function givingTurns(source: Source, read: Source['read']): Source {
  const { name, root, range, branches, changes } = source;
  return {
    name,
    root,
    ...(range === undefined ? {} : { range }),
    ...(branches ? { branches } : {}),
    ...(changes ? { changes } : {}),
    ...(source.topFile ? { topFile: source.topFile.bind(source) } : {}),
    ...(source.locate ? { locate: source.locate.bind(source) } : {}),
    ...(source.close ? { close: source.close.bind(source) } : {}),
    read: (signal) => inTurns(read(signal), signal),
  };
}

/** A source that waits for something else, and does not listen to the signal, is left alone when it comes. */
async function* untilAborted(inputs: AsyncIterable<Input>, signal: AbortSignal): AsyncGenerator<Input> {
  const iterator = inputs[Symbol.asyncIterator]();
  let wake: (() => void) | undefined;
  const onAbort = (): void => wake?.();
  const nextUnlessAborted = () =>
    new Promise<IteratorResult<Input> | undefined>((resolve, reject) => {
      wake = () => resolve(undefined);
      iterator.next().then(resolve, reject);
    });
  signal.addEventListener('abort', onAbort, { once: true });
  let isOver = false;
  try {
    while (!signal.aborted) {
      const next = await nextUnlessAborted();
      isOver = next?.done === true;
      if (!next || next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    const closed = isOver ? undefined : iterator.return?.();
    if (signal.aborted) closed?.catch(() => undefined);
    else await closed;
  }
}

function inTurns(inputs: AsyncIterable<Input>, signal: AbortSignal): AsyncGenerator<Input> {
  let turn = performance.now();
  const turns = async function* (some: AsyncIterable<Input>): AsyncGenerator<Input> {
    for await (const input of some) {
      if (performance.now() - turn > TURN_MS) {
        await new Promise(setImmediate);
        turn = performance.now();
      }
      if (signal.aborted) return;
      yield withInside(input, (inside) => inside, turns);
    }
  };
  return turns(inputs);
}
