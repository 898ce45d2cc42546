import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { alphabets, pick, seededRandom } from '../../src/engine/checks/random.ts';
import { checks } from '../../src/engine/checks/registry.ts';
import { renderers } from '../../src/report/renderers.ts';
import { makeZip } from '../containers/make-zip.ts';
import { makeRepo } from '../helpers/repo.ts';
import { json, serve } from '../verify/servers.ts';
import { leakgate, statuses } from './run-verified.ts';
import { freePort, freshFolder } from './verify-servers.ts';

const random = seededRandom('verify-command');
const prefix = ['gh', 'p_'].join('');
const tokens = [1, 2, 3].map(() => checks['crc32-base62']!.make(random, prefix));

/** Knows these tokens, and nobody else. */
const github = (known: readonly string[]): RequestListener => {
  return (request, response) => {
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    if (known.includes(token)) json(200, { login: 'ann', id: 1, type: 'User' })(request, response);
    else json(401, { message: 'Bad credentials' })(request, response);
  };
};

/** A repository with a staged file. */
function repository(lines: readonly string[]): string {
  const repo = makeRepo();
  repo.add('sub/env.txt', `${lines.join('\n')}\n`);
  return repo.root;
}

test('a commit is stopped by live secrets, not by dead ones; answers are remembered', async () => {
  const { url, asked } = await serve(github(tokens.slice(0, 2)));
  const dir = repository(tokens.map((token, i) => `T${i}=${token}`));
  const scan = ['staged', '-f', 'json', '--endpoint', `github=${url}`];
  const first = await leakgate(dir, ...scan);
  expect([first.code, statuses(first)]).toEqual([1, ['live', 'live', 'dead']]);
  expect(asked).toHaveLength(3 + 1);
  const second = await leakgate(dir, ...scan);
  expect(statuses(second)).toEqual(['live', 'live', 'dead']);
  expect(asked).toHaveLength(3 + 1);
  const uncached = await leakgate(dir, ...scan, '--no-cache');
  expect(statuses(uncached)).toEqual(['live', 'live', 'dead']);
  expect(asked).toHaveLength(2 * (3 + 1));
  for (const { output } of [first, second]) for (const token of tokens) expect(output).not.toContain(token);
});

test('a commit with only dead secrets goes through', async () => {
  const { url } = await serve(github([]));
  const dir = repository([`T=${tokens[0]}`]);
  const run = await leakgate(dir, 'staged', '-f', 'json', '--endpoint', `github=${url}`);
  expect([run.code, statuses(run)]).toEqual([0, ['dead']]);
});

test('a server that is not there stops the commit, and so does one that never answers', async () => {
  const dir = repository([`T=${tokens[0]}`]);
  const silent = await serve(() => {});
  for (const url of [`http://127.0.0.1:${await freePort()}`, silent.url]) {
    const run = await leakgate(dir, 'staged', '-f', 'json', '--endpoint', `github=${url}`);
    expect([run.code, statuses(run)]).toEqual([1, ['unknown']]);
  }
});

test('nobody is asked with --offline or --skip-verify', async () => {
  const { url, asked } = await serve(github(tokens));
  const dir = repository([`T=${tokens[0]}`]);
  for (const flags of [['--offline'], ['--skip-verify', 'github']]) {
    const run = await leakgate(dir, 'staged', '-f', 'json', '--endpoint', `github=${url}`, ...flags);
    expect([run.code, statuses(run)]).toEqual([1, ['unchecked']]);
  }
  expect(asked).toEqual([]);
});

test('rules of the scanned repository ask nobody', async () => {
  const { url, asked } = await serve(github(tokens));
  const dir = repository([`own_${pick(random, alphabets.lowalnum, 22)}`]);
  const rule = {
    provider: 'own',
    name: 'Own',
    remediation: { steps: ['Delete it.'] },
    rules: [
      {
        id: 'own-token',
        title: 'Own token',
        severity: 'high',
        pattern: 'own_(?<secret>[a-z0-9]{22})',
        examples: { match: ['own_<lowalnum:22>'], ignore: ['own_'] },
        verify: { confidence: 'V', steps: [{ url: '/x', live: [{ status: [200] }] }] },
      },
    ],
  };
  writeFileSync(join(dir, 'rules.yaml'), JSON.stringify(rule));
  writeFileSync(join(dir, '.leakgate.yaml'), JSON.stringify({ rules: ['rules.yaml'] }));
  const repoRule = await leakgate(dir, 'dir', 'sub', '-f', 'json', '--endpoint', `own=${url}`);
  expect(repoRule.findings).toHaveLength(1);
  expect(asked).toEqual([]);
  rmSync(join(dir, '.leakgate.yaml'));
  await leakgate(dir, 'dir', 'sub', '-f', 'json', '--endpoint', `own=${url}`, '--rules', 'rules.yaml');
  expect(asked).not.toEqual([]);
});

test('verify checks the findings of a report again, and says which are gone', async () => {
  const { url } = await serve(github(tokens.slice(0, 1)));
  const dir = repository([`A=${tokens[0]}`, `B=${tokens[1]}`]);
  const report = join(dir, '.git', 'report.json');
  await leakgate(dir, 'dir', '--offline', '-f', 'json', '-o', report);
  const again = ['verify', report, '-f', 'json', '--endpoint', `github=${url}`];
  const run = await leakgate(dir, ...again);
  expect([run.code, statuses(run)]).toEqual([1, ['live', 'dead']]);
  writeFileSync(join(dir, 'sub', 'env.txt'), `\nB=${tokens[1]}\n`);
  const after = await leakgate(dir, ...again);
  expect([after.code, statuses(after)]).toEqual([3, ['dead']]);
  expect((await leakgate(dir, 'verify', join(dir, 'sub', 'env.txt'))).code).toBe(2);
});

test('verify finds again what stands in archives, messages, tags and notes; what it can not it says', () => {
  const repo = makeRepo();
  repo.add('a.zip', makeZip({ 'a.env': `A=${tokens[0]}\n` }));
  repo.git('commit', '-qm', `see ${tokens[0]}`);
  repo.git('tag', '-a', '-m', `see ${tokens[0]}`, 'v1');
  repo.git('notes', 'add', '-m', `see ${tokens[0]}`);
  repo.leakgate(['audit', '-f', 'json', '-o', '.git/report.json']);
  const places = (text: string) =>
    (JSON.parse(text) as { findings: { where: string; file: string; author: string }[] }).findings
      .map(({ where, file, author }) => `${where} ${file} ${author}`)
      .sort();
  const known = places(readFileSync(join(repo.root, '.git/report.json'), 'utf8'));
  expect(known.map((place) => place.split(' ')[0])).toEqual([
    'commit-message',
    'content',
    'note',
    'tag-message',
  ]);
  const again = repo.leakgate(['verify', '.git/report.json', '-f', 'json']);
  expect(again.status, again.all).toBe(1);
  expect(places(again.stdout)).toEqual(known);
});

test('what a provider says shows no secret and rules no terminal in any format, and its ids stay readable', async () => {
  const [own, other, third] = tokens as [string, string, string];
  const id = pick(random, alphabets.hex, 32);
  const name = `${id} \u001b[2J ${other} ${Buffer.from(third).toString('base64')}`;
  const { url } = await serve((request, response) => {
    const isOwn = request.headers.authorization === `Bearer ${own}`;
    const scopes = { 'x-oauth-scopes': `repo, ${own}, x-${third}` };
    if (isOwn) json(200, { login: name, id: own, type: other }, scopes)(request, response);
    else json(401, { message: 'Bad credentials' })(request, response);
  });
  const dir = repository([`T=${own}`]);
  const formats = Object.keys(renderers);
  const out = (format: string) => join(dir, '.git', `out.${format}`);
  const outputs = formats.flatMap((format) => ['-o', `${format}=${out(format)}`]);
  const run = await leakgate(dir, 'staged', ...outputs, '--endpoint', `github=${url}`);
  const { findings } = JSON.parse(readFileSync(out('json'), 'utf8'));
  expect([run.code, statuses({ ...run, findings })]).toEqual([1, ['live']]);
  const secrets = tokens.flatMap((token) => [
    token.slice(4),
    Buffer.from(token).toString('base64').slice(8, 40),
  ]);
  for (const text of [run.output, ...formats.map((format) => readFileSync(out(format), 'utf8'))]) {
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text).not.toContain('\u001b');
  }
  expect(readFileSync(out('csv'), 'utf8')).toContain(`${id} [2J ghp_…(40)`);
});

test('verify finds the files again in whose names a secret is masked', () => {
  const repo = makeRepo();
  for (const token of tokens.slice(0, 2)) repo.add(`${token}/a.env`, `A=${tokens[2]}\n`);
  repo.add(`of ${tokens[0]}.zip`, makeZip({ [`${tokens[1]}.env`]: `A=${tokens[2]}\n` }));
  const again = (...scan: string[]) => {
    repo.leakgate([...scan, '-f', 'json', '-o', '.git/report.json']);
    const { findings } = JSON.parse(readFileSync(join(repo.root, '.git/report.json'), 'utf8'));
    const run = repo.leakgate(['verify', '.git/report.json', '-f', 'json']);
    for (const token of tokens) expect(run.all).not.toContain(token);
    const { findings: found, problems } = JSON.parse(run.stdout);
    const places = (all: { where: string; file: string }[]) =>
      all.map(({ where, file }) => `${where} ${file}`);
    expect([run.status, problems]).toEqual([1, []]);
    expect(places(found).sort()).toEqual(places(findings).sort());
    return findings.length;
  };
  expect(again('staged')).toBe(8);
  repo.git('commit', '-qm', 'a');
  expect(again('dir')).toBeGreaterThanOrEqual(3);
  expect(again('history')).toBeGreaterThanOrEqual(3);
  rmSync(join(repo.root, tokens[0]!), { recursive: true });
  rmSync(join(repo.root, tokens[1]!), { recursive: true });
  repo.git('reset', '-q', '--hard', 'HEAD');
  const report = join(repo.root, '.git', 'report.json');
  repo.leakgate(['dir', '-f', 'json', '-o', report]);
  rmSync(join(repo.root, `of ${tokens[0]}.zip`));
  expect(repo.leakgate(['verify', report])).toMatchObject({
    status: 1,
    all: expect.stringContaining('no such file'),
  });
});

test('verify reads nothing outside of the repository', async () => {
  const dir = repository(['x']);
  const outside = join(freshFolder(), 'env.txt');
  writeFileSync(outside, `A=${tokens[0]}\n`);
  const finding = {
    ruleId: 'github-pat',
    file: `../../../..${outside}`,
    startLine: 1,
    startColumn: 3,
    where: 'content',
    commit: null,
  };
  const report = join(dir, '.git', 'report.json');
  writeFileSync(report, JSON.stringify({ schema: 'leakgate-report/1', findings: [finding] }));
  const run = await leakgate(dir, 'verify', report, '-f', 'json', '--offline');
  expect([run.code, run.findings]).toEqual([3, []]);
});

test('the other half of a secret is found in another file of the index, nearest first', async () => {
  const sent: string[] = [];
  const { url } = await serve((request, response) => {
    sent.push(request.headers.authorization ?? '');
    const known = request.headers.authorization === `Basic ${btoa(`ci-right:${token}`)}`;
    if (known) json(200, { name: 'ci-right', anonymous: false })(request, response);
    else json(401, {})(request, response);
  });
  const token = `11${pick(random, alphabets.hex, 32)}`;
  const repo = makeRepo();
  repo.add('deploy/build.sh', `JENKINS_API_TOKEN=${token}\n`);
  repo.add('deploy/.env', 'JENKINS_USER=ci-right\n');
  repo.add('other/.env', 'JENKINS_USER=ci-other\n');
  repo.write('deploy/.env', 'JENKINS_USER=not-staged\n');
  const run = await leakgate(repo.root, 'staged', '-f', 'json', '--endpoint', `jenkins=${url}`);
  expect(statuses(run)).toEqual(['live']);
  expect(sent[0]).toBe(`Basic ${btoa(`ci-right:${token}`)}`);
});
