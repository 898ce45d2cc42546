import { seededRandom } from '../../src/engine/checks/random.ts';
import { decodeText } from '../../src/engine/decode-text.ts';
import { lowerInFixtures } from '../../src/engine/fixtures.ts';
import type { Engine } from '../../src/engine/scan.ts';
import type { Finding, Rule } from '../../src/types.ts';
import { formats, namesOf } from './formats.ts';
import {
  namelessForms,
  passwordGenerators,
  passwordNames,
  secretGenerators,
  secretNames,
} from './generic-samples.ts';
import { engineOf, providerSamples, type Sample } from './provider-samples.ts';
import { chunkOf, surroundings } from './surroundings.ts';

/** How often a kind of sample was found, and by a rule of its own provider. */
export interface Tally {
  all: number;
  found: number;
  named: number;
}

/** Tallies by provider or generator, and by format or surrounding. */
export interface Recall {
  groups: Map<string, Tally>;
  places: Map<string, Tally>;
  total: Tally;
  /** Samples that nothing found: what and where, without the secret. */
  missed: string[];
}

/** Expansions of each example of a rule. */
const SEEDS = 1;
/** Values of each generator, for each name and format. */
const VALUES = 2;
/** Values of each generator, for each place without a name. */
const NAMELESS_VALUES = 10;

/** Samples of every rule: its example lines in files of all sorts, then their secrets in all formats. */
export function providerRecall(rules: readonly Rule[]): Recall {
  const recall = newRecall();
  const engine = engineOf(rules);
  const samples = providerSamples(rules, SEEDS).filter(({ provider }) => provider !== 'generic');
  for (const sample of samples) {
    for (const [place, surround] of Object.entries(surroundings)) {
      if (place === 'after a full stop' && !sample.distinctive) continue;
      count(recall, sample, `file: ${place}`, findings(engine, surround(sample.text), sample.path));
    }
    if (sample.name === undefined || /\s/.test(sample.secret)) continue;
    const names = namesOf(sample.name);
    for (const [format, render] of Object.entries(formats)) {
      const text = surroundings.middle!(render(names, sample.secret));
      const path = sample.path === 'src/settings.txt' ? `src/${format}` : sample.path;
      count(recall, sample, format, findings(engine, text, path));
    }
  }
  return recall;
}

/** Secrets of no provider: every generator under several names, in all formats. */
export function genericRecall(rules: readonly Rule[]): Recall {
  const recall = newRecall();
  const engine = engineOf(rules);
  const kinds = [
    { kind: 'secret', generators: secretGenerators, names: secretNames },
    { kind: 'password', generators: passwordGenerators, names: passwordNames },
  ];
  for (const { kind, generators, names } of kinds) {
    for (const [generator, make] of Object.entries(generators)) {
      for (const [format, render] of Object.entries(formats)) {
        const random = seededRandom(`${generator} ${format}`);
        for (const name of names) {
          for (let i = 0; i < VALUES; i++) {
            const secret = make(random);
            const sample = { ruleId: name, provider: `${kind}: ${generator}`, secret };
            const text = surroundings.middle!(render(namesOf(name), secret));
            count(recall, sample, format, findings(engine, text, `src/${format}`));
          }
        }
      }
    }
  }
  countNameless(engine, recall);
  return recall;
}

function countNameless(engine: Engine, recall: Recall): void {
  for (const [generator, make] of Object.entries(secretGenerators)) {
    for (const [form, render] of Object.entries(namelessForms)) {
      const random = seededRandom(`${generator} ${form}`);
      for (let i = 0; i < NAMELESS_VALUES; i++) {
        const secret = make(random);
        const sample = { ruleId: 'nameless', provider: `secret without a name: ${form}`, secret };
        count(recall, sample, form, findings(engine, surroundings.middle!(render(secret)), `src/${form}`));
      }
    }
  }
}

function newRecall(): Recall {
  return { groups: new Map(), places: new Map(), total: newTally(), missed: [] };
}

function newTally(): Tally {
  return { all: 0, found: 0, named: 0 };
}

/** What is found at the default confidence. */
function findings(engine: Engine, bytes: Uint8Array, path: string): Finding[] {
  const result = engine.scan(decodeText(chunkOf(bytes, path)));
  if (result instanceof Promise) throw new Error('the engine has all its code');
  return result.findings.map(lowerInFixtures).filter(({ confidence }) => confidence !== 'low');
}

type Sought = Pick<Sample, 'ruleId' | 'provider' | 'secret'>;

function count(recall: Recall, sample: Sought, place: string, all: readonly Finding[]): void {
  const hits = all.filter(({ secret, parts }) =>
    [secret, ...parts.map((part) => part.secret)].some((other) => overlaps(other.reveal(), sample.secret)),
  );
  for (const tally of [recall.total, at(recall.groups, sample.provider), at(recall.places, place)]) {
    tally.all++;
    if (hits.length > 0) tally.found++;
    if (hits.some(({ rule }) => rule.provider === sample.provider)) tally.named++;
  }
  if (hits.length === 0) recall.missed.push(`${sample.provider} | ${sample.ruleId} | ${place}`);
}

/** A finding may hold a little more than the secret, be put together from strings, or lack a mark that its quotes can't hold. */
function overlaps(found: string, secret: string): boolean {
  const [a, b] = [found, secret].map((text) => text.replace(/[\r\n]|' \+ '/g, ''));
  return a!.includes(b!) || (b!.includes(a!) && a!.length * 10 >= b!.length * 9);
}

function at(tallies: Map<string, Tally>, key: string): Tally {
  const tally = tallies.get(key) ?? newTally();
  tallies.set(key, tally);
  return tally;
}
