import { z } from 'zod';
import { protocolSchema, signerSchema } from './verify-signers.ts';

/**
 * Text with placeholders: `{{secret}}`, `{{NAME}}` for a part of the rule's `needs` or a named group of its
 * pattern, a value of `derive`, or one
 * that an earlier step saved; `{{now_iso}}`, `{{now_unix}}`, `{{nonce}}`. A step that names a value nobody has is
 * left out. In a URL values are percent-encoded; `{{+NAME}}` keeps them as they are, for a path or query that is
 * itself the secret.
 */
const template = z.string().min(1);

const path = z
  .string()
  .min(1)
  .describe(
    'Place in a JSON answer: a.b, a[0].b, a[].b (each), a[id={{saved}}].b (the one), ["odd key"], "" is the whole.',
  );

const jsonTest = z.union([
  path,
  z.strictObject({
    path,
    equals: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
    oneOf: z
      .array(z.union([z.string(), z.number()]))
      .min(1)
      .optional(),
    contains: z.string().min(1).optional().describe('Part of the text, any case.'),
    not: z.union([z.string(), z.number(), z.boolean()]).optional().describe('There, and not this.'),
    absent: z.literal(true).optional().describe('The path must lead nowhere, or to null.'),
  }),
]);

const condition = z.strictObject({
  status: z.array(z.int().min(200).max(599)).min(1).optional().describe('One of these HTTP statuses.'),
  header: z
    .record(z.string().regex(/^[a-z0-9-]+$/, 'use lower case'), z.string())
    .optional()
    .describe('Headers that must be there and contain this text, any case; "" is satisfied by any value.'),
  json: z
    .array(jsonTest)
    .min(1)
    .optional()
    .describe('All must hold: a path that leads somewhere, or a test.'),
  text: z.string().min(3).optional().describe('Part of the body, any case.'),
});
const conditions = z
  .array(condition.refine((c) => Object.keys(c).length > 0, 'an empty condition would always hold'))
  .min(1);

const from = z
  .union([
    z.strictObject({ json: path }),
    z.strictObject({ header: z.string().regex(/^[a-z0-9-]+$/, 'use lower case') }),
    z.strictObject({ claim: z.string().min(1).describe('Claim of the JWT that is the secret.') }),
    z.strictObject({
      jwt: path.describe('Where the answer holds a JWT.'),
      claim: z.string().min(1).describe('Path of a claim in it.'),
    }),
    z.strictObject({ value: template.describe('A placeholder, or fixed text.') }),
    z.strictObject({ text: z.string().min(3).describe('RegExp with one group over the body, for XML.') }),
    z.strictObject({
      of: template.describe('Usually {{secret}}.'),
      match: z.string().describe('RegExp with one group, which is the value.'),
    }),
  ])
  .describe('Where a value stands: in the JSON answer, a header, a JWT, or a placeholder.');
const source = z
  .union([path, from, z.array(from).min(1)])
  .describe('A JSON path, a place, or several places of which the first that has a value counts.');

const kind = z.enum(['user', 'organisation', 'service']);
const account = z.strictObject({
  id: source.optional(),
  name: source.optional(),
  kind: z
    .union([
      kind,
      z.strictObject({
        from: source,
        map: z.record(z.string(), kind).describe('Value in the answer: kind. Patterns with * may be used.'),
      }),
    ])
    .optional()
    .describe('Whose the secret is; fixed, or read from the answer.'),
});

const scopes = z.strictObject({
  from: source,
  separator: z
    .enum([',', ' ', ';'])
    .optional()
    .describe('Splits a text into scopes; a JSON list needs none. Blanks around are dropped.'),
  sentence: z
    .string()
    .optional()
    .describe('What holds when the list is there and empty, such as "has every right of the account".'),
});

const expiry = z.strictObject({
  from: source,
  format: z
    .enum(['date', 'unix', 'unix-ms', 'seconds-left'])
    .describe('date: ISO 8601 or RFC 1123, with or without time; else a number of that unit.'),
  never: z
    .array(z.union([z.string(), z.number()]))
    .optional()
    .describe('Values that mean "does not expire", such as 0 or -1.'),
  absent: z
    .enum(['never', 'unknown'])
    .default('unknown')
    .describe('What it means when the answer holds no such value, or null.'),
});

const power = z.strictObject({
  if: condition,
  sentence: z
    .string()
    .min(10)
    .describe('As the rest of "This secret …": "is a root key, and can do everything".'),
});

const body = z
  .union([
    z.strictObject({ form: z.record(z.string(), template) }),
    z.strictObject({ json: z.json() }),
    z.strictObject({ multipart: z.record(z.string(), template) }),
    z.strictObject({ text: z.string(), type: z.string().optional().describe('Content-Type.') }),
  ])
  .describe('form, json (placeholders inside texts), multipart, or text as it is.');

const httpsUrl = z
  .string()
  .regex(
    /^(https:\/\/(\{\{[a-z_]+\}\}\.)?[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?)?\/\S*$/,
    'use https://host/path, https://{{label}}.host.tld/path, or /path (needs --endpoint)',
  )
  .describe(
    'https only. The host is literal; only its first label may be a placeholder, and must then be listed in labels. A URL that starts with / has no host of its own: it is asked only when the user names one by --endpoint PROVIDER=URL. Values in the path and query are percent-encoded.',
  );

const step = z.strictObject({
  when: z
    .enum(['live', 'not-live'])
    .optional()
    .describe(
      'From the second step on. live: asked only to read more about a live secret, can not change the verdict. not-live: asked when no step before said live (another region, another kind of token); dead needs every such step to say so.',
    ),
  method: z.enum(['GET', 'POST', 'HEAD', 'PUT']).default('GET'),
  harmless: z
    .string()
    .min(10)
    .optional()
    .describe('Required with POST and PUT: why this request changes, consumes, renews and costs nothing.'),
  url: httpsUrl,
  headers: z.record(z.string().regex(/^[A-Za-z0-9_-]+$/), template).optional(),
  basic: z
    .strictObject({ user: z.string(), password: z.string() })
    .optional()
    .describe('HTTP Basic authentication; both may hold placeholders or be empty.'),
  body: body.optional(),
  signer: signerSchema.optional(),
  live: conditions.optional().describe('One of them must hold: the secret works.'),
  dead: conditions.optional().describe('One of them must hold: the secret does not work. Neither: unknown.'),
  account: account.optional(),
  scopes: scopes.optional(),
  expiry: expiry.optional(),
  powers: z.array(power).min(1).optional().describe('What a live answer tells about power, beside scopes.'),
  save: z
    .record(z.string().regex(/^[a-z_]+$/), source)
    .optional()
    .describe('Values for the placeholders of later steps.'),
  html: z
    .literal(true)
    .optional()
    .describe('The provider itself answers in HTML here; else HTML means that somebody else answered.'),
});

const offline = z.enum([
  'jwt',
  'pypi-macaroon',
  'azure-devops-pat',
  'azure-sas',
  'gitlab-routing',
  'aws-account',
  'private-key',
  'sentry-org',
  'grafana-cloud',
  'onepassword',
]);

/**
 * The `verify` key of a rule: how the provider is asked, and how its answer is read.
 *
 * The order of things: `offline` readers look at the secret itself; then `steps` (or `protocol`) ask. A secret is
 * live when a step's `live` list fits (and a random token of the same shape does not look alive), dead when its
 * `dead` list fits, unknown in every other case: outages, rate limits, HTML, and answers that fit both lists.
 */
export const verifySchema = z
  .strictObject({
    confidence: z
      .enum(['V', 'C', 'S', 'R'])
      .describe(
        'How sure the facts are: V vendor, C two sources, S one source, R unread. With S and R nothing is called dead.',
      ),
    labels: z
      .record(z.string(), z.string().min(3))
      .optional()
      .describe('Placeholders that may fill the first label of a host: pattern of the whole label (RegExp).'),
    derive: z
      .record(z.string().regex(/^[a-z_]+$/), source)
      .optional()
      .describe('Placeholders read from the secret and its parts before anything is asked.'),
    offline: z
      .array(offline)
      .min(1)
      .optional()
      .describe('Readers of the secret itself, in src/verify/offline/.'),
    steps: z.array(step).min(1).optional().describe('Requests, in order; the first always is asked.'),
    protocol: protocolSchema.optional().describe('A field protocol in place of HTTP; needs --endpoint.'),
    'self-hosted': z
      .literal(true)
      .optional()
      .describe(
        'Secrets of self-hosted instances look the same, so that "no" from the public host is unknown; it is dead only when the user named the host by --endpoint.',
      ),
    broad: z
      .record(z.string(), z.string().min(10))
      .optional()
      .describe(
        'Scope (* stands for any text): what it allows that a leak should not, as the rest of a sentence: "can delete repositories".',
      ),
    full: z
      .string()
      .min(10)
      .optional()
      .describe('For tokens without scopes: what each of them allows, as the rest of a sentence.'),
  })
  .superRefine((verify, context) => {
    for (const message of contradictions(verify)) context.addIssue({ code: 'custom', message });
  });

/** The `verify` key of a rule, checked. */
export type VerifySpec = z.output<typeof verifySchema>;
/** One request of it. */
export type Step = NonNullable<VerifySpec['steps']>[number];
/** What an answer must look like; every key that is there must hold. */
export type Condition = z.output<typeof condition>;
/** One test of a JSON answer. */
export type JsonTest = z.output<typeof jsonTest>;
/** Where a value stands; in a list, the first that has one counts. */
export type ValueSource = z.output<typeof source>;
/** Name of a reader of the secret itself. */
export type OfflineReader = z.output<typeof offline>;

function* contradictions(verify: VerifySpec): Generator<string> {
  if (!verify.offline && !verify.steps && !verify.protocol) yield 'give offline, steps or protocol';
  if (verify.steps && verify.protocol) yield 'give steps or protocol, not both';
  for (const [index, step] of (verify.steps ?? []).entries()) {
    const name = `steps.${index}`;
    if (index === 0 && step.when) yield `${name}: the first step is always asked`;
    if (index > 0 && !step.when) yield `${name}: say when`;
    if (step.when !== 'live' && !step.live) yield `${name}: without a live list it can not decide`;
    if ((step.method === 'POST' || step.method === 'PUT') && !step.harmless)
      yield `${name}: say why it is harmless`;
    if (step.body && (step.method === 'GET' || step.method === 'HEAD'))
      yield `${name}: ${step.method} has no body`;
    const label = /^https:\/\/\{\{([a-z_]+)\}\}/.exec(step.url)?.[1];
    if (label && !verify.labels?.[label]) yield `${name}: the host label ${label} needs a pattern in labels`;
  }
}
