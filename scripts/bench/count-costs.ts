import { createSearcher } from '../../src/engine/candidates.ts';
import { ENTRY_WORDS, Entry, HEADER_BYTES } from '../../src/engine/compiler/layout.ts';
import type { GateTables } from '../../src/engine/kernel/kernel.ts';
import { createTwin } from '../../src/engine/kernel/twin.ts';
import { ecmaMatcher, type PatternMatcher } from '../../src/engine/matcher.ts';
import type { RulePack } from '../../src/engine/rule-pack.ts';
import { stepCounter } from './count-steps.ts';

/** What one rule costs on a million bytes of text: counts that are the same on every machine. */
export interface RuleCost {
  id: string;
  /** How often its literals stand there. */
  literals: number;
  /** How often the automata let one of them through. */
  hits: number;
  /** How often its regular expression is run … */
  runs: number;
  /** … and how many bytes those runs look at, over and over again where it takes wrong ways. */
  steps: number;
}

/** The most that one rule may cost on ordinary text. */
export const budget: Omit<RuleCost, 'id'> = { literals: 4500, hits: 100, runs: 100, steps: 5000 };

/** The most that all of them may cost there, for each thousand rules. */
export const wholeBudget: Omit<RuleCost, 'id'> = { literals: 18_500, hits: 100, runs: 120, steps: 6000 };

/** The most steps of one rule on text that is full of names of services and of secrets. */
export const mostSteps = 200_000;

/** Counts what each rule costs, in the order of the pack. */
export function countCosts(pack: RulePack, text: Uint8Array): RuleCost[] {
  const perMillion = 1e6 / text.length;
  const costs = Array.from({ length: pack.count }, (_, i) => {
    return { id: pack.rule(i).rule.id, literals: 0, hits: 0, runs: 0, steps: 0 };
  });
  for (const rule of rulesHit(literalGate(pack.gate), text)) costs[rule]!.literals += perMillion;
  for (const rule of rulesHit(pack.gate, text)) costs[rule]!.hits += perMillion;
  const byPattern = new Map(costs.map((cost, i) => [pack.rule(i).ecma, { cost, rule: pack.rule(i).rule }]));
  const counted = ({ ecma }: { ecma: string }): PatternMatcher => {
    const matcher = ecmaMatcher(ecma);
    const known = byPattern.get(ecma);
    if (!known) return matcher;
    const stepsOf = stepCounter(known.rule.pattern);
    return (window, from, last = window.length) => {
      known.cost.runs += perMillion;
      known.cost.steps += stepsOf(window, from, last) * perMillion;
      return matcher(window, from, last);
    };
  };
  createSearcher(pack, createTwin(pack.gate), counted, () => true).search(text);
  return costs;
}

/** The same gate without its automata, nor what stands for them in an entry's record: every literal is a hit. */
export function literalGate({ tables, automata }: GateTables): GateTables {
  const bare = Uint8Array.from(tables);
  const words = new Int32Array(bare.buffer, bare.byteOffset, bare.byteLength >> 2);
  for (let entry = 0; entry < words[1]!; entry++) {
    const record = words.subarray((HEADER_BYTES >> 2) + entry * ENTRY_WORDS);
    const atEnd = record[Entry.gram]! + 3 === record[Entry.length];
    record[Entry.forward] = record[Entry.backward] = -1;
    record[Entry.behind] = record[Entry.inFront] = -1;
    record[Entry.around]! |= (atEnd ? 0x0f : 0) | (record[Entry.gram] === 0 ? 0xf0 : 0);
  }
  return { tables: bare, automata };
}

/** For each hit the index of its rule. */
function* rulesHit(gate: GateTables, text: Uint8Array): Generator<number> {
  const { tables } = gate;
  const words = new Int32Array(tables.buffer, tables.byteOffset, tables.byteLength >> 2);
  const { count, entries } = createTwin(gate).find(text);
  for (let i = 0; i < count; i++) yield words[(HEADER_BYTES >> 2) + entries[i]! * ENTRY_WORDS + Entry.rule]!;
}
