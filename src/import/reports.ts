import { createHash } from 'node:crypto';
import { type Imported, type KnownFinding, newImported } from './imported.ts';
import type { SourceLines } from './source-lines.ts';
import { numberOf, shown, type Table, tableOf, tablesOf, textOf } from './values.ts';

/** The SHA-256 of a secret that a report holds in clear; nothing for one that was masked there. */
function digestOf(secret: unknown): Pick<KnownFinding, 'digest'> {
  const text = textOf(secret);
  if (!text || /redacted|^\*+|\*{3}|\.\.\.$|…/i.test(text)) return {};
  return { digest: { algorithm: 'sha256', hex: createHash('sha256').update(text).digest('hex') } };
}

function linesFrom(first: unknown, last: unknown = first): Pick<KnownFinding, 'lines'> {
  const start = numberOf(first);
  return start && start > 0 ? { lines: [start, Math.max(start, numberOf(last) ?? start)] } : {};
}

function placeOf(file: unknown, commit: unknown): Pick<KnownFinding, 'file' | 'commit'> {
  const path = textOf(file);
  const id = textOf(commit);
  return {
    ...(path ? { file: path } : {}),
    ...(id && /^[0-9a-f]{7,64}$/i.test(id) ? { commit: id.toLowerCase() } : {}),
  };
}

function add(into: Imported, found: Omit<KnownFinding, 'reason'>, rule: unknown): void {
  const name = textOf(rule) ?? 'unnamed rule';
  if (found.file === undefined && !found.digest)
    into.notes.push({ kind: 'lost', line: found.from, message: `${name}: no place and no secret` });
  else into.known.push({ ...found, reason: `was in the ${into.kind} (${name})` });
}

/** A JSON report of gitleaks or betterleaks as a baseline. */
export function importGitleaksReport(report: unknown, lines: SourceLines): Imported {
  const into = newImported('report of gitleaks');
  let at = 1;
  for (const entry of tablesOf(report)) {
    const field = (name: string) => entry[name] ?? entry[name[0]!.toLowerCase() + name.slice(1)];
    at = lines.lineOf(JSON.stringify(field('Fingerprint') ?? field('RuleID') ?? ''), at);
    const place = placeOf(field('File'), field('Commit'));
    const found = {
      from: at,
      ...place,
      ...linesFrom(field('StartLine'), field('EndLine')),
      ...digestOf(field('Secret')),
    };
    add(into, found, field('RuleID'));
  }
  return into;
}

/** Trufflehog's JSON, one finding a line. */
export function importTrufflehogReport(entries: readonly { value: Table; line: number }[]): Imported {
  const into = newImported('report of trufflehog');
  for (const { value, line } of entries) {
    const data = tableOf(tableOf(value.SourceMetadata)?.Data);
    if (!data) continue;
    const place = tableOf(Object.values(data)[0]) ?? {};
    const found = {
      from: line,
      ...placeOf(place.file, place.commit),
      ...linesFrom(place.line),
      ...digestOf(value.Raw),
    };
    add(into, found, value.DetectorName);
  }
  return into;
}

/** Kingfisher's JSON: a list of findings, by itself or below `findings`. */
export function importKingfisherReport(entries: readonly Table[], lines: SourceLines): Imported {
  const into = newImported('report of kingfisher');
  let at = 1;
  for (const entry of entries) {
    const finding = tableOf(entry.finding) ?? {};
    const git = tableOf(finding.git_metadata);
    at = lines.lineOf(JSON.stringify(finding.fingerprint ?? finding.path ?? ''), at);
    const file = tableOf(git?.file)?.path ?? finding.path;
    const commit = tableOf(git?.commit)?.id;
    add(
      into,
      { from: at, ...placeOf(file, commit), ...linesFrom(finding.line), ...digestOf(finding.snippet) },
      tableOf(entry.rule)?.id,
    );
  }
  return into;
}

/** Kingfisher's own baseline, YAML with `ExactFindings`. */
export function importKingfisherBaseline(baseline: Table, lines: SourceLines): Imported {
  const into = newImported('baseline of kingfisher');
  let at = 1;
  for (const entry of tablesOf(tableOf(baseline.ExactFindings)?.matches)) {
    at = lines.lineOf(shown(entry.fingerprint ?? entry.filepath), at);
    add(into, { from: at, ...placeOf(entry.filepath, undefined), ...linesFrom(entry.linenum) }, undefined);
  }
  return into;
}

/** A SARIF log of any scanner. */
export function importSarif(log: Table, lines: SourceLines): Imported {
  const runs = tablesOf(log.runs);
  const driver = textOf(tableOf(tableOf(runs[0]?.tool)?.driver)?.name);
  const into = newImported(`SARIF report${driver ? ` of ${driver}` : ''}`);
  let at = 1;
  for (const result of runs.flatMap((run) => tablesOf(run.results))) {
    const location = tableOf(tablesOf(result.locations)[0]?.physicalLocation);
    const region = tableOf(location?.region);
    const uri = textOf(tableOf(location?.artifactLocation)?.uri);
    at = lines.lineOf(JSON.stringify(uri ?? result.ruleId ?? ''), at);
    const prints = tableOf(result.partialFingerprints);
    const place = placeOf(uri && decoded(uri), prints?.commitSha);
    add(into, { from: at, ...place, ...linesFrom(region?.startLine, region?.endLine) }, result.ruleId);
  }
  return into;
}

function decoded(uri: string): string {
  const path = uri.replace(/^file:\/\//, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
