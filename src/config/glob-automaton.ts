import { type GlobNode, parseGlob } from './glob-syntax.ts';

/** One state of a nondeterministic automaton: takes a character, or goes on without one. */
interface State {
  fits?: (code: number) => boolean;
  next: number[];
}

/** A set of states, and where each character leads from it. */
interface Known {
  states: readonly number[];
  accepts: boolean;
  byCode: Map<number, Known>;
}

/** More than these are forgotten and made again when they are needed. */
const MOST_KNOWN = 5000;

/**
 * Whether one of the globs matches a path, in time that is linear in the path whatever the globs are.
 *
 * @throws {GlobSyntaxError} see `parseGlob`
 */
export function globAutomaton(globs: readonly string[]): (path: string) => boolean {
  const { states, start, end } = automatonOf({ type: 'alt', items: globs.map(parseGlob) });
  let known = new Map<string, Known>();
  const remember = (from: readonly number[]): Known => {
    const closed = closure(states, from);
    const key = closed.join();
    const found = known.get(key);
    if (found) return found;
    if (known.size >= MOST_KNOWN) known = new Map();
    const made = { states: closed, accepts: closed.includes(end), byCode: new Map<number, Known>() };
    known.set(key, made);
    return made;
  };
  const step = (from: Known, code: number): Known => {
    const to = remember(from.states.flatMap((id) => (states[id]!.fits?.(code) ? states[id]!.next : [])));
    if (from.byCode.size < MOST_KNOWN) from.byCode.set(code, to);
    return to;
  };
  const first = remember([start]);
  return (path) => {
    let at = first;
    for (let i = 0; i < path.length && at.states.length > 0; i++) {
      const code = path.charCodeAt(i);
      at = at.byCode.get(code) ?? step(at, code);
    }
    return at.accepts;
  };
}

function closure(states: readonly State[], from: readonly number[]): number[] {
  const seen = new Set(from);
  for (const id of seen) {
    const { fits, next } = states[id]!;
    if (!fits) for (const other of next) seen.add(other);
  }
  return [...seen].sort((a, b) => a - b);
}

function automatonOf(node: GlobNode) {
  const states: State[] = [];
  const add = (state: State) => states.push(state) - 1;
  const end = add({ next: [] });
  const build = (part: GlobNode, next: number): number => {
    switch (part.type) {
      case 'char':
        return add({ fits: part.fits, next: [next] });
      case 'seq':
        return part.items.reduceRight((to, item) => build(item, to), next);
      case 'alt':
        return add({ next: part.items.map((item) => build(item, next)) });
      case 'many': {
        const loop = add({ next: [next] });
        states[loop]!.next.push(build(part.item, loop));
        return loop;
      }
    }
  };
  return { start: build(node, end), states, end };
}
