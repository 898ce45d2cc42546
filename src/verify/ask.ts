import type { Step, VerifySpec } from '../rules/verify-schema.ts';
import type { Account } from '../types.ts';
import { holds, type ReadAnswer, readAnswer } from './conditions.ts';
import { type Expiry, readExpiry } from './expiry.ts';
import type { HttpAnswer, HttpFailure, HttpRequest } from './http.ts';
import { type Judgement, judgeAnswer } from './judge-answer.ts';
import { matchesGlob } from './judge-power.ts';
import { isThere, plainText, readText, readValues, repeats } from './read-values.ts';
import { buildRequest } from './request.ts';
import type { Values } from './template.ts';

/** What asking needs besides the rule: the way out, the user's endpoint, the time. */
export interface AskContext {
  send: (request: HttpRequest) => Promise<HttpAnswer | HttpFailure>;
  /** Base URL that the user named for this provider. */
  endpoint: string | undefined;
  /** Milliseconds since 1970. */
  now: number;
}

/** What the provider told about a live secret. */
export interface Details {
  account?: Account;
  /** Undefined where the provider has no scopes, or doesn't tell them. */
  scopes?: string[];
  /** What an empty list of scopes means. */
  emptyMeans?: string;
  expiry?: Expiry;
  notes?: string[];
}

/** What the provider said, and by which step (an index) it was decided. */
export interface Asked {
  judgement: Judgement;
  step?: number;
  details: Details;
}

/**
 * Asks a provider about one secret: the rule's steps in order, see `when` in the schema. A step with a value
 * that nobody has is left out.
 *
 * @param only - index of the one step to ask, for negative controls
 */
export async function ask(
  spec: VerifySpec,
  given: Values,
  context: AskContext,
  only?: number,
): Promise<Asked> {
  const values = new Map(given);
  const said: Judgement[] = [];
  const details: Details = {};
  let decidedBy: number | undefined;
  let leftOut: string | undefined;
  for (const [index, step] of (spec.steps ?? []).entries()) {
    if (only === undefined ? !isDue(step, decidedBy !== undefined) : index !== only) continue;
    const request = buildRequest(step, spec.labels, values, context.endpoint, context.now);
    if ('missing' in request) {
      leftOut ??= request.missing;
      continue;
    }
    const sent = await context.send(request);
    if ('failure' in sent) {
      if (step.when !== 'live') said.push({ status: 'unknown', reason: sent.failure });
      continue;
    }
    const answer = readAnswer(sent);
    const judgement = judgeAnswer(step, spec.confidence, answer);
    if (step.when !== 'live') said.push(judgement);
    if (step.when !== 'live' && judgement.status === 'live') decidedBy = index;
    if (judgement.status === 'live' || (step.when === 'live' && !step.live && answer.status === 200)) {
      addDetails(details, step, answer, values, context.now);
    }
  }
  return {
    judgement: withSelfHosted(spec, context.endpoint, together(said, leftOut)),
    ...(decidedBy === undefined ? {} : { step: decidedBy }),
    details,
  };
}

/** More would only fill the screen. */
const maxScopes = 100;

const isDue = (step: Step, live: boolean) => step.when === undefined || (step.when === 'live') === live;

/** A refusal by the public host says nothing about the user's own instance. */
function withSelfHosted(spec: VerifySpec, endpoint: string | undefined, judgement: Judgement): Judgement {
  if (judgement.status !== 'dead' || !spec['self-hosted'] || endpoint !== undefined) return judgement;
  const reason =
    'the public service does not know it, but an instance of your own might: name it with --endpoint';
  return { status: 'unknown', reason, refused: true };
}

/** One yes is enough; dead needs every step that was asked to say so. */
function together(said: Judgement[], leftOut: string | undefined): Judgement {
  const unsure = said.find((judgement) => judgement.status === 'unknown');
  return (
    said.find((judgement) => judgement.status === 'live') ??
    unsure ??
    said[0] ?? { status: 'unknown', reason: leftOut ?? 'nothing to ask' }
  );
}

function addDetails(
  details: Details,
  step: Step,
  answer: ReadAnswer,
  values: Map<string, string>,
  now: number,
): void {
  for (const [name, source] of Object.entries(step.save ?? {})) {
    const value = readText(source, answer, values);
    if (value !== undefined) values.set(name, value);
  }
  const account = accountOf(step, answer, values);
  if (account) details.account = { ...account, ...details.account };
  const scopes = step.scopes && scopesOf(step.scopes, answer, values);
  if (scopes) {
    details.scopes ??= scopes;
    if (step.scopes?.sentence) details.emptyMeans = step.scopes.sentence;
  }
  const expiry = step.expiry && readExpiry(step.expiry, answer, values, now);
  if (expiry) details.expiry ??= expiry;
  for (const power of step.powers ?? []) {
    if (holds(power.if, answer)) details.notes = [...(details.notes ?? []), `This secret ${power.sentence}.`];
  }
}

function accountOf({ account }: Step, answer: ReadAnswer, values: Values): Account | undefined {
  if (!account) return undefined;
  const id = readText(account.id, answer, values);
  const name = readText(account.name, answer, values);
  const kind = kindOf(account.kind, answer, values);
  const found = { ...(id ? { id } : {}), ...(name ? { name } : {}), ...(kind ? { kind } : {}) };
  return Object.keys(found).length > 0 ? found : undefined;
}

function kindOf(
  kind: NonNullable<Step['account']>['kind'],
  answer: ReadAnswer,
  values: Values,
): Account['kind'] {
  if (typeof kind !== 'object') return kind;
  const value = readText(kind.from, answer, values);
  if (value === undefined) return undefined;
  return Object.entries(kind.map).find(([pattern]) => matchesGlob(pattern, value))?.[1];
}

function scopesOf(
  spec: NonNullable<Step['scopes']>,
  answer: ReadAnswer,
  values: Values,
): string[] | undefined {
  const found = readValues(spec.from, answer, values)
    .map(String)
    .filter((text) => !repeats(text, values));
  const { separator } = spec;
  const scopes = separator ? found.flatMap((text) => text.split(separator)) : found;
  const clean = [...new Set(scopes.map((scope) => plainText(scope.trim())).filter(Boolean))];
  return clean.length > 0 || isThere(spec.from, answer) ? clean.slice(0, maxScopes) : undefined;
}
