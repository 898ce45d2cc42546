import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { loadDirectory } from '../../src/rules/directory.ts';
import type { HttpRequest } from '../../src/verify/http.ts';
import { createVerifier } from '../../src/verify/verify.ts';
import { findEmulator } from '../helpers/tools.ts';
import { findingOf } from './findings.ts';

interface Operation {
  parameters: { name: string; in: string; required?: boolean; schema: object }[];
  responses: Record<string, { content: Record<string, { examples: Record<string, { value: object }> }> }>;
}
interface Description {
  paths: Record<string, Record<string, Operation>>;
}

const file = findEmulator('@octokit/openapi/generated/api.github.com.deref.json');
const description = (file ? JSON.parse(readFileSync(file, 'utf8')) : { paths: {} }) as Description;
const server = 'https://api.github.com';
const rules = loadDirectory('rules').filter((rule) => rule.provider === 'github' && rule.verify);

/** What GitHub's own description says to a request; the documented examples to a known token, 401 to another. */
function github(sent: HttpRequest[]) {
  return async (request: HttpRequest) => {
    sent.push(request);
    const { operation } = described(request);
    const known = sent.length === 1;
    const examples = operation.responses['200']!.content['application/json']!.examples;
    const body = known ? Object.values(examples)[0]!.value : { message: 'Bad credentials' };
    return { status: known ? 200 : 401, headers: {}, body: JSON.stringify(body), truncated: false };
  };
}

function described({ url, method }: HttpRequest): { operation: Operation } {
  expect(url.origin).toBe(server);
  const operation = description.paths[url.pathname]?.[method.toLowerCase()];
  expect(operation, `${method} ${url.pathname} is documented`).toBeDefined();
  return { operation: operation! };
}

describe.skipIf(!file).each(rules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  test('asks what GitHub documents, and reads the documented answer', async () => {
    const sent: HttpRequest[] = [];
    const finding = findingOf(rule, `secret-of-${rule.id}`);
    const verdict = (await createVerifier({ cacheDir: null, send: github(sent) })([finding])).get(finding)!;
    expect(verdict).toMatchObject({ status: 'live', account: { name: 'octocat' } });
    const ajv = new Ajv({ coerceTypes: true, strict: false });
    for (const request of sent) {
      const query = described(request).operation.parameters.filter((parameter) => parameter.in === 'query');
      for (const [name, value] of request.url.searchParams) {
        const parameter = query.find((one) => one.name === name);
        expect(parameter, `query parameter ${name}`).toBeDefined();
        expect(ajv.validate(parameter!.schema, value)).toBe(true);
      }
    }
  });
});
