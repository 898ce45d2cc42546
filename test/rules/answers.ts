import type { Condition, JsonTest } from '../../src/rules/verify-schema.ts';
import type { HttpAnswer } from '../../src/verify/http.ts';

/** An answer that fits a condition of a rule, and says nothing else. */
export function answerFor(condition: Condition): HttpAnswer {
  const { status = [200], header = {}, json, text } = condition;
  const body = json ? jsonFor(json) : undefined;
  return {
    status: status[0]!,
    headers: {
      'content-type': body === undefined ? 'text/plain' : 'application/json',
      ...Object.fromEntries(Object.entries(header).map(([name, part]) => [name, part || 'x'])),
    },
    body:
      body === undefined ? (text ?? '') : JSON.stringify(text === undefined ? body : withText(body, text)),
    truncated: false,
  };
}

/** An answer of the provider's that fits no rule. */
export const noRuleFits: HttpAnswer = { status: 418, headers: {}, body: '{"teapot":true}', truncated: false };

function withText(body: unknown, text: string): unknown {
  return Array.isArray(body) ? [...body, text] : { ...(body as object), 'a text': text };
}

function jsonFor(tests: readonly JsonTest[]): unknown {
  let document: unknown;
  for (const test of tests) {
    const { path, value } = typeof test === 'string' ? { path: test, value: 'x' } : wanted(test);
    if (value !== undefined) document = place(document, keysOf(path), value);
  }
  return document ?? {};
}

function wanted(test: Exclude<JsonTest, string>): { path: string; value: unknown } {
  if (test.absent || test.equals === null) return { path: test.path, value: undefined };
  return { path: test.path, value: test.equals ?? test.oneOf?.[0] ?? test.contains ?? 'x' };
}

function keysOf(path: string): (string | number | { where: string })[] {
  const parts = path.matchAll(/\.?([A-Za-z0-9_$@-]+)|\["([^"]+)"\]|\[(\d*)\]|\[([A-Za-z0-9_-]+)=[^\]]*\]/g);
  return [...parts].map(([, plain, quoted, index, where]) =>
    where === undefined ? (plain ?? quoted ?? Number(index || 0)) : { where },
  );
}

function place(into: unknown, [key, ...rest]: ReturnType<typeof keysOf>, value: unknown): unknown {
  if (key === undefined) return into === undefined || typeof into !== 'object' ? value : into;
  if (typeof key === 'string') {
    const object = (into ?? {}) as Record<string, unknown>;
    return { ...object, [key]: place(object[key], rest, value) };
  }
  const list = Array.isArray(into) ? [...into] : [];
  const index = typeof key === 'number' ? key : 0;
  const item = typeof key === 'number' ? list[index] : { [key.where]: 'saved', ...list[index] };
  list[index] = place(item, rest, value);
  return list;
}
