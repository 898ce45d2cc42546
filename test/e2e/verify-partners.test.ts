import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { expandExample } from '../../src/engine/examples.ts';
import { makeRepo } from '../helpers/repo.ts';
import { json, serve } from '../verify/servers.ts';
import { leakgate, type Run } from './run-verified.ts';

const made = (example: string, seed: string) => expandExample(example, undefined, seed);
const basic = (user: string, password: string) => `Basic ${btoa(`${user}:${password}`)}`;

interface Pair {
  provider: string;
  rule: string;
  /** Its secret has no form of its own: the rule wants the id within a few lines. */
  near?: true;
  /** Two made-up ids: the right one and another. */
  ids: readonly [string, string];
  /** The line that holds an id, and the one that holds the secret. */
  idLine: (id: string) => string;
  secretLine: (secret: string) => string;
  secret: string;
  /** Whether a request is about this id. */
  isFor: (request: IncomingMessage, id: string, secret: string) => boolean;
  live: object;
}

const two = (example: string) => [made(example, 'right'), made(example, 'other')] as const;
const authorization = ({ headers }: IncomingMessage) => headers.authorization ?? '';

const pairs: readonly Pair[] = [
  {
    provider: 'aws',
    rule: 'aws-secret-access-key',
    ids: two('AKIA<base32:16>'),
    idLine: (id) => `AWS_ACCESS_KEY_ID=${id}`,
    secretLine: (secret) => `AWS_SECRET_ACCESS_KEY=${secret}`,
    secret: made('<base64:40>', 'aws'),
    isFor: (request, id) => authorization(request).includes(`Credential=${id}/`),
    live: {
      GetCallerIdentityResponse: {
        GetCallerIdentityResult: {
          Account: '123456789012',
          Arn: 'arn:aws:iam::123456789012:user/ann',
          UserId: 'x',
        },
      },
    },
  },
  {
    provider: 'alibaba',
    rule: 'alibaba-access-key',
    near: true,
    ids: two('LTAI<alnum:20>'),
    idLine: (id) => `ALIBABA_CLOUD_ACCESS_KEY_ID=${id}`,
    secretLine: (secret) => `ALIBABA_CLOUD_ACCESS_KEY_SECRET=${secret}`,
    secret: made('<alnum:30>', 'alibaba'),
    isFor: (request, id) => authorization(request).includes(`Credential=${id},`),
    live: {
      AccountId: '1234567890123456',
      Arn: 'acs:ram::1234567890123456:user/ann',
      IdentityType: 'RAMUser',
    },
  },
  {
    provider: 'twilio',
    rule: 'twilio-auth-token',
    ids: two('AC<hex:32>'),
    idLine: (id) => `TWILIO_ACCOUNT_SID=${id}`,
    secretLine: (secret) => `TWILIO_AUTH_TOKEN=${secret}`,
    secret: made('<hex:32>', 'twilio'),
    isFor: (request, id, secret) => authorization(request) === basic(id, secret),
    live: { accounts: [{ sid: 'AC', friendly_name: 'ann' }] },
  },
  {
    provider: 'jenkins',
    rule: 'jenkins-api-token',
    ids: ['ci-right', 'ci-other'],
    idLine: (id) => `JENKINS_USER=${id}`,
    secretLine: (secret) => `JENKINS_API_TOKEN=${secret}`,
    secret: `11${made('<hex:32>', 'jenkins')}`,
    isFor: (request, id, secret) => authorization(request) === basic(id, secret),
    live: { name: 'ci-right', anonymous: false },
  },
];

/** Knows the pair of the first id and the secret; refuses all else. */
function provider(pair: Pair, asked: string[]) {
  const [right] = pair.ids;
  return serve((request, response) => {
    asked.push(pair.ids.find((id) => pair.isFor(request, id, pair.secret)) ?? 'another');
    const first = asked.filter((id) => id === right).length === 1;
    if (asked.at(-1) === right && first) json(200, pair.live)(request, response);
    else json(403, { Error: { Code: 'AccessDenied' } })(request, response);
  });
}

function verdictOn(run: Run, rule: string): string | undefined {
  const findings = run.findings as (Run['findings'][number] & { ruleId: string })[];
  return findings.find((finding) => finding.ruleId === rule)?.verification.status;
}

describe.each(pairs.map((pair) => [pair.rule, pair] as const))('%s', (rule, pair) => {
  const [right, other] = pair.ids;
  const check = async (
    command: string,
    files: Record<string, string>,
    unstaged: Record<string, string> = {},
  ) => {
    const repo = makeRepo();
    for (const [file, text] of Object.entries(files)) repo.add(file, `${text}\n`);
    for (const [file, text] of Object.entries(unstaged)) repo.write(file, `${text}\n`);
    const asked: string[] = [];
    const { url } = await provider(pair, asked);
    const run = await leakgate(repo.root, command, '-f', 'json', '--endpoint', `${pair.provider}=${url}`);
    expect(run.output).not.toContain(pair.secret);
    return { status: verdictOn(run, rule), asked };
  };

  test('is checked with its other half beside it', async () => {
    const both = `${pair.idLine(right)}\n${pair.secretLine(pair.secret)}`;
    expect(await check('staged', { 'app/.env': both })).toMatchObject({ status: 'live' });
  });

  test.skipIf(pair.near)(
    'is checked with its other half in another file of the index, the nearest first',
    async () => {
      const files = {
        'app/deploy.sh': pair.secretLine(pair.secret),
        'app/.env': pair.idLine(right),
        'other/.env': pair.idLine(other),
      };
      const { status, asked } = await check('staged', files, { 'app/.env': pair.idLine(other) });
      expect([status, asked[0]]).toEqual(['live', right]);
    },
  );

  test.skipIf(pair.near)('is checked with its other half in the scanned folder', async () => {
    const files = {
      'app/deploy.sh': pair.secretLine(pair.secret),
      'config/settings.yaml': pair.idLine(right),
    };
    expect(await check('dir', files)).toMatchObject({ status: 'live' });
  });
});
