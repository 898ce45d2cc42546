import { RuleError } from '../errors.ts';
import type { Rule } from '../types.ts';
import type { Judged, JudgeOptions } from './judge-matches.ts';
import { loadKernel } from './kernel/load.ts';
import { openPack, type PackBytes, type RulePack } from './rule-pack.ts';
import type { Engine } from './scan.ts';
import { createSearch, type EnginePack, type SearchOptions } from './search.ts';

/** What rules a scan runs with. */
export interface RuleChoice {
  /** The rules that shipped, compiled. */
  installed: PackBytes;
  /** The user's own. */
  own: readonly Rule[];
  takes: (rule: Rule) => boolean;
  /** Every rule is taken: none has to be parsed to be counted. */
  takesAll: boolean;
  globSource: (glob: string) => string;
}

export interface LoadedEngine {
  engine: Engine;
  /** Rules in force. */
  rules: number;
  /** Names of the kernel and of the linear-time engine, for `-v`. */
  names: string;
}

/**
 * Makes the engine for a choice of rules.
 *
 * @throws {RuleError} a pattern of the user's rules can't be compiled
 */
export async function loadEngine(choice: RuleChoice, options: JudgeOptions): Promise<LoadedEngine> {
  const packs: EnginePack[] = [{ pack: openPack(choice.installed) }];
  if (choice.own.length > 0) packs.push(await packOwn(choice));
  const kernel = loadKernel();
  const engine = lazyEngine(
    { packs, createKernel: kernel.create, takes: ({ rule }) => choice.takes(rule) },
    options,
  );
  const linear = packs[1]?.linear?.name;
  return {
    engine,
    rules: packs.reduce((sum, { pack }) => sum + countTaken(pack, choice), 0),
    names: `kernel ${kernel.name}${linear ? `, own rules on ${linear}` : ''}`,
  };
}

const nothing: Judged = { findings: [], dropped: [] };

/** A clean commit never loads the code that judges: it comes with the first match. */
function lazyEngine(rules: SearchOptions, options: JudgeOptions): Engine {
  const search = createSearch(rules);
  let judge: typeof import('./judge-matches.ts') | undefined;
  return {
    scan(chunk) {
      const { list, lines } = search(chunk.bytes, chunk.regions);
      if (list.length === 0) return { ...nothing, lines };
      if (judge) return { ...judge.judgeMatches(chunk, list, options), lines };
      return import('./judge-matches.ts').then((module) => {
        judge = module;
        return { ...module.judgeMatches(chunk, list, options), lines };
      });
    },
  };
}

/** Compiles the user's rules; the compiler and the linear-time engine are loaded only for them. */
async function packOwn({ own, globSource }: RuleChoice): Promise<EnginePack> {
  const [{ packRules }, { PatternError }, { loadLinear }] = await Promise.all([
    import('./compiler/pack.ts'),
    import('./compiler/parse.ts'),
    import('./linear.ts'),
  ]);
  for (const rule of own) {
    try {
      packRules([rule], globSource);
    } catch (error) {
      if (error instanceof PatternError) throw new RuleError(`${rule.id}: pattern: ${error.message}`);
      throw error;
    }
  }
  return { pack: openPack(packRules(own, globSource)), linear: await loadLinear() };
}

function countTaken(pack: RulePack, choice: RuleChoice): number {
  if (choice.takesAll) return pack.count;
  return Array.from({ length: pack.count }, (_, i) => pack.rule(i)).filter(({ rule }) => choice.takes(rule))
    .length;
}
