import { beforeAll, describe, expect, test } from 'vitest';
import { globSource } from '../../src/config/globs.ts';
import { createSearcher } from '../../src/engine/candidates.ts';
import { seededRandom } from '../../src/engine/checks/random.ts';
import { packRules } from '../../src/engine/compiler/pack.ts';
import { parsePattern } from '../../src/engine/compiler/parse.ts';
import { expandExample } from '../../src/engine/examples.ts';
import type { GateTables, Kernel } from '../../src/engine/kernel/kernel.ts';
import { createTwin } from '../../src/engine/kernel/twin.ts';
import { loadLinear } from '../../src/engine/linear.ts';
import { ecmaMatcher, type PatternMatcher } from '../../src/engine/matcher.ts';
import { openPack } from '../../src/engine/rule-pack.ts';
import { textMatcher } from '../../src/engine/text-matcher.ts';
import { loadDirectory } from '../../src/rules/directory.ts';
import type { Rule } from '../../src/types.ts';
import { compileKernel } from '../helpers/kernel.ts';
import { samplePattern } from '../helpers/sample-pattern.ts';

const rules = loadDirectory('rules');
let createWasm: (tables: GateTables) => Kernel;
beforeAll(async () => {
  createWasm = await compileKernel();
});

/** A text full of what the rule is made to find, and of what it is made to ignore, between ordinary lines. */
function textFor(rule: Rule): Buffer {
  const random = seededRandom(rule.id);
  const node = parsePattern(rule.pattern);
  const parts: Buffer[] = [];
  for (let i = 0; i < 12; i++) {
    const sample = Buffer.from(samplePattern(node, random)).subarray(0, 3000);
    const example = [...rule.examples.match, ...rule.examples.ignore][
      i % (rule.examples.match.length + rule.examples.ignore.length)
    ]!;
    const word = rule.context?.words[i % rule.context.words.length] ?? 'word';
    parts.push(
      Buffer.from(`const line${i} = "${word}";\n${word} `),
      sample,
      Buffer.from(['\n', ' ', '"', '\r\n'][i % 4]!),
    );
    parts.push(Buffer.from(`${expandExample(example, rule.check, `${rule.id}${i}`)}\n`));
  }
  return Buffer.concat(parts);
}

type Range = string;

function wholeText(matcher: PatternMatcher, bytes: Buffer): Range[] {
  const text = bytes.toString('latin1');
  const ranges: Range[] = [];
  for (let from = 0; ; ) {
    const match = matcher(text, from);
    if (!match) return ranges;
    ranges.push(`${match.start}-${match.end} ${match.groups.secret}`);
    from = Math.max(match.end, match.start + 1);
  }
}

/** Of a rule with context, only matches near a word count: that is what the gate is for. */
function nearContext(rule: Rule, ranges: readonly Range[], bytes: Buffer): Range[] {
  if (!rule.context) return [...ranges];
  const { words, within } = rule.context;
  return ranges.filter((range) => {
    const [start, end] = range.split(/[- ]/).map(Number) as [number, number];
    const text = bytes
      .subarray(Math.max(0, start - within), end + within)
      .toString('latin1')
      .toLowerCase();
    return words.some((word) => text.includes(word.toLowerCase()));
  });
}

describe.each(rules.map((rule): [string, Rule] => [rule.id, rule]))('%s', (_id, rule) => {
  const pack = openPack(packRules([rule], globSource));
  const { ecma, re2 } = pack.rule(0);
  const bytes = textFor(rule);
  const whole = wholeText(textMatcher(ecmaMatcher(ecma)), bytes);

  test('the gate and its windows give what the pattern gives over the whole text', () => {
    for (const createKernel of [createTwin, createWasm]) {
      const searcher = createSearcher(
        pack,
        createKernel(pack.gate),
        () => ecmaMatcher(ecma),
        () => true,
      );
      const found = searcher
        .search(bytes)
        .list.map((match) => `${match.start}-${match.end} ${match.groups.secret}`);
      expect(nearContext(rule, found, bytes)).toEqual(nearContext(rule, whole, bytes));
    }
  });

  test('the linear-time engines read the pattern as V8 does', async () => {
    const { compile } = await loadLinear('re2js');
    expect(wholeText(textMatcher(compile(re2)), bytes)).toEqual(whole);
  });

  test('the pattern has a literal to look for', () => {
    expect(pack.slow).toEqual([]);
  });
});
