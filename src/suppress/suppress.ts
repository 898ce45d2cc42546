import type {
  Finding,
  Marker,
  StaleSuppression,
  Suppressed,
  Suppression,
  SuppressionPolicy,
} from '../types.ts';
import type { FileEntry, IgnoreFile } from './ignore-file.ts';
import { withSalt } from './salt.ts';

/** What is known about one scan. */
export interface SuppressOptions {
  policy: SuppressionPolicy;
  files: readonly IgnoreFile[];
  /** Fingerprints that the ignore file had before the change; undefined when no change is scanned. */
  before: ReadonlySet<string> | undefined;
  /** As in `2027-01-31`. */
  today: string;
  /** Everything was read with every rule: an entry that matches nothing is not needed. */
  whole: boolean;
}

/** Takes out the findings that an ignore file or a marker suppresses, and salts the fingerprints of all. */
export function suppress(found: readonly Finding[], options: SuppressOptions): Suppression {
  const entries = entriesByFingerprint(options.files);
  const salts = options.files.flatMap(({ salts }) => salts);
  const result: Suppression = { kept: [], suppressed: [], stale: [] };
  const used = new Set<string>();
  for (const finding of found) {
    const names = salts.map((salt) => withSalt(finding.fingerprint, salt));
    const matched = names.find((name) => entries.has(name));
    if (matched !== undefined) used.add(matched);
    const name = matched ?? names[0];
    const salted = name === undefined ? finding : { ...finding, fingerprint: name };
    const judged = judge(salted, entries.get(matched ?? '') ?? [], options);
    if ('by' in judged) result.suppressed.push(judged);
    else result.kept.push(judged);
  }
  result.stale = options.files.flatMap((file) => staleOf(file, used, options));
  return result;
}

interface Located {
  entry: FileEntry;
  file: string;
}

function entriesByFingerprint(files: readonly IgnoreFile[]): Map<string, Located[]> {
  const all = new Map<string, Located[]>();
  for (const { name: file, entries } of files) {
    for (const entry of entries) {
      const known = all.get(entry.fingerprint);
      if (known) known.push({ entry, file });
      else all.set(entry.fingerprint, [{ entry, file }]);
    }
  }
  return all;
}

/** The suppression of a finding; or the finding, with why what asks to suppress it does not. */
function judge(
  finding: Finding,
  entries: readonly Located[],
  options: SuppressOptions,
): Suppressed | Finding {
  const objections = entries.map(({ entry }) => objectionToEntry(entry, options));
  const heeded = entries[objections.indexOf(undefined)];
  if (heeded) return byEntry(finding, heeded, options);
  const objection = finding.marker && objectionToMarker(finding.marker, options);
  if (finding.marker && objection === undefined) return byMarker(finding, finding.marker, options);
  const unheeded = objections[0] ?? objection;
  return unheeded === undefined ? finding : { ...finding, unheeded };
}

function objectionToEntry(
  { expires, reason }: FileEntry,
  { policy, today }: SuppressOptions,
): string | undefined {
  if (expires !== undefined && expires < today) return `its suppression expired on ${expires}`;
  if (policy.requireReason && reason === '')
    return 'its suppression gives no reason, and the policy asks for one';
  if (policy.maxDays === Number.POSITIVE_INFINITY) return undefined;
  if (expires === undefined || expires > addDays(today, policy.maxDays))
    return `its suppression does not expire within ${policy.maxDays} days, as the policy asks`;
  return undefined;
}

function objectionToMarker(
  { name, forOthers, reason }: Marker,
  { policy }: SuppressOptions,
): string | undefined {
  if (!policy.inline)
    return `${name} beside it does not count: inline-markers or --no-repo-config forbids it`;
  if (forOthers) return `${name} beside it names other rules`;
  if (policy.requireReason && reason === undefined)
    return `${name} beside it gives no reason (-- why), and the policy asks for one`;
  return undefined;
}

/** The day in UTC, as in `2027-01-31`. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** @param day - as in `2027-01-31` */
export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

function byEntry(finding: Finding, { entry, file }: Located, { before }: SuppressOptions): Suppressed {
  const { reason, author, expires, line, fingerprint } = entry;
  return {
    finding,
    by: 'ignore-file',
    reason,
    source: `${file}:${line}`,
    ...(author === undefined ? {} : { author }),
    ...(expires === undefined ? {} : { expires }),
    ...(before === undefined ? {} : { isNew: !before.has(fingerprint) }),
  };
}

/** What is beside a new finding is new, too. */
function byMarker(finding: Finding, { name, reason = '' }: Marker, { before }: SuppressOptions): Suppressed {
  return { finding, by: 'inline', reason, source: name, ...(before === undefined ? {} : { isNew: true }) };
}

function staleOf(
  { name, entries }: IgnoreFile,
  used: ReadonlySet<string>,
  { today, whole }: SuppressOptions,
): StaleSuppression[] {
  return entries.flatMap((entry): StaleSuppression[] => {
    const { line, fingerprint, ruleId, path, expires } = entry;
    const stale = {
      file: name,
      line,
      fingerprint,
      ruleId,
      path,
      ...(expires === undefined ? {} : { expires }),
    };
    if (expires !== undefined && expires < today) return [{ ...stale, why: 'expired' }];
    return whole && !used.has(fingerprint) ? [{ ...stale, why: 'unused' }] : [];
  });
}
