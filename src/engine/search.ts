import { createSearcher, type Matches } from './candidates.ts';
import type { CreateKernel } from './kernel/kernel.ts';
import type { LinearEngine } from './linear.ts';
import { ecmaMatcher } from './matcher.ts';
import type { PackedRule, RulePack } from './rule-pack.ts';

/** Rules that shipped with leakgate, or the user's own, which run on a linear-time engine only. */
export interface EnginePack {
  pack: RulePack;
  /** Absent for the rules that shipped. */
  linear?: LinearEngine;
}

/** What the rules are searched with. */
export interface SearchOptions {
  packs: EnginePack[];
  createKernel: CreateKernel;
  /** Which rules are in force. */
  takes: (packed: PackedRule) => boolean;
  /** Whether it is told where encoded text may begin; absent: yes. */
  findsRuns?: boolean;
}

/** All matches of all packs. Nothing is compiled or parsed until a candidate asks for it. */
export function createSearch({
  packs,
  createKernel,
  takes,
  findsRuns = true,
}: SearchOptions): (bytes: Uint8Array, regions?: Uint32Array) => Matches {
  const searchers = packs.map(({ pack, linear }, index) => {
    const compile = ({ ecma, re2 }: Pick<PackedRule, 'ecma' | 're2'>) =>
      linear ? linear.compile(re2) : ecmaMatcher(ecma);
    const kernel = createKernel(pack.gate, findsRuns && index === 0);
    return createSearcher(pack, kernel, compile, takes, linear === undefined);
  });
  return (bytes, regions) => {
    const found = searchers.map((searcher) => searcher.search(bytes, regions));
    if (found.length === 1) return found[0]!;
    return {
      list: found.flatMap(({ list }) => list),
      spots: found.flatMap(({ spots }) => spots),
      lines: found[0]?.lines ?? 0,
    };
  };
}
