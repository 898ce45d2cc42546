import type { Rule } from '../types.ts';
import { packRules } from './compiler/pack.ts';
import { expandExample } from './examples.ts';
import { createTwin } from './kernel/twin.ts';
import { openPack } from './rule-pack.ts';
import { createEngine } from './scan.ts';

/** An example on which a rule does not do what its file says. */
export interface FailedExample {
  ruleId: string;
  list: 'match' | 'ignore';
  example: string;
  /** What the engine did instead. */
  detail: string;
}

/** Runs each rule's examples through the engine, the rule alone in force; the file name fits its `paths`. */
export function testRules(rules: readonly Rule[], globSource: (glob: string) => string): FailedExample[] {
  return rules.flatMap((rule) => {
    const engine = engineFor(rule, globSource);
    return [
      ...rule.examples.match.flatMap((example) => check(rule, engine, 'match', example)),
      ...rule.examples.ignore.flatMap((example) => check(rule, engine, 'ignore', example)),
    ];
  });
}

/** An engine with this rule alone, in which a part counts as a finding. */
function engineFor(rule: Rule, globSource: (glob: string) => string) {
  const { part: _, paths: __, ...alone } = rule;
  return createEngine({
    packs: [{ pack: openPack(packRules([alone], globSource)) }],
    createKernel: createTwin,
    takes: () => true,
    explain: true,
  });
}

function check(
  rule: Rule,
  engine: ReturnType<typeof engineFor>,
  list: FailedExample['list'],
  example: string,
): FailedExample[] {
  const bytes = Buffer.from(expandExample(example, rule.check));
  const { findings, dropped } = engine.scan({
    kind: 'chunk',
    path: 'example',
    where: 'content',
    bytes,
    firstLine: 1,
  });
  if (findings.length > 0 === (list === 'match')) return [];
  const reasons = dropped.map(({ reason }) => `${reason.filter}: ${reason.detail}`);
  const detail = list === 'ignore' ? 'was found' : reasons.join('; ') || 'the pattern does not match';
  return [{ ruleId: rule.id, list, example, detail }];
}
