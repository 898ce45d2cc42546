import type { Chunk, Skip } from '../types.ts';
import { createBudget, LimitHit, type Spend } from './budget.ts';
import { Damaged, type Item, Unreadable } from './entry.ts';

/** One file that is opened, with all that is inside of it. */
export interface Opening {
  outer: Chunk;
  maxDepth: number;
  /** A limit was hit: nothing more is opened. */
  isOver(): boolean;
  /** What a reader gives until it throws, which is noted. */
  items(path: string, read: (spend: Spend) => Iterable<Item>): Generator<Item>;
  /** The parts of an entry until they end, throw, or are too many. */
  parts(path: string, parts: Iterable<Uint8Array>): Generator<Uint8Array>;
  leaveOut(path: string, reason: string): void;
  /** What was not read, once for each reason. */
  skips(): Skip[];
}

/** @param outer - the file */
export function openingOf(outer: Chunk, maxDepth: number): Opening {
  const budget = createBudget(outer.bytes.length);
  const left = new Map<string, { path: string; count: number }>();
  let isOver = false;
  const leaveOut = (path: string, reason: string): void => {
    const known = left.get(reason);
    if (known) known.count++;
    else left.set(reason, { path, count: 1 });
  };
  const fail = (path: string, error: unknown): void => {
    isOver ||= error instanceof LimitHit;
    leaveOut(error instanceof LimitHit ? outer.path : path, reasonOf(error));
  };
  return {
    outer,
    maxDepth,
    isOver: () => isOver,
    leaveOut,
    *items(path, read) {
      try {
        for (const item of read(budget.spend)) {
          budget.countEntry();
          yield item;
        }
      } catch (error) {
        fail(path, error);
      }
    },
    *parts(path, parts) {
      try {
        for (const part of parts) {
          budget.spend(part.length);
          yield part;
        }
      } catch (error) {
        fail(path, error);
      }
    },
    skips: () => [...left].map(([reason, { path, count }]) => skipOf(outer, path, reason, count)),
  };
}

/** A parser that hostile bytes lead astray throws what it will: that too is damage. */
function reasonOf(error: unknown): string {
  if (error instanceof LimitHit) return `opened only in part: ${error.message}`;
  if (error instanceof Unreadable) return `not opened: ${error.message}`;
  return error instanceof Damaged
    ? `damaged: ${error.message}`
    : 'damaged: what can be unpacked was searched';
}

function skipOf({ path: outer, object = '' }: Chunk, path: string, reason: string, count: number): Skip {
  const shown = outer === '' ? `object ${object.slice(0, 12)}${path}` : path;
  return {
    kind: 'skip',
    path: shown,
    reason: count > 1 ? `${reason}; so are ${count - 1} more in it` : reason,
  };
}
