import { types } from 'node:util';
import { z } from 'zod';
import { UsageError } from '../errors.ts';
import type { ScanOptions } from './options.ts';

const texts = z.array(z.string()).readonly();
const count = z.number().int().min(0);
const isBytes = (value: unknown): value is Uint8Array => types.isUint8Array(value);

const choice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('staged'), files: texts.optional() }),
  z.strictObject({ kind: z.literal('dir'), paths: texts.optional(), gitignore: z.boolean().optional() }),
  z.strictObject({ kind: z.literal('diff'), range: z.string() }),
  z.strictObject({
    kind: z.literal('history'),
    range: z.string().optional(),
    unreachable: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal('text'),
    text: z.union([z.string(), z.custom<Uint8Array>(isBytes)], 'expected a string or a Uint8Array'),
    path: z.string().optional(),
  }),
]);

/** It may be of a class, and have more than is asked for. */
const ownSource = z.looseObject({ name: z.string(), root: z.string(), read: functionNamed('read(signal)') });

const options = z.strictObject({
  source: z.looseObject({}),
  cwd: z.string().optional(),
  signal: z.custom(isSignal, 'expected an AbortSignal').optional(),
  verify: z.union([z.boolean(), functionNamed('a verifier')], 'expected a boolean or a verifier').optional(),
  only: texts.optional(),
  skip: texts.optional(),
  rules: z
    .array(z.union([z.string(), z.looseObject({})], 'expected a path or a rule file'))
    .readonly()
    .optional(),
  blockOn: texts.optional(),
  config: z.union([z.string(), z.literal(false)], 'expected a path or false').optional(),
  ignoreFile: z.string().optional(),
  explain: z.boolean().optional(),
  maxFileSize: count.optional(),
  maxArchiveDepth: count.optional(),
  maxDecodeDepth: count.optional(),
  reporters: z.array(functionNamed('a reporter')).readonly().optional(),
});

function functionNamed(what: string) {
  return z.custom((value) => typeof value === 'function', `expected a function: ${what}`);
}

/** Another realm, such as that of a test runner, has another class of this name. */
function isSignal(value: unknown): boolean {
  const { aborted, addEventListener } = (value ?? {}) as Partial<AbortSignal>;
  return typeof aborted === 'boolean' && typeof addEventListener === 'function';
}

/** @throws {UsageError} an option is none, or not of its type; callers without types would get another scan than they meant */
export function checkOptions(given: ScanOptions): void {
  check(options, given, []);
  check('kind' in given.source ? choice : ownSource, given.source, ['source']);
}

function check(schema: z.ZodType, value: unknown, at: readonly string[]): void {
  const issue = schema.safeParse(value).error?.issues[0];
  if (!issue) return;
  const place = [...at, ...issue.path].join('.');
  throw new UsageError(
    `scan${place === '' ? '' : `: ${place}`}: ${issue.message}`,
    'see docs/api.md, ScanOptions',
  );
}
