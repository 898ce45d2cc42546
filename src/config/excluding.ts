import { withInside } from '../inside-inputs.ts';
import type { Input, Source } from '../types.ts';
import { globMatcher } from './globs.ts';

/** The same source, with the chunks of excluded paths named as skipped instead of given. */
export function excluding(source: Source, globs: readonly string[]): Source {
  const filter = excludingInputs(globs);
  const { changes } = source;
  return {
    ...source,
    read: (signal) => filter(source.read(signal)),
    ...(changes
      ? { changes: { ...changes, open: (versions, signal) => filter(changes.open(versions, signal)) } }
      : {}),
  };
}

/** The same for what a source gives. */
export function excludingInputs(globs: readonly string[]) {
  const isExcluded = globMatcher(globs);
  const filtered = (input: Input): Input => {
    if (input.kind !== 'chunk') return withInside(input, filtered, filter);
    if (!isExcluded(input.path)) return input;
    return { kind: 'skip', path: input.path, reason: 'excluded by the config' };
  };
  async function* filter(inputs: AsyncIterable<Input>): AsyncGenerator<Input> {
    for await (const input of inputs) yield filtered(input);
  }
  return filter;
}
