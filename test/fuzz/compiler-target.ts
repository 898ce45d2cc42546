import { createSearcher } from '../../src/engine/candidates.ts';
import type { Random } from '../../src/engine/checks/check.ts';
import { seededRandom } from '../../src/engine/checks/random.ts';
import { lengthRange, type Node } from '../../src/engine/compiler/ir.ts';
import { packRules } from '../../src/engine/compiler/pack.ts';
import { PatternError, parsePattern } from '../../src/engine/compiler/parse.ts';
import { createTwin } from '../../src/engine/kernel/twin.ts';
import { loadLinear } from '../../src/engine/linear.ts';
import { ecmaMatcher, type PatternMatcher } from '../../src/engine/matcher.ts';
import { openPack, type RulePack } from '../../src/engine/rule-pack.ts';
import { textMatcher } from '../../src/engine/text-matcher.ts';
import { acmeRule } from '../helpers/acme-rule.ts';
import { samplePattern } from '../helpers/sample-pattern.ts';
import { type FuzzTarget, mustEqual } from './target.ts';

const LONGEST_PATTERN = 120;
const LONGEST_TEXT = 2000;

const words = [
  '(?<secret>',
  '(?i:',
  '(?s:',
  '(?:',
  ')',
  '|',
  '[a-z]',
  '[^"]',
  '[0-9a-f]',
  '\\w',
  '\\d',
  '\\s',
  '\\b',
  '\\B',
  '^',
  '$',
  '.',
  '?',
  '*?',
  '+',
  '{2,5}',
  '{8}',
  '{0,300}?',
  '{40,}',
  'acme',
  'acme_',
  'key-',
  '=',
  '"',
  '\n',
  '\\xe9',
  '\\u00e9',
  '\\x00',
];

const starts = [
  '\\bacme_(?<secret>[a-z0-9]{8})\\b\nacme_',
  '(?i:acme-key)\\s{0,3}[=:]\\s{0,3}["\']?(?<secret>[0-9a-f]{12})\n ACME-Key = ',
  '(?:one|two|three)_acme(?<secret>\\d+)\none_acme1 two_',
  'BEGIN(?<secret>[\\s\\S]{1,300}?)END\nBEGIN BEGIN END',
  '(?<secret>[0-9a-f]{8}-[0-9]{4})-acme\n-acme 1',
  '^acme: (?<secret>.{1,40})$\nacme: ',
  '(?s)acme.{0,50}?(?<secret>[0-9]{6})\nacme 1234567',
  '(?:acme_){2,3}(?<secret>[a-f]+?)x?\nacme_acme_acme_acme_a',
];

/** An input is a pattern, an end of line, and text: what the gate lets through is what the pattern matches. */
export async function compilerTarget(): Promise<FuzzTarget> {
  const linear = await loadLinear('re2js');
  return {
    name: 'compiler',
    starts: starts.map((text) => Buffer.from(text)),
    words,
    longest: LONGEST_PATTERN + LONGEST_TEXT,
    run(input) {
      const [, pattern = '', rest = ''] = /^([^\n]*)\n?([\s\S]*)$/.exec(
        Buffer.from(input).toString('latin1'),
      )!;
      if (pattern.length > LONGEST_PATTERN) return ['long'];
      const pack = packOf(pattern);
      if (!pack) return ['refused'];
      const node = parsePattern(pattern);
      const text = textFor(node, rest.slice(0, LONGEST_TEXT), seededRandom(pattern));
      const { ecma, re2 } = pack.rule(0);
      const whole = matchesOf(textMatcher(linear.compile(re2)), text);
      if (isPlain(node))
        mustEqual(
          'V8 and re2js',
          matchesOf(ecmaMatcher(ecma), text.slice(0, 200)),
          matchesOf(linear.compile(re2), text.slice(0, 200)),
        );
      const searcher = createSearcher(
        pack,
        createTwin(pack.gate),
        () => linear.compile(re2),
        () => true,
      );
      const found = searcher.search(Buffer.from(text, 'latin1')).list;
      if (lengthRange(node)[1] < LONGEST_TEXT)
        mustEqual(
          'gate and whole text',
          found.map(({ start, end, groups }) => `${start}-${end} ${groups.secret}`),
          whole,
        );
      return [`${pack.slow.length} ${Math.min(whole.length, 3)} ${isPlain(node)}`];
    },
  };
}

function packOf(pattern: string): RulePack | undefined {
  try {
    return openPack(packRules([acmeRule(pattern)], (glob) => glob));
  } catch (error) {
    if (error instanceof PatternError) return undefined;
    throw error;
  }
}

/** The text, and in it what the pattern matches, but for its assertions. */
function textFor(node: Node, text: string, random: Random): string {
  const samples = Array.from({ length: 3 }, () =>
    Buffer.from(samplePattern(node, random).slice(0, LONGEST_TEXT / 4)).toString('latin1'),
  );
  return [text, ...samples.flatMap((sample) => [sample, '\n', text.slice(0, 20)])].join('');
}

function matchesOf(matcher: PatternMatcher, text: string): string[] {
  const ranges: string[] = [];
  for (let from = 0; ; ) {
    const match = matcher(text, from);
    if (!match) return ranges;
    if (match.groups.secret) ranges.push(`${match.start}-${match.end} ${match.groups.secret}`);
    from = Math.max(match.end, match.start + 1);
  }
}

/**
 * Backtracking takes no long time and both dialects mean the same: nothing that repeats holds what repeats or may be
 * empty, nor the secret, which one of them forgets from one time to the next.
 */
function isPlain(node: Node, inside = false): boolean {
  switch (node.type) {
    case 'set':
    case 'assert':
      return true;
    case 'group':
      return !inside && isPlain(node.item, inside);
    case 'seq':
    case 'alt':
      return node.items.every((item) => isPlain(item, inside));
    case 'repeat':
      return !inside && lengthRange(node.item)[0] > 0 && isPlain(node.item, node.max > 1);
  }
}
