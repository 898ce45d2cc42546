import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { expandExample } from '../../src/engine/examples.ts';
import { loadDirectory } from '../../src/rules/directory.ts';
import type { Step, VerifySpec } from '../../src/rules/verify-schema.ts';
import type { Finding, Rule } from '../../src/types.ts';
import type { HttpAnswer, HttpRequest } from '../../src/verify/http.ts';
import { createVerifier } from '../../src/verify/verify.ts';
import { chunkOf, engineOf } from '../helpers/engine.ts';
import { findingOf } from '../verify/findings.ts';
import { answerFor, noRuleFits } from './answers.ts';

const all = loadDirectory('rules');
const rules = all.filter((rule) => (rule.verify as VerifySpec | undefined)?.steps);

/** A secret of the rule's own examples, and for each part it needs one of that part's examples. */
function sampleOf(rule: Rule): Finding {
  const found = firstFinding(rule);
  const parts = Object.fromEntries(found.parts.map((part) => [part.name, part.secret.reveal()]));
  for (const [name, id] of Object.entries(rule.needs ?? {})) {
    parts[name] ??= firstFinding(all.find((other) => other.id === id)!).secret.reveal();
  }
  const secret = rule.check === 'pem' ? realKey() : found.secret.reveal();
  return findingOf(rule, secret, { ...guessed(rule), ...parts });
}

/** The examples' keys are right in structure alone. */
function realKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** Named groups that the example leaves out. */
function guessed(rule: Rule): Record<string, string> {
  const names = [...rule.pattern.matchAll(/\(\?<([a-z_]+)>/g)].map((group) => group[1]!);
  return Object.fromEntries(names.filter((name) => name !== 'secret').map((name) => [name, 'acme']));
}

function firstFinding(rule: Rule): Finding {
  const { part: _, paths: __, verify: ___, needs: ____, ...alone } = rule;
  const engine = engineOf([alone]);
  for (const example of rule.examples.match) {
    const [found] = engine.scan(chunkOf(expandExample(example, rule.check))).findings;
    if (found) return found;
  }
  throw new Error(`no example of ${rule.id} is found`);
}

/** Asks with the answer to the step at `index`; other deciding steps get one that fits no rule, controls too. */
async function askedWith(finding: Finding, index: number, answer: HttpAnswer, toOthers = noRuleFits) {
  const { steps = [] } = finding.rule.verify as VerifySpec;
  const sent: HttpRequest[] = [];
  let answered = false;
  const verify = createVerifier({
    cacheDir: null,
    endpoints: { [finding.rule.provider]: 'https://provider.example' },
    async send(request) {
      sent.push(request);
      const own = !answered && (answer.status !== 429 || sent.length < 3) && samePath(steps[index]!, request);
      if (own && answer.status !== 429) answered = true;
      return own ? answer : toOthers;
    },
  });
  return { verdict: (await verify([finding])).get(finding)!, sent };
}

function samePath(step: Step, { url, method }: HttpRequest): boolean {
  const literal = step.url
    .replace(/^https:\/\/[^/]+/, '')
    .replace(/\{\{.*/, '')
    .replace(/\?.*/, '');
  return step.method === method && url.pathname.startsWith(literal.replace(/\/$/, ''));
}

describe('every verifier reads its provider’s answers as its file says', () => {
  const cases = rules.flatMap((rule) =>
    (rule.verify as VerifySpec).steps!.flatMap((step, index) => {
      if (step.when === 'live') return [];
      const { confidence } = rule.verify as VerifySpec;
      const sure = confidence === 'V' || confidence === 'C';
      return [
        ...(step.live ?? []).map((c) => [rule.id, index, 'live', answerFor(c), 'live'] as const),
        ...(step.dead ?? []).map(
          (c) => [rule.id, index, 'dead', answerFor(c), sure ? 'dead' : 'unknown'] as const,
        ),
        [rule.id, index, 'other', noRuleFits, 'unknown'] as const,
        [rule.id, index, 'outage', { ...noRuleFits, status: 500, body: '' }, 'unknown'] as const,
      ];
    }),
  );
  const findings = new Map(rules.map((rule) => [rule.id, sampleOf(rule)]));

  test.each(cases)('%s, step %d: %s', async (id, index, list, answer, expected) => {
    const finding = findings.get(id)!;
    const { verdict, sent } = await askedWith(finding, index, answer, list === 'dead' ? answer : noRuleFits);
    expect(sent.length).toBeGreaterThan(0);
    expect(verdict).toMatchObject({ status: expected });
  });

  test.each(rules.map((rule) => [rule.id]))('%s sends its secret, to no host but its own', async (id) => {
    const finding = findings.get(id)!;
    const sent: HttpRequest[] = [];
    await createVerifier({
      cacheDir: null,
      async send(request) {
        sent.push(request);
        return noRuleFits;
      },
    })([finding]);
    const literal = (finding.rule.verify as VerifySpec).steps!.map(
      (step) => /^https:\/\/(?:\{\{\w+\}\}\.)?([^/]+)/.exec(step.url)?.[1],
    );
    for (const { url } of sent) {
      expect(url.protocol).toBe('https:');
      expect(literal.some((host) => host && (url.host === host || url.host.endsWith(`.${host}`)))).toBe(true);
    }
  });
});
