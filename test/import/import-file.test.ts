import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { configSchema } from '../../src/config/full-schema.ts';
import { importFile } from '../../src/import/import-file.ts';
import type { Imported } from '../../src/import/imported.ts';

const ours = {
  ids: new Set(['acme-token', 'generic-secret', 'slack-bot-token', 'private-key']),
  providers: new Set(['acme', 'generic', 'slack', 'aws']),
};

function taken(file: string, text: string): Imported {
  const imported = importFile(file, text, ours) ?? expect.fail('not known');
  configSchema.parse(imported.config);
  return imported;
}

test.each<[string, object, string]>([
  [
    'a glob that is too long',
    { version: 2, secret: { ignored_paths: ['x'.repeat(2000), 'vendor/**'] } },
    'lost 1: exclude.0: Too big',
  ],
  [
    'a rule for no path',
    {
      rules: [
        {
          id: '@secretlint/secretlint-rule-pattern',
          options: {
            patterns: [
              { name: 'foo', pattern: '/foo[0-9]{10}/', filePathGlobs: [''] },
              { name: 'bar', pattern: '/bar[0-9]{10}/' },
            ],
          },
        },
      ],
    },
    'lost 1: custom-rules.0.rules.0.paths.0: Too small',
  ],
])('what no config can hold is listed, the rest carried over: %s', (_, file, note) => {
  const imported = taken('x', JSON.stringify(file));
  expect(notesOf(imported).join('\n')).toContain(note);
  expect(imported.config.exclude ?? imported.config['custom-rules']![0]!.rules).toHaveLength(1);
});

test.each([
  { ExactFindings: { matches: [{ filepath: 'a.txt', fingerprint: { toString: 1 }, linenum: 3 }] } },
  { rules: [{ id: '@secretlint/secretlint-rule-constructor', options: {} }] },
  { version: 2, secret: { ignored_detectors: ['constructor', '__proto__'] } },
])('names and values of JavaScript are nothing else than others: %j', (file) => {
  expect(taken('x', JSON.stringify(file)).config).toEqual({});
});

test('a report of very many findings, on one line', () => {
  const results = Array.from({ length: 50_000 }, (_, i) => ({
    RuleID: 'acme-token',
    File: 'a.txt',
    StartLine: i + 1,
    Fingerprint: `a.txt:acme-token:${i + 1}`,
  }));
  const { known } = taken('gitleaks-report.json', JSON.stringify(results));
  expect(known.map(({ lines, from }) => [lines, from])).toEqual(
    results.map(({ StartLine }) => [[StartLine, StartLine], 1]),
  );
});

const notesOf = ({ notes }: Imported) =>
  notes.map(({ kind, line, message }) => `${kind} ${line}: ${message}`);

describe('gitleaks and betterleaks', () => {
  test.each<[string, string, object]>([
    ['the old allow-list', '[allowlist]\npaths = ["^vendor/"]\n', { exclude: ['vendor/**'] }],
    [
      'new ones, one condition each',
      "[[allowlists]]\nregexes = ['''^x''']\nstopwords = ['abc']\n",
      { allow: [{ secret: ['^x'] }, { 'stop-words': ['abc'] }] },
    ],
    [
      'all conditions must hold',
      "[[allowlists]]\ndescription = 'why'\ncondition = 'AND'\npaths = ['^a$']\nregexes = ['b']\nregexTarget = 'line'\n",
      { allow: [{ reason: 'why', paths: ['/a'], line: ['b'] }] },
    ],
    [
      'for some rules',
      "[[allowlists]]\ntargetRules = ['generic-secret', 'slack-legacy']\nregexTarget = 'match'\nregexes = ['b']\n",
      { allow: [{ rules: ['generic-secret', 'slack'], match: ['b'] }] },
    ],
    [
      'rules that are off',
      "[extend]\nuseDefault = true\ndisabledRules = ['slack-bot-token']\n",
      { skip: ['slack-bot-token'] },
    ],
    ['the list of long ago', "[whitelist]\nfiles = ['^a$']\n", { exclude: ['/a'] }],
  ])('%s', (_, text, config) => {
    expect(taken('.gitleaks.toml', text).config).toEqual(config);
  });

  test('a rule keeps its pattern, its entropy, its paths and what it allows', () => {
    const text = [
      '[extend]',
      'useDefault = true',
      '[[rules]]',
      'id = "Acme.Key"',
      'description = "Acme key"',
      "regex = '''acme_([a-z0-9]{16})'''",
      "path = '''\\.env$'''",
      'entropy = 2.5',
      'keywords = ["acme"]',
      '[[rules.allowlists]]',
      "regexes = ['''^test''']",
    ].join('\n');
    const { config, notes } = taken('x', text);
    expect(notes).toEqual([]);
    expect(config['custom-rules']).toMatchObject([
      {
        rules: [
          { id: 'acme-key', pattern: 'acme_(?<secret>[a-z0-9]{16})', paths: ['**/*.env'], entropy: 2.5 },
        ],
      },
    ]);
    expect(config['custom-rules']![0]!.rules[0]!.examples.match).toEqual(['acme_<lowalnum:16>']);
    expect(config.allow).toEqual([{ rules: ['acme-key'], secret: ['^test'] }]);
  });

  test.each<[string, string, string]>([
    ['look-ahead', "[[rules]]\nid = 'a'\nregex = '''a(?=b)'''\n", 'lost 3: rule a: regex'],
    ['no regex', "[[rules]]\nid = 'a'\npath = '''x'''\n", 'lost 2: rule a: it reports files by their path'],
    ['a path without glob', "[[rules]]\nid = 'a'\nregex = 'abc'\npath = 'x{2,9}'\n", 'lost 4: rule a: path'],
    ['an unknown key', "[[rules]]\nid = 'a'\nregex = 'abc'\nfilter = 'x'\n", 'lost 4: rule a: filter'],
    ['an unknown table', 'title = "a"\n[scan]\nx = 1\n', 'lost 2: scan has no counterpart'],
    ['a remote config', '[extend]\nuseDefault = true\nurl = "https://a.example"\n', 'lost 3: extend.url'],
    [
      'a rule that nobody has',
      '[extend]\nuseDefault = true\ndisabledRules = ["zz"]\n',
      'lost 3: disabledRules',
    ],
    [
      'half of what must hold',
      "[[allowlists]]\ncondition='AND'\npaths=['(?=a)']\nregexes=['b']\n",
      'lost 1: allow-list: all its',
    ],
    [
      'a keyword elsewhere',
      "[extend]\nuseDefault=true\n[[rules]]\nid = 'a'\nregex = 'abc'\nkeywords = ['zebra']\n",
      'changed 4: rule a: a keyword',
    ],
  ])('what is not carried over is listed: %s', (_, text, note) => {
    expect(notesOf(taken('x.toml', text)).join('\n')).toContain(note);
  });

  test('a pattern that backtracks without end does not make it hang', () => {
    const text = "[extend]\nuseDefault=true\n[[rules]]\nid = 'a'\nregex = '''abc(?:(?:a+)+)+$'''\n";
    expect(taken('x.toml', text).config['custom-rules']).toHaveLength(1);
  });

  test('half of what must hold allows nothing', () => {
    const text = "[[allowlists]]\ncondition='AND'\npaths=['(?=a)']\nregexes=['b']\n";
    expect(taken('x.toml', text).config).toEqual({});
  });

  test('a file that is no TOML says where', () => {
    expect(() => importFile('x.toml', '[rules\n', ours)).toThrow(/^x\.toml:1:\d+: not TOML/);
  });

  test('an ignore file', () => {
    const commit = 'a'.repeat(40);
    const imported = taken('list', `# why\n${commit}:src/a b.ts:generic:12\nsrc/c.ts:generic:3\nnonsense\n`);
    expect(imported.known).toMatchObject([
      { from: 2, commit, file: 'src/a b.ts', lines: [12, 12] },
      { from: 3, file: 'src/c.ts', lines: [3, 3] },
    ]);
    expect(notesOf(imported)).toEqual([expect.stringMatching(/^lost 4: /)]);
  });
});

const secret = `key-${'x1y2'.repeat(5)}`;
const sha256 = createHash('sha256').update(secret).digest('hex');
const sha1 = createHash('sha1').update(secret).digest('hex');

describe('reports and baselines', () => {
  const digest = { algorithm: 'sha256', hex: sha256 };
  test.each<[string, unknown, object]>([
    [
      'gitleaks',
      [{ RuleID: 'r', File: 'a.ts', StartLine: 3, EndLine: 4, Secret: secret, Commit: '' }],
      { file: 'a.ts', lines: [3, 4], digest },
    ],
    [
      'gitleaks, redacted',
      [{ RuleID: 'r', File: 'a.ts', StartLine: 3, Secret: 'REDACTED' }],
      { file: 'a.ts', lines: [3, 3] },
    ],
    [
      'trufflehog',
      {
        SourceMetadata: { Data: { Git: { file: 'a.ts', line: 3, commit: 'b'.repeat(40) } } },
        DetectorName: 'D',
        Raw: secret,
      },
      { file: 'a.ts', lines: [3, 3], commit: 'b'.repeat(40), digest },
    ],
    [
      'kingfisher',
      {
        findings: [
          { rule: { id: 'kf' }, finding: { path: 'a.ts', line: 3, snippet: secret, fingerprint: '1' } },
        ],
      },
      { file: 'a.ts', lines: [3, 3], digest },
    ],
    [
      'SARIF',
      {
        version: '2.1.0',
        runs: [
          {
            tool: { driver: { name: 'some' } },
            results: [
              {
                ruleId: 'r',
                locations: [
                  { physicalLocation: { artifactLocation: { uri: 'a%20b.ts' }, region: { startLine: 3 } } },
                ],
              },
            ],
          },
        ],
      },
      { file: 'a b.ts', lines: [3, 3] },
    ],
    [
      'detect-secrets',
      { plugins_used: [], results: { 'a.ts': [{ type: 'T', hashed_secret: sha1, line_number: 3 }] } },
      { file: 'a.ts', lines: [3, 3], digest: { algorithm: 'sha1', hex: sha1 } },
    ],
  ])('%s', (_, report, known) => {
    const { known: found } = taken('some.json', JSON.stringify(report));
    expect(found).toEqual([{ from: expect.any(Number), reason: expect.any(String), ...known }]);
    expect(JSON.stringify(found)).not.toContain(secret);
  });

  test('a secret that was marked as real is not ignored', () => {
    const entry = { type: 'T', hashed_secret: sha1, line_number: 3, is_secret: true };
    const imported = taken('b', JSON.stringify({ plugins_used: [], results: { 'a.ts': [entry] } }, null, 1));
    expect(imported.known).toEqual([]);
    expect(notesOf(imported)).toEqual([expect.stringMatching(/^lost 7: a\.ts: T: marked as a real secret/)]);
  });

  test('filters of detect-secrets', () => {
    const filter = (name: string, pattern: string[]) => ({ path: `detect_secrets.filters.${name}`, pattern });
    const baseline = {
      plugins_used: [],
      filters_used: [
        filter('regex.should_exclude_file', ['^vendor/']),
        filter('regex.should_exclude_line', ['# ok$']),
        filter('regex.should_exclude_secret', ['^x']),
        { path: 'custom.filter' },
      ],
      results: {},
    };
    const imported = taken('b', JSON.stringify(baseline, null, 1));
    expect(imported.config.exclude).toEqual(['vendor/**']);
    expect(imported.config.allow).toMatchObject([
      { line: ['# ok$'] },
      { secret: ['^x'] },
      { paths: ['*secrets.baseline*'] },
    ]);
    expect(notesOf(imported)).toEqual([expect.stringContaining('filter custom.filter')]);
  });
});

describe('secretlint', () => {
  const id = (name: string) => `@secretlint/secretlint-rule-${name}`;

  test('rules that are off, texts that are allowed, own patterns', () => {
    const config = {
      rules: [
        {
          id: id('preset-recommend'),
          rules: [
            { id: id('slack'), disabled: true },
            { id: id('aws'), options: { allows: ['/^AKIA/i', 'a.b'] }, allowMessageIds: ['X'] },
            { id: id('no-homedir') },
          ],
        },
        {
          id: id('pattern'),
          options: { patterns: [{ name: 'My key', pattern: '/my-key-(?<v>[a-z]{9})/i' }] },
        },
      ],
    };
    const imported = taken('.secretlintrc', JSON.stringify(config, null, 1));
    expect(imported.config).toMatchObject({
      skip: ['slack'],
      allow: [{ rules: ['aws'], match: ['(?i)^AKIA', 'a\\.b'] }],
      'custom-rules': [{ rules: [{ id: 'my-key', pattern: '(?i)my-key-(?<secret>[a-z]{9})' }] }],
    });
    expect(notesOf(imported)).toEqual([
      expect.stringContaining('allowMessageIds'),
      expect.stringContaining('rule no-homedir: leakgate has no rule'),
    ]);
  });

  test('YAML', () => {
    expect(taken('x', `rules:\n  - id: "${id('slack')}"\n    disabled: true\n`).config).toEqual({
      skip: ['slack'],
    });
  });

  test('an ignore file', () => {
    const imported = taken(
      '.secretlintignore',
      '# why\n*.lock\n/dist/\ndocs/a.md\nnode_modules\n!keep.lock\n',
    );
    expect(imported.config.exclude).toEqual(['*.lock', 'dist/**', 'docs/a.md', '**/node_modules{,/**}']);
    expect(notesOf(imported)).toEqual([expect.stringMatching(/^lost 6: !keep\.lock/)]);
  });
});

describe('ggshield', () => {
  test.each([
    [
      'version 2',
      `version: 2\nsecret:\n  ignored_paths: ["*.md"]\n  ignored_matches: [{ name: n, match: ${sha256} }]\nexit_zero: true\n`,
    ],
    [
      'version 2 with hyphens',
      `version: 2\nexit-zero: true\nsecret:\n  ignored-paths: ["*.md"]\n  ignored-matches: [{ name: n, match: "${secret}" }]\n`,
    ],
    ['version 1', `paths-ignore: ["*.md"]\nmatches-ignore: ["${sha256}"]\nexit-zero: true\n`],
  ])('%s', (_, text) => {
    const { config, known, notes } = taken('some.yaml', text);
    expect(config).toEqual({ exclude: ['*.md'], 'on-finding': 'warn' });
    expect(known).toMatchObject([{ digest: { algorithm: 'sha256', hex: sha256 } }]);
    expect(notes).toEqual([]);
  });

  test('what only its service knows is listed', () => {
    const text =
      'version: 2\ninstance: https://a.example\nsecret:\n  ignored_detectors: [Slack Bot Token, Wombat]\n';
    const imported = taken('x', text);
    expect(imported.config).toEqual({ skip: ['slack-bot-token'] });
    expect(notesOf(imported).join('\n')).toMatch(/lost 2: instance[\s\S]*lost 4: detector Wombat/);
  });
});

test.each(['', 'hello\n', '{}', '[1]', 'a: 1\n', '"text"'])('%j is no file of another scanner', (text) => {
  expect(importFile('some', text, ours)).toBeUndefined();
});
