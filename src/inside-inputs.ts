import type { Input } from './types.ts';

/**
 * An input whose own inputs, those of a batch or of work, go where it came from.
 *
 * @param one - what is made of one input; undefined leaves it out
 * @param all - the same for a stream
 */
export function withInside(
  input: Input,
  one: (input: Input) => Input | undefined,
  all: (inputs: AsyncIterable<Input>) => AsyncIterable<Input>,
): Input {
  if (input.kind === 'batch') return { ...input, inputs: mapped(input.inputs, one) };
  if (input.kind === 'work') return { ...input, run: (search) => input.run((inside) => search(all(inside))) };
  return input;
}

function* mapped(inputs: Iterable<Input>, one: (input: Input) => Input | undefined): Generator<Input> {
  for (const input of inputs) {
    const made = one(input);
    if (made) yield made;
  }
}
