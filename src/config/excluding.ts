import { withInside } from '../inside-inputs.ts';
import type { Input, Source } from '../types.ts';
import { globMatcher } from './globs.ts';

/** The same source, with what excluded paths have named as skipped, once for each object, instead of given. */
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
  const filtered = (input: Input): Input | undefined => {
    if (input.kind !== 'chunk') return withInside(input, filtered, filter);
    if (!isExcluded(input.path)) return input;
    if (input.where === 'path' || input.continued) return undefined;
    return { kind: 'skip', path: input.path, reason: 'excluded by the config' };
  };
  async function* filter(inputs: AsyncIterable<Input>): AsyncGenerator<Input> {
    for await (const input of inputs) {
      const left = filtered(input);
      if (left) yield left;
    }
  }
  return filter;
}
