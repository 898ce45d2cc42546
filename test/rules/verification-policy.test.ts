import { describe, expect, test } from 'vitest';
import { loadDirectory } from '../../src/rules/directory.ts';
import type { VerifySpec } from '../../src/rules/verify-schema.ts';
import { Secret } from '../../src/secret.ts';
import type { Finding } from '../../src/types.ts';
import type { HttpAnswer, Send } from '../../src/verify/http.ts';
import { createVerifier } from '../../src/verify/verify.ts';
import { answerFor } from './answers.ts';
import { sampleOf } from './samples.ts';

const rules = loadDirectory('rules');
const asked = rules.flatMap((rule) => {
  const verify = rule.verify as VerifySpec | undefined;
  return verify?.steps ? [{ id: rule.id, provider: rule.provider, verify, steps: verify.steps }] : [];
});

/** Their self-hosted instances give out tokens of the same form: the public host's "no" says nothing about those. */
const selfHosted = ['github', 'gitlab', 'anaconda', 'sentry', 'terraform', 'posthog', 'circleci', 'travis'];

test.each(selfHosted)('no token of %s is dead because the public host does not know it', (provider) => {
  const unflagged = asked.filter(
    (rule) =>
      rule.provider === provider &&
      !rule.verify['self-hosted'] &&
      rule.steps.some(
        (step) => step.dead && step.url.startsWith('https:') && !/anaconda\.(com|cloud)/.test(step.url),
      ),
  );
  expect(unflagged.map((rule) => rule.id)).toEqual([]);
});

test('a wrong signature kills no secret: it may belong to another id', () => {
  const deadly = asked.filter((rule) =>
    JSON.stringify(rule.steps.map((step) => step.dead)).includes('SignatureDoesNotMatch'),
  );
  expect(deadly.map((rule) => rule.id)).toEqual([]);
});

test('what is used up or set off by using it is never asked about', () => {
  const risky = asked.filter((rule) =>
    /refresh-token|trigger-token|runner-(registration-)?token$/.test(rule.id),
  );
  expect(risky.map((rule) => rule.id)).toEqual([]);
});

const findingOf = (id: string) => sampleOf(rules.find((rule) => rule.id === id)!);

async function verdictBy(send: Send, finding: Finding, options = {}) {
  return (await createVerifier({ cacheDir: null, send, ...options })([finding])).get(finding)!;
}

const saying = (status: number, body: string | object, headers = {}): HttpAnswer => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  truncated: false,
});

/** Refusals whose provider documents another cause, or that are somebody else's. */
test.each<[string, HttpAnswer]>([
  ['slack-bot-token', saying(200, { ok: false, error: 'invalid_auth' })],
  ['slack-webhook', saying(410, 'channel_is_archived')],
  ['slack-webhook', saying(404, 'channel_not_found')],
  ['openai-admin-key', saying(401, { error: { code: 'ip_not_authorized' } })],
  ['azure-storage-key', saying(403, '<Code>AuthenticationFailed</Code> Request date header too old')],
  ['perplexity-api-key', saying(401, { error: { type: 'insufficient_quota', code: 401 } })],
  ['tiktok-access-token', saying(401, { error: { code: 'scope_not_authorized' } })],
  ['paddle-live-api-key', saying(403, { error: { code: 'forbidden' } })],
  ['vault-service-token', saying(403, { errors: ['1 error occurred:\n\t* permission denied\n\n'] })],
  ['jenkins-api-token', saying(401, '', { 'www-authenticate': 'Basic realm="Restricted"' })],
  ['datadog-api-key', saying(403, 'Request blocked.')],
  ['telegram-bot-token', saying(404, 'not found')],
  ['discord-webhook', saying(404, { error: 'no route' })],
  ['okta-api-token', saying(401, {})],
  ['auth0-management-token', saying(401, { statusCode: 401, message: 'Bad audience' })],
  ['google-api-key', saying(403, { error: { details: [{ reason: 'CONSUMER_SUSPENDED' }] } })],
])('%s: dead is not what %j says', async (id, answer) => {
  const finding = findingOf(id);
  const endpoints = { [finding.rule.provider]: 'https://provider.example' };
  expect(await verdictBy(async () => answer, finding, { endpoints })).toMatchObject({ status: 'unknown' });
});

test.each([
  ['aws-secret-access-key', 'sts.us-gov-west-1.amazonaws.com'],
  ['aws-secret-access-key', 'sts.cn-north-1.amazonaws.com.cn'],
  ['twilio-auth-token', 'api.dublin.ie1.twilio.com'],
  ['twilio-credential-pair', 'api.sydney.au1.twilio.com'],
  ['sendgrid-api-key', 'api.eu.sendgrid.com'],
  ['intercom-access-token', 'api.eu.intercom.io'],
  ['intercom-access-token', 'api.au.intercom.io'],
  ['postman-api-key', 'api.eu.postman.com'],
  ['pagerduty-api-key', 'api.eu.pagerduty.com'],
  ['mistral-api-key', 'codestral.mistral.ai'],
])('%s lives where only %s knows it', async (id, host) => {
  const finding = findingOf(id);
  const { steps = [] } = finding.rule.verify as VerifySpec;
  let known = true;
  const send: Send = async ({ url }) => {
    const step = steps.find((one) => one.url.startsWith(url.origin))!;
    const isKnown = known && url.host === host;
    if (isKnown) known = false;
    return answerFor(isKnown ? step.live![0]! : (step.dead?.[0] ?? { status: [401] }));
  };
  expect(await verdictBy(send, finding)).toMatchObject({ status: 'live' });
});

test.each([
  ['auth0-client-secret', 'tenant', 'acme.eu', ['acme.eu.auth0.com']],
  ['auth0-management-token', 'tenant', 'acme.us', ['acme.us.auth0.com']],
  ['auth0-client-secret', 'tenant', 'acme', ['acme.auth0.com']],
  ['auth0-client-secret', 'tenant', 'cdn', []],
  ['okta-api-token', 'org', 'developer', []],
  ['okta-api-token', 'org', 'acme', ['acme.okta.com']],
])('%s with %s %s is sent to %j', async (id, name, value, hosts) => {
  const sample = findingOf(id);
  const parts = sample.parts.map((part) =>
    part.name === name ? { ...part, secret: new Secret(value) } : part,
  );
  const sent = new Set<string>();
  await verdictBy(
    async ({ url }) => {
      sent.add(url.host);
      return saying(418, {});
    },
    { ...sample, parts },
  );
  expect([...sent]).toEqual(hosts);
});

test.each([
  ['https://acmestore.blob.core.windows.net/photos', 'sr=c', '/photos?restype=container&'],
  ['https://acmestore.blob.core.windows.net/photos/a.png', 'sr=c', '/photos/a.png?'],
  ['https://acmestore.blob.core.windows.net/photos/a.png', 'sr=b', '/photos/a.png?'],
  ['https://acmestore.blob.core.windows.net/photos', 'ss=b&srt=sco', '/?comp=list&'],
])('a signature of Azure for %s with %s is asked about at %s alone', async (url, scope, start) => {
  const sample = findingOf('azure-sas-token');
  const secret = new Secret(`sv=2020-12-06&${scope}&sp=r&sig=${'Ab3'.repeat(14)}A%3D`);
  const parts = [{ ...sample, name: 'url', ruleId: 'azure-sas-token', secret: new Secret(url) }];
  const sent: string[] = [];
  await verdictBy(
    async (request) => {
      sent.push(request.url.pathname + request.url.search);
      return saying(403, '', { 'x-ms-error-code': 'AuthenticationFailed' });
    },
    { ...sample, secret, parts },
  );
  expect(sent).toEqual([expect.stringContaining(start)]);
});

/** Providers that document no other way than the URL; a line here says that somebody has looked. */
const onlyByUrl = [
  'airbrake',
  'algolia',
  'anaconda',
  'convertkit',
  'diffbot',
  'discord',
  'eodhd',
  'etherscan',
  'facebook',
  'ghost',
  'gitee',
  'gitlab',
  'google',
  'gumroad',
  'instagram',
  'locationiq',
  'mapbox',
  'marketo',
  'openweather',
  'roboflow',
  'scraperapi',
  'scrapfly',
  'scrapingbee',
  'serpapi',
  'shodan',
  'slack',
  'storyblok',
  'telegram',
  'tmdb',
  'virustotal',
  'vk',
  'weatherapi',
];

test('a secret goes into a URL only where its provider takes it nowhere else', () => {
  const inUrl = asked.filter((rule) => rule.steps.some((step) => /\{\{\+?(secret|token)\}\}/.test(step.url)));
  const providers = new Set(inUrl.map((rule) => rule.provider));
  expect([...providers].filter((provider) => !onlyByUrl.includes(provider))).toEqual([]);
});

describe('passwords of databases and other logins', () => {
  test.each(['database-url', 'basic-auth-url'])('%s are checked by the protocol of their URL', (id) => {
    const rule = rules.find((one) => one.id === id)!;
    expect((rule.verify as VerifySpec).protocol).toMatchObject({ scheme: '{{scheme}}', host: '{{host}}' });
    for (const group of ['scheme', 'user', 'host']) expect(rule.pattern).toContain(`(?<${group}>`);
  });
});
