import { printable } from './printable.ts';
import type { JsonFinding, JsonReport, JsonSuppressed } from './schema.ts';
import { findingText, timeOf, wayOut } from './wording.ts';

type Attributes = Readonly<Record<string, string | number>>;

/**
 * JUnit's XML as Jenkins and others read it: each finding is a test case, which fails when it blocks and else was skipped;
 * what could not be read is an error; a clean run is one test that passed.
 *
 * @see https://github.com/testmoapp/junitxml
 */
export function* renderJunit(report: JsonReport): Generator<string> {
  const { findings, suppressed, problems, receipt, target } = report;
  const clean = findings.length + suppressed.length + problems.length === 0;
  const failures = findings.filter(({ blocks }) => blocks).length;
  const counts = {
    tests: findings.length + suppressed.length + problems.length + (clean ? 1 : 0),
    failures,
    errors: problems.length,
    skipped: findings.length - failures + suppressed.length,
    time: receipt.ms / 1000,
  };
  const timestamp = timeOf(report.finishedAt)?.toISOString().slice(0, 19);
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `${open('testsuites', { name: 'leakgate', ...counts })}\n`;
  const suite = { name: `leakgate ${target.kind}`, ...counts, ...(timestamp ? { timestamp } : {}) };
  yield `  ${open('testsuite', suite)}\n`;
  for (const finding of findings) yield findingCase(finding);
  for (const finding of suppressed) yield suppressedCase(finding);
  for (const { path, message } of problems)
    yield testCase({ name: `${path} can be read`, classname: 'leakgate' }, 'error', message, '');
  if (clean) yield `    ${open('testcase', { name: 'no secrets found', classname: 'leakgate' }, '/')}\n`;
  yield '  </testsuite>\n</testsuites>\n';
}

function findingCase(finding: JsonFinding): string {
  const text = [findingText(finding), ...wayOut([finding]), `fingerprint ${finding.fingerprint}`].join('\n');
  return testCase(placeOf(finding), finding.blocks ? 'failure' : 'skipped', findingText(finding), text);
}

function suppressedCase(finding: JsonSuppressed): string {
  const { by, reason } = finding.suppression;
  return testCase(placeOf(finding), 'skipped', `suppressed, ${by}: ${reason}`, '');
}

function placeOf({ ruleId, title, file, startLine, startColumn }: JsonFinding | JsonSuppressed): Attributes {
  return {
    name: `${title} in ${file}:${startLine}:${startColumn}`,
    classname: ruleId,
    file,
    line: startLine,
  };
}

function testCase(attributes: Attributes, outcome: string, message: string, text: string): string {
  const inner = `${open(outcome, { message })}${text.split('\n').map(xmlText).join('\n')}</${outcome}>`;
  return `    ${open('testcase', attributes)}\n      ${inner}\n    </testcase>\n`;
}

function open(name: string, attributes: Attributes, end = ''): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${xmlText(String(value))}"`);
  return `<${name}${list.join('')}${end}>`;
}

/** What XML forbids, even as a reference, is written as an escape sequence, and so is what no log should hold. */
function xmlText(text: string): string {
  return printable(text).replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
