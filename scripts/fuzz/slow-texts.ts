/**
 * Looks for texts that take long to search for their length, with all rules and decoding, and prints the worst:
 *
 *     npm run fuzz:slow -- [--rules] [--seconds 120] [--seed N] [FILE...]
 *
 * A text is a short piece, repeated; pieces are mutated, and those that make slower texts go on. Each of the worst is
 * tried at four times the length, too: what takes more than four times as long is not linear. The pieces are written to
 * `.fuzz/`; files that are named are such pieces, to be tried again. With `--rules`, pieces are parts of tokens of all
 * rules instead: texts that are full of secrets, or of what is nearly one.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { seededRandom } from '../../src/engine/checks/random.ts';
import { parsePattern } from '../../src/engine/compiler/parse.ts';
import { expandExample } from '../../src/engine/examples.ts';
import { loadDirectory } from '../../src/rules/directory.ts';
import { samplePattern } from '../../test/helpers/sample-pattern.ts';
import { builtPack } from '../bench/built-pack.ts';
import { textsOf } from '../bench/corpus.ts';
import { median } from '../bench/median.ts';
import { createBuiltKernel, engineOf } from '../bench/pack-engines.ts';
import { diceFrom, pick } from './dice.ts';
import { mutate } from './mutate.ts';

const LENGTH = 16 << 10;
/** A text of many findings is slow for what it finds, and is left out. */
const MOST_FINDINGS = 5;
const LONGEST_PIECE = 400;
const ALIVE = 40;
/** Pieces that are tried before any goes on. */
const FIRST = 200;
const SHOWN = 8;
/** A text that is so many times as long may take so many times its share: collecting garbage is a part of it. */
const LONGER = 16;
const MOST_GROWTH = 3;
const TRIES = 5;
const MAX_DECODE_DEPTH = 4;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rules: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '120' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
  },
});
const dice = diceFrom(Number(values.seed));
const pack = builtPack();
const engine = engineOf(pack, MAX_DECODE_DEPTH);
const gate = createBuiltKernel(pack.gate);
const ordinary = ordinaryMs();

interface Slow {
  piece: Uint8Array;
  ms: number;
  findings: number;
}

const worst = slowTexts();
console.log(`ordinary text: ${ordinary.toFixed(2)} ms for ${LENGTH >> 10} kB, --seed ${values.seed}`);
for (const [i, { piece, ms }] of worst.entries()) print(i, piece, ms);

function slowTexts(): Slow[] {
  if (positionals.length > 0) return positionals.map((file) => slowOf(readFileSync(file)));
  return values.rules ? slowestTokens() : search();
}

/** Parts of tokens of all rules; prints how their times are spread, and which grow faster than the text. */
function slowestTokens(): Slow[] {
  const all = loadDirectory('rules')
    .flatMap(({ id, pattern }) =>
      partsOf(Buffer.from(samplePattern(parsePattern(pattern), seededRandom(id)))),
    )
    .map(slowOf);
  const timesAgain = slowest(all, all.length);
  const few = timesAgain.filter(({ findings }) => findings <= MOST_FINDINGS);
  const many = timesAgain.filter(({ findings }) => findings > MOST_FINDINGS);
  const inOrdinary = spread(few.map(({ ms }) => ms / ordinary));
  console.log(`${few.length} parts of tokens, in times of ordinary text: ${inOrdinary}`);
  const nearly = few.filter(({ piece }) => hitsIn(piece) > MOST_FINDINGS);
  const forEach = spread(nearly.map(({ piece, ms }) => (1000 * ms) / hitsIn(piece)));
  console.log(`${nearly.length} of them full of what is nearly one, in microseconds for each: ${forEach}`);
  const each = spread(many.map(({ ms, findings }) => (1000 * ms) / findings));
  console.log(`${many.length} full of findings, in microseconds for each: ${each}`);
  const growing = timesAgain.filter(growsAgainAndAgain);
  console.log(
    `${growing.length} take over ${MOST_GROWTH} times their share when they are ${LONGER} times as long`,
  );
  return [...growing, ...few.sort((a, b) => b.ms - a.ms)].slice(0, SHOWN);
}

/** How many candidates the gate sees, at which patterns are tried. */
function hitsIn(piece: Uint8Array): number {
  return gate.find(repeated(piece, LENGTH)).count;
}

function spread(numbers: number[]): string {
  const sorted = numbers.sort((a, b) => a - b);
  return [0.5, 0.9, 0.99, 1]
    .map((share) => `${100 * share} % up to ${sorted[Math.ceil(share * sorted.length) - 1]!.toFixed(1)}`)
    .join(', ');
}

/** Whether it grew each time: what else the machine does takes its time once. */
function growsAgainAndAgain(slow: Slow): boolean {
  for (let i = 0; i < TRIES; i++) if (growth(slow) <= MOST_GROWTH) return false;
  return true;
}

/** How many times its share a text takes that is longer. */
function growth({ piece, ms }: Slow): number {
  const least = Math.min(ms, slowOf(piece).ms);
  return timed(repeated(piece, LONGER * LENGTH)).ms / LONGER / least;
}

/** What is nearly a token: the beginning of one, in a row, in lines, or given a value. */
function partsOf(sample: Buffer): Buffer[] {
  const begin = (share: number) => sample.subarray(0, Math.ceil(share * sample.length));
  const joined = (part: Uint8Array, end: string) => Buffer.concat([part, Buffer.from(end)]);
  return [
    begin(1 / 4),
    begin(1 / 2),
    sample.subarray(0, -1),
    joined(begin(1 / 2), '\n'),
    joined(begin(1 / 3), '='),
  ];
}

function search(): Slow[] {
  const words = [
    ...wordsOfRules(),
    '%3D',
    '&quot;',
    '\\u0061',
    '\\"',
    'IiI',
    '=\n',
    '\n',
    ' ',
    '"',
    '{',
    '0',
    'a',
  ];
  const end = performance.now() + 1000 * Number(values.seconds);
  let alive: Slow[] = [];
  for (let runs = 0; performance.now() < end; runs++) {
    const pieces = alive.map(({ piece }) => piece);
    const fresh = runs < FIRST || pieces.length === 0 || dice(8) === 0;
    const parent = fresh ? Buffer.from(pick(words, dice), 'latin1') : pick(pieces, dice);
    const piece = mutate(parent, [parent, ...pieces], words, LONGEST_PIECE, dice);
    const slow = piece.length > 0 ? slowOf(piece) : undefined;
    if (slow && slow.findings <= MOST_FINDINGS) alive.push(slow);
    if (alive.length > 2 * ALIVE) alive = slowest(alive, ALIVE);
  }
  return slowest(alive, ALIVE)
    .map(({ piece }) => slowOf(piece))
    .sort((a, b) => b.ms - a.ms)
    .slice(0, SHOWN);
}

/** Literals and samples of all rules. */
function wordsOfRules(): string[] {
  return loadDirectory('rules').flatMap((rule) => {
    const random = seededRandom(rule.id);
    const sample = samplePattern(parsePattern(rule.pattern), random).slice(0, LONGEST_PIECE);
    const example = expandExample(rule.examples.match[0]!, rule.check, rule.id).slice(0, LONGEST_PIECE);
    return [Buffer.from(sample).toString('latin1'), example, ...(rule.context?.words ?? [])];
  });
}

function slowOf(piece: Uint8Array): Slow {
  const { ms, result } = timed(repeated(piece, LENGTH));
  return { piece, ms, findings: result.findings.length };
}

/** Those that are slow a second time: the first one may have waited for code to be compiled. */
function slowest(list: readonly Slow[], count: number): Slow[] {
  const sorted = list.toSorted((a, b) => b.ms - a.ms).slice(0, count);
  return sorted.map((slow) => ({ ...slow, ms: Math.min(slow.ms, slowOf(slow.piece).ms) }));
}

function repeated(piece: Uint8Array, length: number): Buffer {
  return Buffer.alloc(length, piece);
}

/** One search, and its CPU time. */
function timed(bytes: Uint8Array) {
  const before = process.cpuUsage();
  const result = engine.scan({ kind: 'chunk', path: 'file.txt', where: 'content', bytes, firstLine: 1 });
  const { user, system } = process.cpuUsage(before);
  return { result, ms: (user + system) / 1000 };
}

function ordinaryMs(): number {
  const text = Buffer.concat(textsOf('src', 8 * LENGTH));
  const times = Array.from({ length: 60 }, () => timed(text).ms);
  return median(times.slice(times.length / 2)) / (text.length / LENGTH);
}

function print(rank: number, piece: Uint8Array, ms: number): void {
  const { result, ms: longer } = timed(repeated(piece, 4 * LENGTH));
  const { findings, dropped } = result;
  const rules = [
    ...new Set([...findings.map(({ rule }) => rule.id), ...dropped.map(({ ruleId }) => ruleId)]),
  ];
  mkdirSync('.fuzz', { recursive: true });
  const file = `.fuzz/slow-${rank}`;
  writeFileSync(file, piece);
  console.log(
    `${(ms / ordinary).toFixed(0)} times ordinary text, ${(longer / ms).toFixed(1)} times as long for four times as much; ${findings.length} findings, ${rules.slice(0, 4).join(' ')}; ${piece.length} bytes in ${file}`,
  );
}
