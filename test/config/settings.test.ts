import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { userConfigFile } from '../../src/config/load.ts';
import { resolveSettings, type SettingFlags } from '../../src/config/settings.ts';

interface Given {
  flags?: SettingFlags;
  env?: NodeJS.ProcessEnv;
  /** `.leakgate.yaml` of the repository. */
  repo?: string;
  /** Text of the user's own config. */
  user?: string;
}

function folders({ repo, user }: Given) {
  const base = mkdtempSync(path.join(tmpdir(), 'leakgate-config-'));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const root = path.join(base, 'repo');
  const home = path.join(base, 'home');
  mkdirSync(root);
  const env = { HOME: home, XDG_CONFIG_HOME: home, APPDATA: home };
  if (repo !== undefined) writeFileSync(path.join(root, '.leakgate.yaml'), repo);
  if (user !== undefined) {
    mkdirSync(path.join(home, 'leakgate'), { recursive: true });
    writeFileSync(path.join(home, 'leakgate', 'config.yaml'), user);
  }
  return { root, env };
}

function settle(given: Given) {
  const { root, env } = folders(given);
  return resolveSettings(given.flags ?? {}, root, root, { ...env, ...given.env });
}

test.each<[string, Given, number]>([
  ['nothing', {}, Number.POSITIVE_INFINITY],
  ['the user', { user: 'max-file-size: 1k' }, 1000],
  ['the repository before the user', { repo: 'max-file-size: 2k', user: 'max-file-size: 1k' }, 2000],
  ['the environment before both', { env: { LEAKGATE_MAX_FILE_SIZE: '3k' }, repo: 'max-file-size: 2k' }, 3000],
  [
    'a flag before all',
    { flags: { 'max-file-size': '4M' }, env: { LEAKGATE_MAX_FILE_SIZE: '3k' }, repo: 'max-file-size: 2' },
    4e6,
  ],
  [
    'an empty variable says nothing',
    { env: { LEAKGATE_MAX_FILE_SIZE: '' }, repo: 'max-file-size: 2k' },
    2000,
  ],
  [
    '--no-repo-config leaves the user',
    { flags: { 'no-repo-config': true }, repo: 'max-file-size: 2k', user: 'max-file-size: 1k' },
    1000,
  ],
])('who is heard: %s', async (_, given, bytes) => {
  expect((await settle(given)).maxFileSize).toBe(bytes);
});

test('lists add up, and endpoints are taken from the first who names a provider', async () => {
  const settings = await settle({
    flags: { skip: ['a'], endpoint: ['gitlab=https://flag.example'] },
    env: { LEAKGATE_SKIP: 'b', LEAKGATE_ENDPOINT: 'gitlab=https://env.example gitea=https://env.example' },
    repo: 'skip: [c]\nexclude: [x]\n',
    user: 'skip: [d]\nexclude: [y]\nendpoints: { gitlab: "https://user.example", jira: "https://user.example" }\n',
  });
  expect(settings.skip).toEqual(['a', 'b', 'c', 'd']);
  expect(settings.exclude).toEqual(['x', 'y']);
  expect(Object.fromEntries(settings.endpoints)).toEqual({
    gitlab: 'https://flag.example',
    gitea: 'https://env.example',
    jira: 'https://user.example',
  });
});

describe('a memory of configs', () => {
  function memory() {
    const kept = new Map<string, string>();
    return {
      kept,
      get: (key: string) => kept.get(key),
      set: (key: string, text: string) => kept.set(key, text),
    };
  }
  const settleWith = (repo: string, known: ReturnType<typeof memory>) => {
    const { root, env } = folders({ repo });
    return resolveSettings({}, root, root, env, known);
  };

  test('gives what the file gives, places included, and is not asked for another', async () => {
    const known = memory();
    const text = 'exclude:\n  - a\n  - b\nseverities: { acme: low }\n';
    const first = await settleWith(text, known);
    expect(known.kept.size).toBe(1);
    expect(await settleWith(text, known)).toEqual(first);
    expect((await settleWith('exclude: [c]\n', known)).exclude).toEqual(['c']);
  });

  test('keeps nothing in which a secret may stand, and nothing that is wrong', async () => {
    const known = memory();
    await settleWith('stop-words: [hunter2]\n', known);
    await settleWith('allow: [{ secret: [hunter2] }]\n', known);
    await expect(settleWith('exlude: [a]\n', known)).rejects.toThrow(/exlude/);
    expect(known.kept.size).toBe(0);
  });

  test('that is damaged is not believed', async () => {
    const broken = { get: () => '{"values', set: () => {} };
    const { root, env } = folders({ repo: 'exclude: [a]\n' });
    expect((await resolveSettings({}, root, root, env, broken)).exclude).toEqual(['a']);
  });
});

test.each([
  ['exlude: [a]\n', /^\.leakgate\.yaml:1:9: exlude: .*/, 'did you mean exclude?'],
  ['skip: [a]\nallow:\n  - reson: why\n    paths: [b]\n', /:3:12: allow\.0\.reson/, 'did you mean reason?'],
  ['overrides:\n  - path: [a]\n    on-finding: warn\n', /:2:11: overrides\.0\.path/, 'did you mean paths?'],
  ['custom-rules:\n  - providr: a\n', /:2:14: custom-rules\.0\.providr/, 'did you mean provider?'],
  ['overrides: [{ on-finding: warn }]\n', /say for which paths or branches/, undefined],
  ['allow: [{ rules: [a] }]\n', /say what is allowed/, undefined],
  ['on-finding: wran\n', /:1:13: on-finding: /, undefined],
  ['exclude: &a [x]\nskip: *a\n', /:2:7: \*a: aliases/, undefined],
  ['endpoints: { gitlab: "https://evil.example" }\n', /endpoints/, /your own config/],
  ['proxy: http://evil.example\n', /proxy/, /your own config/],
  ['offline: true\n', /offline/, /your own config/],
  [`exclude: [${'a'.repeat(1001)}]\n`, /:1:11: exclude\.0/, undefined],
])('a wrong config is an error with its place: %j', async (repo, message, help) => {
  const error = await settle({ repo }).then(
    () => expect.fail('was taken'),
    (thrown) => thrown,
  );
  expect(error.message).toMatch(message);
  if (help === undefined) expect(error.exitCode).toBe(2);
  else expect(error.help).toMatch(help);
});

test.each([
  [{ LEAKGATE_BLOCK_ON: 'liv' }, /LEAKGATE_BLOCK_ON: liv is none of live/],
  [{ LEAKGATE_PROXY: 'socks5://a' }, /LEAKGATE_PROXY/],
  [{ LEAKGATE_MAX_DECODE_DEPTH: 'deep' }, /LEAKGATE_MAX_DECODE_DEPTH deep/],
  [{ LEAKGATE_ENDPOINT: 'gitlab' }, /LEAKGATE_ENDPOINT: write provider=URL/],
  [{ LEAKGATE_CONFIG: 'no-such.yaml' }, /no-such\.yaml: no such file/],
])('a wrong variable is named: %j', async (env, message) => {
  await expect(settle({ env })).rejects.toThrow(message);
});

test('what the repository takes away is named, what the user takes away is not', async () => {
  const text = 'exclude: [a, b, c, d]\nskip:\n  - generic\non-finding: warn\n';
  expect((await settle({ repo: text })).weakened).toEqual([
    '.leakgate.yaml:1 does not scan a, b, c and 1 more',
    '.leakgate.yaml:3 turns off generic',
    '.leakgate.yaml:4 only warns',
  ]);
  expect((await settle({ user: text })).weakened).toEqual([]);
});

test.each<[repo: string, user: string | undefined, phrases: string[]]>([
  ['max-archive-depth: 0', undefined, ['opens archives 0 deep at most']],
  ['max-decode-depth: 3', undefined, ['opens encodings 3 deep at most']],
  ['max-decode-depth: 9', undefined, []],
  ['severities: { "*": low }', 'block-severity: medium', ['sets the severity of *']],
  [
    'severities: { "*": low }',
    'overrides: [{ paths: [a], block-severity: high }]',
    ['sets the severity of *'],
  ],
  ['severities: { "*": low }', undefined, []],
  ['max-ignore-days: 900', 'max-ignore-days: 30', ['lets entries count for 900 days']],
  ['max-ignore-days: 20', 'max-ignore-days: 30', []],
])('a repository that says %s takes away, where the user says %s', async (repo, user, phrases) => {
  const { weakened } = await settle({ repo, ...(user === undefined ? {} : { user }) });
  expect(weakened).toEqual(phrases.map((phrase) => `.leakgate.yaml:1 ${phrase}`));
});

test.each<[NodeJS.Platform, NodeJS.ProcessEnv, string]>([
  ['linux', { HOME: '/h' }, '/h/.config/leakgate/config.yaml'],
  ['darwin', { HOME: '/h' }, '/h/.config/leakgate/config.yaml'],
  ['linux', { HOME: '/h', XDG_CONFIG_HOME: '/x' }, '/x/leakgate/config.yaml'],
  ['linux', { HOME: '/h', XDG_CONFIG_HOME: 'relative' }, '/h/.config/leakgate/config.yaml'],
])('the user config on %s with %j', (platform, env, file) => {
  const slashed = userConfigFile(env, platform).replaceAll('\\', '/');
  expect(slashed).toBe(file);
});
