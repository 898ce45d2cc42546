import { expect, test } from 'vitest';
import { seededRandom } from '../../../src/engine/checks/random.ts';
import { expandExample } from '../../../src/engine/examples.ts';
import { loadRuleFiles } from '../../../src/rules/rule-files.ts';
import { chunkOf, engineOf } from '../../helpers/engine.ts';
import { type Encoder, wholeEncoders } from './encoders.ts';

const rules = loadRuleFiles(['rules/github.yaml', 'rules/slack.yaml', 'rules/stripe.yaml', 'rules/aws.yaml']);
const engine = engineOf(rules, { maxDecodeDepth: 3 });
const examples = rules.flatMap(({ check, examples }) =>
  examples.match.map((line) => expandExample(line, check)),
);

const secretsIn = (text: string) => engine.scan(chunkOf(text)).findings;

test('what rules find in a text, they find in any encoding of it, up to three on top of each other', () => {
  const random = seededRandom('chains');
  const pickOf = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!;
  let found = 0;
  for (let round = 0; round < 240; round++) {
    const text = `some words in front of it\n${pickOf(examples)}\n`;
    const plain = secretsIn(text);
    const chain: Encoder[] = Array.from({ length: 1 + (round % 3) }, () => pickOf(wholeEncoders));
    const encoded = chain.reduce((inner, { encode }) => encode(inner), text);
    const decoded = secretsIn(`  value: "${encoded}"\n`);
    const layers = chain.map(({ name }) => name).reverse();
    const idsOf = (findings: typeof plain) =>
      findings.map(({ rule, secret }) => `${rule.id} ${secret.reveal()}`);
    expect(idsOf(decoded), layers.join()).toEqual(idsOf(plain));
    for (const { decodedFrom } of decoded) expect(decodedFrom).toEqual(layers);
    found += decoded.length;
  }
  expect(found).toBeGreaterThan(120);
});
