import { describe, expect, test } from 'vitest';
import type { Step, VerifySpec } from '../../src/rules/verify-schema.ts';
import type { Finding } from '../../src/types.ts';
import { controlSecret } from '../../src/verify/control.ts';
import type { HttpAnswer, HttpRequest } from '../../src/verify/http.ts';
import { withDerived, withSecret } from '../../src/verify/values.ts';
import { createVerifier } from '../../src/verify/verify.ts';
import { answerFor, noRuleFits } from './answers.ts';
import { builtIn, sampleOf } from './samples.ts';

const rules = builtIn.filter((rule) => (rule.verify as VerifySpec | undefined)?.steps);

/** Asks with the answer to the step at `index`; other deciding steps get one that fits no rule, controls too. */
async function askedWith(
  finding: Finding,
  index: number,
  answer: HttpAnswer,
  toOthers = (_: HttpRequest) => noRuleFits,
) {
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
      return own ? answer : toOthers(request);
    },
  });
  return { verdict: (await verify([finding])).get(finding)!, sent };
}

/** What the other steps of a rule say to a dead secret, each in its own way. */
const refusals =
  ({ rule }: Finding, index: number, answer: HttpAnswer) =>
  (request: HttpRequest) => {
    const { steps = [] } = rule.verify as VerifySpec;
    const asked = steps.find((step, at) => at !== index && step.dead && samePath(step, request));
    return asked ? answerFor(asked.dead![0]!) : answer;
  };

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
    const { verdict, sent } = await askedWith(
      finding,
      index,
      answer,
      list === 'dead' ? refusals(finding, index, answer) : undefined,
    );
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

  test.each(rules.map((rule) => [rule.id]))('%s: a made-up secret can be asked about like its own', (id) => {
    const { rule, secret, parts } = findings.get(id)!;
    const spec = rule.verify as VerifySpec;
    const given = parts.map((part) => [part.name, part.secret.reveal()] as const);
    const values = withDerived(spec, new Map([...given, ['secret', secret.reveal()]]));
    for (let i = 0; i < 10; i++) {
      const madeUp = withSecret(spec, values, controlSecret(rule, secret.reveal()));
      expect([...madeUp.keys()].sort()).toEqual([...values.keys()].sort());
    }
  });
});
