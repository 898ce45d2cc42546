import { z } from 'zod';
import { verifySchema } from './verify-schema.ts';

const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use lower-case words joined by hyphens, as in github-pat');
const sentence = z.string().min(3);
const url = z.url({ protocol: /^https$/ });
const words = z.array(z.string().min(2)).min(1);
const envName = z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'use an environment variable name, as in GITHUB_TOKEN');

const remediation = z.strictObject({
  revoke: url.optional().describe('Page on which the credential is revoked.'),
  steps: z.array(sentence).min(1).describe('What to do, one sentence each, most urgent first.'),
  env: envName.optional().describe("Environment variable that the provider's own tools read."),
});

const context = z.strictObject({
  words: words.describe('One of these, in any case, must stand near the match.'),
  within: z.int().min(8).max(256).default(80).describe('Bytes between the word and the match.'),
});

const rule = z.strictObject({
  id: id.describe('provider-kind; the name in reports and ignore comments.'),
  title: sentence,
  severity: z.enum(['critical', 'high', 'medium', 'low']),
  confidence: z.enum(['high', 'medium', 'low']).default('high'),
  pattern: z.string().describe('RE2 syntax (no look-around, no back-references), one group named secret.'),
  prefix: z.string().optional().describe('Fixed public prefix, which a report may show.'),
  context: context.optional(),
  entropy: z.number().min(0).max(8).optional().describe('Least Shannon entropy, bits per character.'),
  mix: z
    .array(z.enum(['digit', 'lower', 'upper']))
    .optional()
    .describe('Kinds the secret must all contain.'),
  check: z.string().optional().describe('Name of a checksum or structure check in src/engine/checks/.'),
  reject: z.string().optional().describe('RE2 syntax; a secret that it matches is dropped.'),
  paths: z.array(z.string().min(1).max(1000)).optional().describe('Globs; the path must match one.'),
  judge: z.enum(['secret', 'password']).optional().describe('For values without a shape of their own.'),
  part: z.boolean().optional().describe('A part of a multi-part secret, never a finding by itself.'),
  needs: z.record(z.string(), id).optional().describe('Part name: id of the rule that finds it near by.'),
  remediation: remediation.partial().optional().describe('Overrides the keys of the provider.'),
  docs: url.optional(),
  examples: z
    .strictObject({
      match: z.array(z.string()).min(1).optional().describe('Each must be found by this rule.'),
      ignore: z.array(z.string()).min(1).optional().describe('In none may this rule find anything.'),
      exempt: sentence.optional().describe('Why there are none, for rules that came from elsewhere.'),
    })
    .refine(
      ({ match, ignore, exempt }) => (exempt === undefined ? match && ignore : !match && !ignore),
      'give match and ignore, or say in exempt why there are none',
    ),
  verify: verifySchema.optional(),
  'verify-as': id.optional().describe('Id of a rule of this file that is verified in the same way.'),
});

/** One `rules/*.yaml` file, strict: an unknown key is an error. */
export const providerSchema = z.strictObject({
  provider: id,
  name: z.string().min(2),
  docs: url.optional().describe('Documentation that the facts come from.'),
  remediation,
  reject: z.string().optional().describe('RE2 syntax; what every rule of the file drops besides its own.'),
  rules: z
    .array(rule)
    .min(1)
    .superRefine((rules, context) => {
      for (const [index, { verify, 'verify-as': sameAs }] of rules.entries()) {
        if (sameAs === undefined) continue;
        const known = !verify && rules.some((other) => other.id === sameAs && other.verify);
        if (!known)
          context.addIssue({
            code: 'custom',
            path: [index, 'verify-as'],
            message: 'name a rule of this file that has verify',
          });
      }
    }),
});

export type ProviderFile = z.infer<typeof providerSchema>;
