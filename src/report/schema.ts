import { z } from 'zod';

const line = z.int().min(1);
const place = { file: z.string(), startLine: line, startColumn: line, endLine: line, endColumn: line };
const text = z.string().nullable();
const texts = z.array(z.string());

const part = z.object({ ...place, name: z.string(), ruleId: z.string(), secret: z.string() });

const remediation = z.object({
  revoke: text,
  steps: texts,
  env: z.string(),
  replacement: z.object({ where: z.string(), code: z.string() }),
});

const located = z.object({
  ruleId: z.string(),
  provider: z.string(),
  title: z.string(),
  severity: z.enum(['critical', 'high', 'medium', 'low']),
  confidence: z.enum(['high', 'medium', 'low']),
  ...place,
  container: text.default(null),
  where: z.enum(['content', 'commit-message', 'tag-message', 'note', 'path']),
  commit: text,
  author: text,
  date: text,
  atHead: z.boolean().nullable(),
  secret: z.string(),
  fingerprint: z.string(),
  decodedFrom: texts,
  checksum: z.enum(['valid', 'none']),
  partOf: text,
  canary: text.default(null),
  parts: z.array(part),
  excerpt: z.string().default(''),
  remediation,
});

const verification = z.object({
  status: z.enum(['live', 'dead', 'unknown', 'unchecked']),
  reason: text,
  checkedAt: text,
  account: z.object({ id: text, name: text, kind: text }).nullable(),
  scopes: texts.nullable(),
  broadScopes: texts.nullable(),
  expiresAt: text,
  notes: texts,
});

const finding = located.extend({ verification, blocks: z.boolean(), unheeded: text.default(null) });

const secret = located
  .pick({
    fingerprint: true,
    ruleId: true,
    provider: true,
    title: true,
    severity: true,
    confidence: true,
    secret: true,
    partOf: true,
    canary: true,
  })
  .extend({
    verification,
    blocks: z.boolean(),
    places: z.array(z.object({ file: z.string(), startLine: line, startColumn: line, commit: text })),
  });

const suppression = z.object({
  by: z.string(),
  reason: z.string(),
  source: text.default(null),
  author: text.default(null),
  expires: text.default(null),
  isNew: z.boolean().nullable().default(null),
});

const suppressed = located.extend({ suppression });

const stale = z.object({
  file: z.string(),
  line,
  fingerprint: z.string(),
  ruleId: z.string(),
  path: z.string(),
  expires: text,
  why: z.enum(['expired', 'unused']),
});

const dropped = z.object({
  ...place,
  ruleId: z.string(),
  secret: z.string(),
  reason: z.object({ filter: z.string(), detail: z.string() }),
});

const unsure = located.pick({
  ruleId: true,
  confidence: true,
  file: true,
  startLine: true,
  startColumn: true,
  endLine: true,
  endColumn: true,
  commit: true,
  secret: true,
  fingerprint: true,
});

const repository = z.object({ url: z.string(), revision: text, branch: text });

const count = z.int().min(0);

/** The JSON report of docs/report.md: what every renderer is given. Fields that are not named here may be there. */
export const reportSchema = z.object({
  schema: z.literal('leakgate-report/1'),
  tool: z.object({ name: z.string(), version: z.string(), rules: count }),
  /** ISO 8601, UTC. */
  finishedAt: z.string().default(''),
  target: z.object({
    kind: z.string(),
    root: z.string(),
    range: text,
    repository: repository.nullable().default(null),
  }),
  findings: z.array(finding),
  /** The findings once more, by secret. */
  secrets: z.array(secret).default([]),
  /** Findings below the confidence that was asked for. */
  unsure: z.array(unsure).default([]),
  suppressed: z.array(suppressed),
  stale: z.array(stale).default([]),
  dropped: z.array(dropped).optional(),
  problems: z.array(z.object({ path: z.string(), message: z.string() })),
  receipt: z.object({
    expected: count,
    scanned: count,
    skipped: z.array(z.object({ path: z.string(), reason: z.string() })),
    bytes: count,
    lines: count,
    rules: count,
    ms: count,
    slow: z.array(z.object({ path: z.string(), ms: count, bytes: count })).default([]),
    weakened: texts.default([]),
  }),
});

/** What every renderer is given. */
export type JsonReport = z.output<typeof reportSchema>;
/** A finding or suppressed finding, with its place, as a report shows it. */
export type JsonLocated = z.output<typeof located>;
/** A finding as a report shows it. */
export type JsonFinding = z.output<typeof finding>;
/** A secret as a report shows it, with all its places. */
export type JsonSecret = z.output<typeof secret>;
/** A finding that does not count, and who said so. */
export type JsonSuppressed = z.output<typeof suppressed>;
/** A finding below the confidence that was asked for. */
export type JsonUnsure = z.output<typeof unsure>;
/** An entry of the ignore file that has had its day. */
export type JsonStale = z.output<typeof stale>;
/** A verdict as a report shows it: what is not known is null. */
export type JsonVerification = z.output<typeof verification>;
/** Where the scanned repository comes from: a URL without credentials. */
export type JsonRepository = z.output<typeof repository>;
