import type { Chunk, Rule } from '../types.ts';
import type { Layer } from './judge-matches.ts';
import { loadKernel } from './kernel/load.ts';
import { namedValueLayers } from './named-values.ts';
import type { PackStore, PlaceOf } from './own-pack.ts';
import { openPack, type PackBytes, type RulePack } from './rule-pack.ts';
import type { Engine, LookOptions, ScanResult } from './scan.ts';
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
  /** Keeps what the user's own rules compile to. */
  store?: PackStore | undefined;
  /** For the message about a pattern that can't be compiled. */
  placeOf?: PlaceOf | undefined;
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
export async function loadEngine(choice: RuleChoice, options: LookOptions): Promise<LoadedEngine> {
  const packs: EnginePack[] = [{ pack: openPack(choice.installed) }];
  if (choice.own.length > 0) packs.push(await ownPack(choice));
  const kernel = await loadKernel();
  const takes: SearchOptions['takes'] = ({ rule }) => choice.takes(rule);
  const findsRuns = (options.maxDecodeDepth ?? 0) > 0;
  const engine = lazyEngine({ packs, createKernel: kernel.create, takes, findsRuns }, options);
  const linear = packs[1]?.linear?.name;
  return {
    engine,
    rules: packs.reduce((sum, { pack }) => sum + countTaken(pack, choice), 0),
    names: `kernel ${kernel.name}${linear ? `, own rules on ${linear}` : ''}`,
  };
}

const NO_LIMITS: readonly string[] = [];

/** A clean commit never loads the code that decodes or judges: it comes with the first spot, or the first match. */
function lazyEngine(rules: SearchOptions, options: LookOptions): Engine {
  const search = createSearch(rules);
  const depth = options.maxDecodeDepth ?? 0;
  const decoder = lazily(() => import('./decoding/decode-layers.ts'));
  const judge = lazily(() => import('./judge-matches.ts'));
  const judged = (chunk: Chunk, layers: readonly Layer[], lines: number, limits: readonly string[]) => {
    if (layers.length === 0) return { findings: [], dropped: [], lines, limits };
    return after(judge(), ({ judgeMatches }): ScanResult => {
      const { findings, dropped } = judgeMatches(chunk, layers, options);
      return { findings, dropped, lines, limits };
    });
  };
  return {
    scan(chunk) {
      const found = search(chunk.bytes, chunk.regions);
      const own = found.list.length > 0 ? [{ chunk, matches: found.list }] : [];
      const named = namedValueLayers(chunk, search);
      if (depth === 0 || found.spots.length === 0)
        return judged(chunk, [...own, ...named], found.lines, NO_LIMITS);
      return after(decoder(), ({ decodeLayers }) => {
        const { layers, limits } = decodeLayers(chunk, found, search, depth);
        return judged(chunk, [...own, ...layers, ...named], found.lines, limits);
      });
    },
  };
}

function lazily<T>(load: () => Promise<T>): () => T | Promise<T> {
  let loaded: T | undefined;
  return () =>
    loaded ??
    load().then((value) => {
      loaded = value;
      return value;
    });
}

function after<T, R>(value: T | Promise<T>, next: (value: T) => R | Promise<R>): R | Promise<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** The user's rules run on a linear-time engine, which is loaded only for them. */
async function ownPack({ own, globSource, store, placeOf }: RuleChoice): Promise<EnginePack> {
  const [{ packOwn }, { loadLinear }] = await Promise.all([import('./own-pack.ts'), import('./linear.ts')]);
  return { pack: openPack(await packOwn(own, globSource, store, placeOf)), linear: await loadLinear() };
}

function countTaken(pack: RulePack, choice: RuleChoice): number {
  if (choice.takesAll) return pack.count;
  return Array.from({ length: pack.count }, (_, i) => pack.rule(i)).filter(({ rule }) => choice.takes(rule))
    .length;
}
