import type { Condition, Step, VerifySpec } from '../rules/verify-schema.ts';
import { bodyHolds, holds, type ReadAnswer } from './conditions.ts';

/** What one answer says about a secret; `refused`: an answer of the provider's, and certainly no yes. */
export type Judgement =
  | { status: 'live' }
  | { status: 'dead' }
  | { status: 'unknown'; reason: string; refused?: true };

/**
 * Reads an answer by the rule's conditions. Both lists, or neither, is unknown, and so is a refusal whose body
 * says the opposite.
 *
 * @param confidence - of the rule; with S and R nothing is called dead
 */
export function judgeAnswer(step: Step, confidence: VerifySpec['confidence'], answer: ReadAnswer): Judgement {
  const intruder = intruderIn(step, answer);
  if (intruder) return { status: 'unknown', reason: `verifier not trustworthy here: ${intruder}` };
  const live = step.live?.some((condition) => holds(condition, answer)) ?? false;
  const dead = step.dead?.some((condition) => holds(condition, answer)) ?? false;
  if (live && dead) return unknown('its answer says both yes and no');
  if (live) return { status: 'live' };
  if (dead && step.live?.some((condition) => isSuccess(condition) && bodyHolds(condition, answer))) {
    return unknown(`status ${answer.status}, but the content of a live secret`);
  }
  if (dead && (confidence === 'V' || confidence === 'C')) return { status: 'dead' };
  const reason = dead ? 'refused, but how this provider refuses is not well known' : reasonFor(answer);
  return { status: 'unknown', reason, ...(isRefusal(answer) ? { refused: true } : {}) };
}

const isSuccess = ({ status }: Condition) => status?.some((one) => one < 300) ?? true;
const isRefusal = ({ status }: ReadAnswer) =>
  status < 300 || (status >= 400 && status < 500 && status !== 429);
const unknown = (reason: string): Judgement => ({ status: 'unknown', reason });

function intruderIn(step: Step, answer: ReadAnswer): string | undefined {
  if (answer.status === 407 || answer.status === 511) return `a proxy or portal answered (${answer.status})`;
  const guard = guardOf(answer);
  if (guard) return `${guard} answered (${answer.status})`;
  return isHtml(answer) && !step.html ? `the answer is a web page (${answer.status})` : undefined;
}

/** Who stands before a provider, and says by itself who may come in: its "no" is not about the secret. */
function guardOf({ headers, body }: ReadAnswer): string | undefined {
  const asksLogin = /^(?:negotiate|ntlm)\b/i.test(headers['www-authenticate'] ?? '');
  if (asksLogin || headers['proxy-authenticate'] || headers['x-squid-error']) return 'a proxy';
  const isBlocked = headers['cf-mitigated'] || headers['x-amzn-waf-action'];
  return isBlocked || /^error code: 1\d{3}\s*$/.test(body) ? 'a firewall before the provider' : undefined;
}

function isHtml({ headers, body }: ReadAnswer): boolean {
  const start = body.slice(0, 512).trimStart().toLowerCase();
  if (/^<(!doctype html|html|head|body|script|meta)\b/.test(start)) return true;
  return (
    /^(text\/html|application\/xhtml)/i.test(headers['content-type'] ?? '') &&
    start !== '' &&
    !/^([[{]|<\?xml|<\w+ xmlns=)/.test(start)
  );
}

function reasonFor({ status, truncated }: ReadAnswer): string {
  if (status === 429) return 'rate limit (429)';
  if (status >= 500) return `the provider has a problem (${status})`;
  if (status >= 300 && status < 400) return `redirects are not followed (${status})`;
  return truncated ? `an answer too long to read (${status})` : `no rule for this answer (${status})`;
}
