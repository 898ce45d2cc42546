import { placeIds } from './place-ids.ts';
import { printable } from './printable.ts';
import { relativeUri } from './relative-uri.ts';
import { SARIF_LEVELS } from './sarif-rules.ts';
import type { JsonFinding, JsonLocated, JsonReport, JsonSuppressed } from './schema.ts';
import { findingText } from './wording.ts';

/** The findings, then those that were suppressed, which say so. */
export function* sarifResults({ findings, suppressed }: JsonReport, rules: readonly { id: string }[]) {
  const ids = placeIds([...findings, ...suppressed]);
  const indexes = new Map(rules.map(({ id }, i) => [id, i]));
  const result = (finding: JsonFinding | JsonSuppressed, i: number) => ({
    ruleId: finding.ruleId,
    ruleIndex: indexes.get(finding.ruleId)!,
    ...('suppression' in finding ? ofSuppressed(finding) : ofFinding(finding)),
    locations: [location(finding)],
    ...related(finding),
    ...flows(finding),
    partialFingerprints: {
      primaryLocationLineHash: `${ids[i]!.slice(0, 32)}:1`,
      'leakgate/v1': finding.fingerprint,
    },
  });
  for (const [i, finding] of findings.entries()) yield result(finding, i);
  for (const [i, finding] of suppressed.entries()) yield result(finding, findings.length + i);
}

/** What does not block is a note, so that it fails no check. */
function ofFinding(finding: JsonFinding) {
  const { blocks, severity, verification } = finding;
  return {
    level: blocks ? SARIF_LEVELS[severity] : 'note',
    message: { text: plain(findingText(finding)) },
    properties: { ...common(finding), verification, unheeded: finding.unheeded },
  };
}

function ofSuppressed(finding: JsonSuppressed) {
  const { by, reason, source, author, expires } = finding.suppression;
  return {
    level: 'note',
    message: { text: plain(printable(`${finding.title} ${finding.secret}`)) },
    suppressions: [
      {
        kind: by === 'inline' ? 'inSource' : 'external',
        status: 'accepted',
        ...(reason === '' ? {} : { justification: printable(reason) }),
        properties: { source, author, expires },
      },
    ],
    properties: common(finding),
  };
}

function common({ severity, confidence, where, commit, author, date, atHead, partOf, canary }: JsonLocated) {
  return { severity, confidence, where, commit, author, date, atHead, partOf, canary };
}

/** Message text in which nothing is a link or a placeholder (3.11.5, 3.11.6). */
function plain(text: string): string {
  return text
    .replace(/[[\]\\]/g, '\\$&')
    .replaceAll('{', '(')
    .replaceAll('}', ')');
}

type Place = (JsonLocated['parts'][number] & Pick<JsonLocated, 'container'>) | JsonLocated;

/** The region is the secret; its line, in which it is masked, is the region around it. */
function location(finding: JsonLocated) {
  const { excerpt, startLine, endLine, container } = finding;
  const around =
    excerpt === '' || container !== null
      ? {}
      : { contextRegion: { startLine, endLine, snippet: { text: excerpt } } };
  return { physicalLocation: { ...physical(finding), ...around } };
}

/** What is in an archive stands at the start of the archive, which is the file that the tree has. */
function physical({ file, container, startLine, startColumn, endLine, endColumn, secret }: Place) {
  const snippet = { text: secret };
  const region = { startLine, startColumn, endLine, endColumn, snippet };
  return {
    artifactLocation: { uri: relativeUri(container ?? file), uriBaseId: '%SRCROOT%' },
    region: container === null ? region : { startLine: 1, snippet },
  };
}

/** The other halves of a pair. */
function related({ parts, container }: JsonLocated) {
  if (parts.length === 0) return {};
  return {
    relatedLocations: parts.map((part, i) => ({
      id: i + 1,
      physicalLocation: physical({ ...part, container }),
      message: { text: plain(printable(`${part.name} ${part.secret}`)) },
    })),
  };
}

/** The way from the file's bytes through each encoding that was undone to the secret. */
function flows(finding: JsonLocated) {
  if (finding.decodedFrom.length === 0) return {};
  const steps = [...finding.decodedFrom.map((layer) => `${layer}, decoded`), `the secret ${finding.secret}`];
  const locations = steps.map((step, i) => ({
    executionOrder: i + 1,
    location: { physicalLocation: physical(finding), message: { text: plain(printable(step)) } },
  }));
  return { codeFlows: [{ threadFlows: [{ locations }] }] };
}
