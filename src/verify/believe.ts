import type { VerifySpec } from '../rules/verify-schema.ts';
import type { Finding } from '../types.ts';
import type { Asked } from './ask.ts';
import type { AnswerCache } from './cache.ts';
import { controlSecret } from './control.ts';
import type { Values } from './template.ts';
import { withSecret } from './values.ts';

const dayMs = 24 * 3600 * 1000;

type Question = (finding: Finding, values: Values, step?: number) => Promise<Asked>;
type Doubt = { reason?: string; remember: boolean };

/**
 * The negative control: before `live` is believed, a made-up secret of the same shape must not look alive to the
 * same step. One question a step and host, its refusal remembered for a day.
 *
 * @returns why the answer can't be believed; undefined when it can
 */
export function believer(
  cache: AnswerCache,
  question: Question,
  endpoints: Readonly<Record<string, string>>,
  now: () => number,
): (finding: Finding, values: Values, step: number | undefined) => Promise<string | undefined> {
  const asked = new Map<string, Promise<Doubt>>();
  return async (finding, values, step) => {
    const { rule } = finding;
    const spec = rule.verify as VerifySpec;
    const hosts = Object.keys(spec.labels ?? {}).map((name) => values.get(name));
    const login = spec.protocol ? [...values].filter(([name]) => name !== 'secret') : [];
    const about = spec.protocol ?? spec.steps?.[step ?? 0];
    const key = JSON.stringify(['control', rule.id, about, endpoints, hosts, login]);
    if (!asked.has(key)) asked.set(key, controlled(key, finding, values, step));
    return (await asked.get(key)!).reason;
  };

  async function controlled(key: string, finding: Finding, values: Values, step?: number): Promise<Doubt> {
    const remembered = (await cache.get(key)) as Doubt | undefined;
    if (remembered) return remembered;
    const { rule } = finding;
    const madeUp = controlSecret(rule, finding.secret.reveal());
    const { judgement } = await question(
      finding,
      withSecret(rule.verify as VerifySpec, values, madeUp),
      step,
    );
    const doubt = doubtFrom(judgement);
    if (doubt.remember) await cache.set(key, doubt, now() + dayMs);
    return doubt;
  }
}

function doubtFrom(judgement: Asked['judgement']): Doubt {
  if (judgement.status === 'live') {
    // A portal or a proxy that is gone tomorrow may have said so.
    return { reason: 'verifier not trustworthy here: a made-up secret looks alive too', remember: false };
  }
  const refused = judgement.status === 'dead' || judgement.refused === true;
  return refused
    ? { remember: true }
    : { reason: `no control was possible: ${judgement.reason}`, remember: false };
}
