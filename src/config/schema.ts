import { z } from 'zod';
import { isEndpoint } from './endpoint.ts';

const globs = z.array(z.string().min(1).max(1000)).min(1);
const texts = z.array(z.string().min(1)).min(1);
const depth = z.int().min(0).max(99);
const severity = z.enum(['critical', 'high', 'medium', 'low']);
const patterns = texts.describe('RE2 syntax; one of them must match.');

/** What the top level and an override both take. */
const policyShape = {
  only: globs.optional().describe('Only these rules: ids, providers or globs.'),
  skip: globs.optional().describe('Not these rules: ids, providers or globs.'),
  severities: z
    .record(z.string().min(1), severity)
    .optional()
    .describe('Id, provider or glob of rules: their severity. The first that fits a rule counts.'),
  'min-confidence': z
    .enum(['high', 'medium', 'low'])
    .optional()
    .describe('Findings of a lower confidence are listed, not reported, and do not block. Default: medium.'),
  'block-on': z
    .array(z.enum(['live', 'unknown', 'unchecked', 'dead']))
    .optional()
    .describe('Which verdicts block.'),
  'block-severity': severity
    .optional()
    .describe('Findings of a lower severity are reported, and do not block.'),
  'on-finding': z
    .enum(['block', 'warn'])
    .optional()
    .describe('warn: findings are reported, and none blocks.'),
};

const override = z
  .strictObject({
    paths: globs.optional().describe('Globs; the path must match one.'),
    branches: globs
      .optional()
      .describe('Globs; the branch that is checked out, pushed to or built by CI must match one.'),
    ...policyShape,
  })
  .refine(({ paths, branches }) => paths || branches, 'say for which paths or branches');

const allow = z
  .strictObject({
    reason: z.string().min(1).optional().describe('Shown with each finding that it allows.'),
    rules: globs.optional().describe('Ids, providers or globs; the rule must match one.'),
    paths: globs.optional().describe('Globs; the path must match one.'),
    commits: z
      .array(z.string().regex(/^[0-9a-f]{7,64}$/, 'use lower-case hex digits, seven at least'))
      .min(1)
      .optional()
      .describe('The commit id must begin with one.'),
    secret: patterns.optional().describe('RE2 syntax; one must match in the secret.'),
    match: patterns.optional().describe('RE2 syntax; one must match in all that the rule matched.'),
    line: patterns.optional().describe('RE2 syntax; one must match in the lines of the finding.'),
    'stop-words': texts.optional().describe('The secret must hold one of them, in any case.'),
  })
  .refine(
    ({ rules: _, reason: __, ...conditions }) => Object.keys(conditions).length > 0,
    'say what is allowed: paths, commits, secret, match, line or stop-words (skip turns whole rules off)',
  );

/**
 * The schemas of both config files.
 *
 * @param provider - of an entry of `custom-rules`; it is the larger part, and needed only where there are some
 */
export function configSchemas<T extends z.ZodType>(provider: T) {
  const shape = {
    exclude: globs.optional().describe('Globs of paths that are not scanned; named in the receipt.'),
    rules: globs.optional().describe('More rule files, relative to this file.'),
    'custom-rules': z
      .array(provider)
      .optional()
      .describe('More rules, written here: each entry is what a rule file holds.'),
    ...policyShape,
    'stop-words': texts.optional().describe('Secrets that hold one of these, in any case, are allowed.'),
    allow: z
      .array(allow)
      .optional()
      .describe('Findings that all conditions of an entry fit are reported as suppressed.'),
    overrides: z
      .array(override)
      .optional()
      .describe('Other settings for some paths or branches; later entries win.'),
    'max-file-size': z
      .union([
        z.int().positive(),
        z.string().regex(/^\d+[kmg]?b?$/i, 'write a number of bytes, as in 500k or 20M'),
      ])
      .optional()
      .describe('Bytes; k, M and G are understood.'),
    'inline-markers': z
      .enum(['allow', 'forbid'])
      .optional()
      .describe('Whether comments such as leakgate:allow suppress what they stand beside.'),
    'require-reason': z
      .boolean()
      .optional()
      .describe('Markers and entries of .leakgateignore count only when they give a reason.'),
    'max-ignore-days': z
      .int()
      .positive()
      .optional()
      .describe('Entries of .leakgateignore count only when they expire within so many days.'),
    'max-archive-depth': depth.optional().describe('Archives inside of each other that are opened.'),
    'max-decode-depth': depth.optional().describe('Encodings on top of each other that are undone.'),
  };
  return {
    /** `.leakgate.yaml`, strict: an unknown key is an error. It is data: no code, no host, no remote file. */
    repository: z.strictObject(shape),
    /** The user's own `config.yaml`: the same, and what a scanned repository has no say in. */
    user: z.strictObject({ ...shape, ...userShape }),
  };
}

const userShape = {
  'skip-verify': globs.optional().describe('Ids of providers that are asked nothing.'),
  offline: z.boolean().optional().describe('Send nothing anywhere.'),
  endpoints: z
    .record(z.string().min(1), z.url())
    .superRefine((all, context) => {
      const wrong = Object.keys(all).find((name) => !isEndpoint(name, all[name]!));
      if (wrong) context.addIssue({ code: 'custom', path: [wrong], message: 'use https://' });
    })
    .optional()
    .describe('Provider: base URL of a self-hosted instance.'),
  proxy: z
    .string()
    .regex(/^https?:\/\/\S+$/i, 'use http:// or https://, as in http://proxy.example.org:8080')
    .optional()
    .describe('Proxy for all that leakgate sends.'),
};

/** In place of the schema of rules, for a file without. */
export const noRules = z.never();

/** Keys that only the user's own config takes. */
export const userKeys: readonly string[] = Object.keys(userShape);
