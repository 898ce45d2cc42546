import { exitCodeOf, isComplete } from './exit-code.ts';
import { jsonWithList } from './json-text.ts';
import { printable } from './printable.ts';
import { relativeUri } from './relative-uri.ts';
import { sarifResults } from './sarif-results.ts';
import { sarifRules } from './sarif-rules.ts';
import type { JsonReport } from './schema.ts';
import { timeOf } from './wording.ts';

/** @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html */
const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** Stands for what is left out of a secret. */
const REDACTED = '…';

/** SARIF 2.1.0, with what GitHub code scanning reads of it. */
export function* renderSarif(report: JsonReport): Generator<string> {
  const rules = sarifRules([...report.findings, ...report.suppressed]);
  const { name, version } = report.tool;
  const run = {
    tool: { driver: { name, version, semanticVersion: version, rules } },
    automationDetails: { id: `leakgate/${relativeUri(report.target.kind)}/` },
    invocations: [invocation(report)],
    ...provenance(report),
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The top of what was scanned.' } } },
    columnKind: 'utf16CodeUnits',
    redactionTokens: [REDACTED],
    results: [],
    properties: { receipt: report.receipt },
  };
  const log = { $schema: SCHEMA, version: '2.1.0', runs: [run] };
  yield* jsonWithList(log, 'results', 3, sarifResults(report, rules));
  yield '\n';
}

const MEANINGS: Readonly<Record<number, string>> = {
  0: 'everything was read, and nothing blocks',
  1: 'at least one finding blocks',
  3: 'part of the input could not be read',
};

function invocation(report: JsonReport) {
  const exitCode = exitCodeOf(report);
  const end = timeOf(report.finishedAt);
  const start = end && new Date(end.getTime() - report.receipt.ms);
  return {
    executionSuccessful: isComplete(report),
    exitCode,
    exitCodeDescription: MEANINGS[exitCode],
    ...(start && end ? { startTimeUtc: start.toISOString(), endTimeUtc: end.toISOString() } : {}),
    toolExecutionNotifications: [
      ...report.problems.map(({ path, message }) => notification('error', path, `not read: ${message}`)),
      ...report.receipt.skipped.map(({ path, reason }) => notification('note', path, `skipped: ${reason}`)),
      ...report.receipt.weakened.map((text) => ({ level: 'warning', message: { text: printable(text) } })),
    ],
  };
}

function notification(level: string, path: string, text: string) {
  return {
    level,
    message: { text: printable(text) },
    locations: [{ physicalLocation: { artifactLocation: { uri: relativeUri(path) } } }],
  };
}

function provenance({ target: { repository } }: JsonReport) {
  if (!repository || !URL.canParse(repository.url)) return {};
  const { url, revision, branch } = repository;
  return {
    versionControlProvenance: [
      {
        repositoryUri: new URL(url).href,
        ...(revision === null ? {} : { revisionId: revision }),
        ...(branch === null ? {} : { branch }),
        mappedTo: { uriBaseId: '%SRCROOT%' },
      },
    ],
  };
}
