/**
 * Writes docs/verification.md out of the rules: `npm run docs:verification`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadDirectory } from '../src/rules/directory.ts';
import type { Step, VerifySpec } from '../src/rules/verify-schema.ts';
import type { Rule } from '../src/types.ts';

type Checked = Rule & { verify: VerifySpec };

const introduction = `# Verification

<!-- Written by scripts/verification-docs.ts out of rules/*.yaml: \`npm run docs:verification\`. -->

For each finding whose rule says how, leakgate asks the provider: does this secret work, whose is it, what may it do, until when.
\`leakgate staged --offline\` asks nobody; \`--skip-verify github,gitlab\` leaves providers out.

| verdict | means |
|---|---|
| live | the provider accepted it, and refused a made-up secret of the same shape |
| dead | the provider refused it in the way that it is known to refuse what it does not know |
| unknown | no clear answer, with the reason: no network, a rate limit, an outage, a web page in place of an answer, both yes and no |
| unchecked | nobody was asked: \`--offline\`, no rule says how, or it is likely a canary |

All but \`dead\` block a commit (\`--block-on\`).

A refusal that can have another cause is \`unknown\`, with that cause: the other half of a pair comes from another file, the account of
a database may be open to other machines alone, a private key may open another host than the one that was named.

A canary (honeytoken) is a decoy that tells its owner who uses it. AWS keys of the accounts in which canarytokens.org makes them (the
account number stands in the key id) and what stands in a URL of canarytokens.com or beside one are known as such: the finding says so
(\`canary\`), keeps its severity, and nobody is asked about it. Decoys of other services look like any other secret.

## What can be relied on

- A secret is sent to no host but its rule's, over https with a checked certificate. The host never comes from the scanned text; at
  most the first label of one does (\`SHOP.myshopify.com\`), by a strict pattern. Private and link-local addresses are refused.
- \`--endpoint PROVIDER=URL\` names an instance of your own; it replaces the origin and keeps the path
  (\`--endpoint github=https://github.corp.example/api/v3\`); \`LEAKGATE_ENDPOINT\` in the environment holds the same, several split by blanks. Databases and other logins are only ever asked at a host named in this way
  (\`--endpoint postgres=postgres://db.corp.example:5432\`), and only about passwords that the text says are for that host.
- Where self-hosted instances give out the same kind of token (marked *), a refusal by the public host is \`unknown\`, unless you named that
  host: \`--endpoint github=https://api.github.com\` says that you have no instance of your own.
- Redirects are not followed, cookies not kept, at most 64 KiB of an answer are read, and no request changes, consumes or renews anything.
- While a commit waits, everything together ends within three seconds; else a request may take ten, and a host that let
  four in a row wait is not asked again. \`429\` and \`Retry-After\` are obeyed.
- One request for one secret, however often it occurs. \`live\` is remembered for an hour, \`dead\` for six, a control for a day, in the
  cache folder of the user, without the secret, under an HMAC with a key of this machine. \`--no-cache\` does without.
- \`HTTPS_PROXY\`, \`NO_PROXY\`, \`NODE_EXTRA_CA_CERTS\` and \`SSL_CERT_FILE\` work as elsewhere; \`LEAKGATE_CLIENT_CERT\` and
  \`LEAKGATE_CLIENT_KEY\` name a client certificate in PEM.

Confidence: V the vendor says so, C two sources agree, S one source, R not checked again. With S and R nothing is called dead.
`;

const rules = loadDirectory('rules').filter((rule): rule is Checked => rule.verify !== undefined);
const asked = rules.filter(({ verify }) => verify.steps ?? verify.protocol);
const stepsOf = (rule: Checked): Step[] => rule.verify.steps ?? [];
const count = (holds: (rule: Checked) => boolean) => asked.filter(holds).length;
const read = (key: 'account' | 'scopes' | 'expiry') =>
  count(
    (rule) =>
      stepsOf(rule).some((step) => step[key]) || (rule.verify.protocol !== undefined && key === 'account'),
  );
const figures = [
  `${asked.length} kinds of secret are asked about, of ${new Set(asked.map((rule) => rule.provider)).size} providers;`,
  `${read('account')} answers tell whose it is, ${read('scopes')} its scopes, ${read('expiry')} its end.`,
  `${rules.filter((rule) => rule.verify.offline).length} kinds tell something by themselves.`,
].join(' ');

const header =
  '| provider | kind of secret | asked | read | by itself | confidence |\n|---|---|---|---|---|---|\n';
const rows = rules.map(rowOf).sort();
mkdirSync('docs', { recursive: true });
writeFileSync('docs/verification.md', `${introduction}\n${figures}\n\n${header}${rows.join('\n')}\n`);

function rowOf(rule: Checked): string {
  const { verify } = rule;
  const cells = [
    rule.providerName,
    `\`${rule.id}\`${verify['self-hosted'] ? ' *' : ''}`,
    requestsOf(rule),
    [...readBy(rule)].join(', '),
    (verify.offline ?? []).join(', '),
    verify.confidence,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function requestsOf({ verify }: Checked): string {
  if (verify.protocol)
    return `login by ${verify.protocol.name ?? 'the protocol of the URL'}, at a named host`;
  const requests = (verify.steps ?? []).map(({ method, url }) => `\`${method} ${url.replace(/\?.*/, '')}\``);
  return [...new Set(requests)].join(', ');
}

function* readBy(rule: Checked): Generator<string> {
  const steps = stepsOf(rule);
  if (steps.some((step) => step.account) || rule.verify.protocol) yield 'account';
  if (steps.some((step) => step.scopes)) yield 'scopes';
  if (steps.some((step) => step.expiry)) yield 'expiry';
}
