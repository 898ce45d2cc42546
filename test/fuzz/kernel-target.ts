import { literalGate } from '../../scripts/bench/count-costs.ts';
import { type Compilable, compileRule } from '../../src/engine/compiler/compile.ts';
import {
  ACCEPT,
  DEAD,
  DFA_WORDS,
  ENTRY_WORDS,
  Entry,
  HEADER_BYTES,
  START,
} from '../../src/engine/compiler/layout.ts';
import { buildTables } from '../../src/engine/compiler/tables.ts';
import { readAutomata } from '../../src/engine/kernel/automata.ts';
import type { GateTables, Kernel } from '../../src/engine/kernel/kernel.ts';
import { spotKind, spotPosition } from '../../src/engine/kernel/spot.ts';
import { createTwin } from '../../src/engine/kernel/twin.ts';
import { BLOCK } from '../../src/engine/kernel/wasm.ts';
import { compileKernel } from '../helpers/kernel.ts';
import { type FuzzTarget, mustEqual } from './target.ts';

/** One pattern for each way through the kernel. */
const rules: readonly Compilable[] = [
  { pattern: '\\bacme_(?<secret>[a-z0-9]{8})\\b' },
  { pattern: '(?i:acme-key)\\s{0,3}[=:]\\s{0,3}["\']?(?<secret>[0-9a-f]{12})' },
  { pattern: '[a-z]{2,5}-acme-(?<secret>[0-9]{4,9})' },
  { pattern: '(?<secret>[0-9a-f]{8}-[0-9]{4})-acme' },
  { pattern: '(?:one|two|three)_acme(?<secret>\\d+)' },
  { pattern: 'BEGIN ACME(?<secret>[\\s\\S]{1,3000}?)END ACME' },
  { pattern: '\\b(?<secret>[0-9a-f]{16})\\b', context: { words: ['acme', 'corp'], within: 40 } },
  { pattern: '(?<secret>@@@)' },
  { pattern: '\\xe9\\xff(?<secret>x{3})' },
  { pattern: '(?<secret>acm[a-f]{300}z)' },
  { pattern: '"acme"\\s*:\\s*"(?<secret>(?:[a-z]{1,90}\\.){2}[0-9]{10,200})"' },
  { pattern: '(?<secret>(?:xa|xb|xc)[0-9]{2}yacme)$' },
];

const words = [
  'acme_',
  'ACME-KEY',
  'acme-key = "',
  '-acme-',
  '-acme',
  '_acme',
  'one',
  'three',
  'BEGIN ACME',
  'END ACME',
  'acme',
  'corp',
  '@@@',
  '\xe9\xffxxx',
  '"acme": "',
  'abcabc.',
  'yacme',
  'xa12',
  '0123456789ab',
  '0f1e2d3c4b5a6978',
  '\\"',
  '\\n',
  '\\u0061',
  '%3D',
  '&quot;',
  '&#95;',
  '=\n',
  '=3D',
  'YWNtZSBrZXkgYW5kIG1vcmU',
  '61636d65206b6579',
  'f'.repeat(301),
  'a\0c\0m\0e\0_\0b\0',
  '\0k\0e\0y\0 ',
];

/**
 * The WebAssembly module does what its twin does: hits, spots and lines, on any bytes. Of regions, and across the border of
 * its blocks, where an automaton that gets to an end may not say no, it finds at least what the twin finds there.
 */
export async function kernelTarget(): Promise<FuzzTarget> {
  const gate = buildTables(rules.map((rule) => compileRule(rule)));
  const [wasm, twin, literals] = [
    (await compileKernel())(gate),
    createTwin(gate),
    createTwin(literalGate(gate)),
  ];
  const tracer = tracerOf(gate);
  return {
    name: 'kernel',
    starts: words.map((word) => Buffer.from(`${word} `, 'latin1')),
    words,
    longest: 4096,
    run(input) {
      const expected = seen(twin, input);
      mustEqual('module and twin', seen(wasm, input), expected);
      const sum = input.reduce((a, b) => (31 * a + b) >>> 0, input.length);
      const regions = regionsOf(input.length, sum);
      const inRegions = seen(wasm, input, regions);
      mustHold('regions', inRegions.hits, expected.hits.filter(isInside(gate, regions)));
      mustEqual('lines of regions', inRegions.lines, seen(twin, input, regions).lines);
      if (sum % 16 === 0) mustHold('border', acrossBorder(wasm, input, sum), expected.hits);
      return new Set([...tracer(literals, input), ...expected.hits.map((hit) => `hit${hit.split(':')[1]}`)]);
    },
  };
}

function mustHold(what: string, got: readonly string[], least: readonly string[]): void {
  const missing = least.filter((hit) => !got.includes(hit));
  if (missing.length > 0) throw new Error(`${what}: without ${missing.join(' ').slice(0, 400)}`);
}

/** One to three regions, sorted and apart, that depend on the input alone. */
function regionsOf(length: number, sum: number): Uint32Array {
  const borders = [sum, sum >>> 5, sum >>> 11, sum >>> 17, sum >>> 3, sum >>> 23].map(
    (at) => at % (length + 1),
  );
  const distinct = [...new Set(borders)].sort((a, b) => a - b);
  return Uint32Array.from(distinct.slice(0, distinct.length & ~1));
}

/** Whether all of a hit's literal is in one of the regions. */
function isInside({ tables }: GateTables, regions: Uint32Array) {
  const words = new Int32Array(tables.buffer, tables.byteOffset, tables.byteLength >> 2);
  return (hit: string) => {
    const [position, entry] = hit.split(':').map(Number) as [number, number];
    const end = position + words[(HEADER_BYTES >> 2) + entry * ENTRY_WORDS + Entry.length]!;
    return regions.some((from, i) => i % 2 === 0 && from <= position && end <= regions[i + 1]!);
  };
}

/** The hits where the first block ends inside the input, at the input's own positions. */
function acrossBorder(kernel: Kernel, input: Uint8Array, sum: number): string[] {
  const lead = BLOCK - (sum % (input.length + 1));
  const bytes = Buffer.alloc(lead + input.length, ' ');
  bytes.set(input, lead);
  return seen(kernel, bytes).hits.map((hit) => {
    const [position, entry] = hit.split(':');
    return `${Number(position) - lead}:${entry}`;
  });
}

function seen(kernel: Kernel, bytes: Uint8Array, regions?: Uint32Array) {
  const { count, entries, positions, spots, lines } = kernel.find(bytes, regions);
  const hits = Array.from({ length: count }, (_, i) => `${positions[i]}:${entries[i]}`);
  const places = spots.map((spot) => `${spotPosition(spot)} ${spotKind(spot)}`);
  return { hits: [...new Set(hits)].sort(), spots: [...new Set(places)].sort(), lines };
}

const FARTHEST = 400;

/** Which states of which automata the literals of a text lead to. */
function tracerOf(gate: GateTables) {
  const words = new Int32Array(gate.tables.buffer, gate.tables.byteOffset, gate.tables.byteLength >> 2);
  const automata = readAutomata(gate.automata);
  return function* (literals: Kernel, bytes: Uint8Array): Generator<string> {
    const { count, entries, positions } = literals.find(bytes);
    for (let i = 0; i < count; i++) {
      const record = (HEADER_BYTES >> 2) + entries[i]! * ENTRY_WORDS;
      const [start, length] = [positions[i]!, words[record + Entry.length]!];
      yield* statesOf(words[record + Entry.forward]!, start + length, 1);
      yield* statesOf(words[record + Entry.backward]!, start - 1, -1);
    }
    function* statesOf(dfa: number, from: number, step: number): Generator<string> {
      if (dfa < 0) return;
      const at = (words[3]! >> 2) + dfa * DFA_WORDS;
      const [classes, classCount] = [words[at]!, words[at + 1]!];
      let state = START;
      for (let i = from; i >= 0 && i < bytes.length && Math.abs(i - from) < FARTHEST; i += step) {
        state = automata[classes + 256 + state * classCount + automata[classes + bytes[i]!]!]!;
        yield `${dfa}:${state}`;
        if (state === ACCEPT || state === DEAD) return;
      }
    }
  };
}
