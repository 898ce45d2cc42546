import { replacementFor } from '../../src/report/replacement.ts';
import type { JsonFinding, JsonReport, JsonSuppressed } from '../../src/report/schema.ts';
import { secretsOf } from '../../src/report/secrets.ts';

/** A finding as a report shows it; nothing in it is a secret. */
export function jsonFinding(over: Partial<JsonFinding> = {}): JsonFinding {
  const file = over.file ?? 'src/app.js';
  return {
    ruleId: 'github-pat',
    provider: 'github',
    title: 'GitHub personal access token (classic)',
    severity: 'critical',
    confidence: 'high',
    file,
    startLine: 3,
    startColumn: 12,
    endLine: 3,
    endColumn: 52,
    container: null,
    where: 'content',
    commit: null,
    author: null,
    date: null,
    atHead: null,
    secret: 'ghp_…(40)',
    fingerprint: '446883f3be5e74c4160c671da78304a6',
    decodedFrom: [],
    checksum: 'valid',
    partOf: null,
    canary: null,
    parts: [],
    excerpt: "const token = 'ghp_…(40)';",
    verification: {
      status: 'unchecked',
      reason: 'off',
      checkedAt: null,
      account: null,
      scopes: null,
      broadScopes: null,
      expiresAt: null,
      notes: [],
    },
    blocks: true,
    unheeded: null,
    remediation: {
      revoke: 'https://github.com/settings/tokens',
      steps: ['Delete the token on that page.', 'Read the security log from the day of the commit on.'],
      env: 'GITHUB_TOKEN',
      replacement: replacementFor(file, 'GITHUB_TOKEN'),
    },
    ...over,
  };
}

/** A finding that was suppressed. */
export function suppressedFinding(over: Partial<JsonSuppressed['suppression']> = {}): JsonSuppressed {
  const suppression = {
    by: 'inline',
    reason: 'a test key',
    source: null,
    author: null,
    expires: null,
    isNew: null,
  };
  return { ...jsonFinding(), suppression: { ...suppression, ...over } };
}

/** A finding that history brought. */
export function historyFinding(over: Partial<JsonFinding> = {}): JsonFinding {
  const commit = {
    commit: 'a'.repeat(40),
    author: 'Ann Author <ann@example.com>',
    date: '2026-03-04T05:06:07+01:00',
  };
  return jsonFinding({ ...commit, atHead: false, ...over });
}

/** A report of `findings`, all else as of a clean run. */
export function jsonReport(findings: JsonFinding[], over: Partial<JsonReport> = {}): JsonReport {
  return {
    schema: 'leakgate-report/1',
    tool: { name: 'leakgate', version: '1.2.3', rules: 400 },
    finishedAt: '2026-01-02T03:04:05.678Z',
    target: { kind: 'dir', root: '.', range: null, repository: null },
    findings,
    secrets: secretsOf(findings),
    unsure: [],
    suppressed: [],
    stale: [],
    problems: [],
    receipt: {
      expected: 4,
      scanned: 4,
      skipped: [],
      bytes: 1834,
      lines: 52,
      rules: 400,
      ms: 1500,
      slow: [],
      weakened: [],
    },
    ...over,
  };
}

/** Text that somebody who wants to harm puts into file names and authors, by what it is aimed at. */
export const hostile: Readonly<Record<string, string>> = {
  'control characters': 'a\u0007b\u0000c\u007fd\u009be',
  'escape sequences': '\u001b[31mred\u001b]8;;http://evil.example\u0007link',
  'line ends': 'one\r\ntwo\nthree\u2028four',
  'text direction': 'abc\u202etxt.exe\u2066\u200f',
  'GitHub commands': '::error file=x::y\n::add-mask::z',
  'agent commands': 'x##vso[task.setvariable variable=a]b##[error]c',
  markup: '<script>alert(1)</script><img src=x onerror=alert(1)>"\'`&amp;]]>',
  'end of a script': '</script><!--<script>',
  markdown: '|`a`|**b**[x](http://evil.example)<b>@team #1 www.evil.example _u_ ~~s~~\\',
  'a formula': '=cmd|calc!A0',
  'a formula behind a quote': '","=1+1',
  'lone surrogates': 'a\ud800b\udfffc',
  'what XML forbids': 'a\u0001\ufffe\uffff\u000bb',
  'a URL': '%41/../..//\\host?a=b#c d',
  'wide text': '目录/文件名🔑🔑é́',
  percent: '100%25%0A,x:y',
  nothing: '',
};

/** Findings with each hostile text in every place that can come from outside. */
export function hostileFindings(): JsonFinding[] {
  return Object.values(hostile).map((text, i) =>
    historyFinding({
      file: text,
      author: text,
      date: text,
      commit: text,
      title: text,
      ruleId: text,
      provider: text,
      fingerprint: `${text}${i}`,
      unheeded: text,
      excerpt: text,
      secret: text,
      decodedFrom: [text, 'base64'],
      parts: [
        {
          name: text,
          ruleId: text,
          secret: text,
          file: text,
          startLine: 1,
          startColumn: 1,
          endLine: 1,
          endColumn: 2,
        },
      ],
      verification: {
        status: 'live',
        reason: text,
        checkedAt: text,
        account: { id: text, name: text, kind: text },
        scopes: [text],
        broadScopes: [text],
        expiresAt: text,
        notes: [text],
      },
      remediation: {
        revoke: `javascript:${text}`,
        steps: [text],
        env: text,
        replacement: { where: text, code: text },
      },
    }),
  );
}

/** A report in which everything that can be hostile is. */
export function hostileReport(): JsonReport {
  const texts = Object.values(hostile);
  const findings = hostileFindings();
  return jsonReport(findings, {
    target: {
      kind: 'diff',
      root: '.',
      range: texts[1]!,
      repository: { url: texts[6]!, revision: texts[5]!, branch: texts[4]! },
    },
    suppressed: findings.map((finding, i) => ({
      ...finding,
      suppression: {
        by: texts[i]!,
        reason: texts[i]!,
        source: texts[i]!,
        author: texts[i]!,
        expires: texts[i]!,
        isNew: true,
      },
    })),
    unsure: findings.map(({ verification: _, ...finding }) => ({ ...finding, ruleId: finding.ruleId })),
    stale: texts.map((text) => ({
      file: text,
      line: 1,
      fingerprint: text,
      ruleId: text,
      path: text,
      expires: text,
      why: 'expired' as const,
    })),
    dropped: findings.map(({ file, startLine, startColumn, endLine, endColumn, ruleId, secret }) => ({
      file,
      startLine,
      startColumn,
      endLine,
      endColumn,
      ruleId,
      secret,
      reason: { filter: file, detail: file },
    })),
    problems: texts.map((text) => ({ path: text, message: text })),
    receipt: {
      expected: 30,
      scanned: 3,
      skipped: texts.map((text) => ({ path: text, reason: text })),
      bytes: 1,
      lines: 1,
      rules: 1,
      ms: 1,
      slow: texts.map((path) => ({ path, ms: 2000, bytes: 1 })),
      weakened: texts,
    },
  });
}
