import type { Condition, JsonTest } from '../rules/verify-schema.ts';
import type { HttpAnswer } from './http.ts';
import { plainly, valuesAt } from './json-path.ts';

/** An answer and its body as JSON; `json` is undefined when it is none, or was cut off. */
export interface ReadAnswer extends HttpAnswer {
  json: unknown;
}

/** Parses the body once. */
export function readAnswer(answer: HttpAnswer): ReadAnswer {
  return { ...answer, json: answer.truncated ? undefined : parsed(answer.body) };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Whether every key of the condition holds. */
export function holds(condition: Condition, answer: ReadAnswer): boolean {
  const { status, header, json, text } = condition;
  return (
    (!status || status.includes(answer.status)) &&
    Object.entries(header ?? {}).every(([name, part]) => headerHolds(answer.headers[name], part)) &&
    (!json || (answer.json !== undefined && json.every((test) => jsonHolds(test, answer.json)))) &&
    (text === undefined || includesAnyCase(answer.body, text))
  );
}

/** Whether the body alone says what the condition asks for, whatever the status; false when it asks nothing of it. */
export function bodyHolds({ json, text }: Condition, answer: ReadAnswer): boolean {
  const asks = { ...(json ? { json } : {}), ...(text === undefined ? {} : { text }) };
  return Object.keys(asks).length > 0 && holds(asks, answer);
}

function headerHolds(value: string | undefined, part: string): boolean {
  return value !== undefined && includesAnyCase(value, part);
}

function jsonHolds(test: JsonTest, json: unknown): boolean {
  if (typeof test === 'string') return valuesAt(json, test).length > 0;
  const found = valuesAt(json, test.path);
  if (test.absent) return found.length === 0;
  if (test.equals === null) return found.length === 0;
  const { equals, oneOf, contains, not } = test;
  return found.some(
    (value) =>
      (equals === undefined || value === equals) &&
      (!oneOf || oneOf.some((allowed) => allowed === value)) &&
      (not === undefined || value !== not) &&
      (contains === undefined || includesAnyCase(plainly(value) ?? '', contains)),
  );
}

function includesAnyCase(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}
