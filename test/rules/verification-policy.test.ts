import { describe, expect, test } from 'vitest';
import { loadDirectory } from '../../src/rules/directory.ts';
import type { VerifySpec } from '../../src/rules/verify-schema.ts';

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
