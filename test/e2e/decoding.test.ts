import { expect, test } from 'vitest';
import { makeRepo, makeToken, type Repo } from '../helpers/repo.ts';

interface Report {
  findings: { ruleId: string; file: string; startLine: number; endLine: number; decodedFrom: string[] }[];
  receipt: { skipped: { path: string; reason: string }[] };
}

function scan(repo: Repo, ...args: string[]): Report {
  const { stdout, stderr } = repo.leakgate([...args, '-f', 'json']);
  expect(stdout, stderr).not.toBe('');
  return JSON.parse(stdout) as Report;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
const manifest = (lines: string[]) =>
  ['kind: Secret', 'data:', '  config.yaml: |', ...lines.map((line) => `    ${line}`), ''].join('\n');
const wrapped = (text: string, width: number) => text.match(new RegExp(`.{1,${width}}`, 'g'))!;

test('a commit that adds an encoded secret is stopped; one that writes it in another way is not', () => {
  const repo = makeRepo();
  const config = `url: https://api.corp.example.net/\ntoken: ${makeToken()}\nretries: 3\n`;
  repo.add('secret.yaml', manifest(wrapped(base64(config), 64)));
  const [first, ...more] = scan(repo, 'staged').findings;
  expect([first?.ruleId, first?.decodedFrom, more]).toEqual(['github-pat', ['base64'], []]);
  expect([first?.startLine, first?.endLine]).toEqual([4, 5]);
  const { status, stdout } = repo.leakgate(['staged']);
  expect([status, stdout.includes('(inside base64)')]).toEqual([1, true]);
  repo.git('commit', '-q', '-m', 'first');

  repo.add('secret.yaml', manifest(wrapped(base64(config), 40)));
  expect(repo.leakgate(['staged']).status).toBe(0);
  repo.add('secret.yaml', manifest(wrapped(base64(`# another line in front\n${config}`), 76)));
  expect(repo.leakgate(['staged']).status).toBe(0);
  repo.add('secret.yaml', config);
  expect(repo.leakgate(['staged']).status).toBe(0);
  repo.add('secret.yaml', manifest(wrapped(base64(`${config}more: ${makeToken()}\n`), 64)));
  expect(repo.leakgate(['staged']).status).toBe(1);
});

test('the depth is what the flag says, and what lies deeper is named', () => {
  const repo = makeRepo();
  repo.add('deep.txt', base64(`some words, then ${base64(`token: ${makeToken()}`)}`));
  expect(scan(repo, 'dir').findings.map(({ decodedFrom }) => decodedFrom)).toEqual([['base64', 'base64']]);
  const shallow = repo.leakgate(['dir', '--max-decode-depth', '1', '-f', 'json']);
  const { findings, receipt } = JSON.parse(shallow.stdout) as Report;
  expect([shallow.status, findings]).toEqual([0, []]);
  expect(receipt.skipped).toEqual([
    { path: 'deep.txt', reason: expect.stringContaining('--max-decode-depth') },
  ]);
  expect(scan(repo, 'dir', '--max-decode-depth', '0')).toMatchObject({
    findings: [],
    receipt: { skipped: [] },
  });
});

test('in messages, in the stretches of a large blob, and across the border of two', () => {
  const repo = makeRepo();
  const filler = `${'ordinary text without anything in it. '.repeat(2)}\n`;
  const large = Buffer.from(filler.repeat(Math.ceil((18 << 20) / filler.length)));
  const put = (at: number) => {
    const lines = wrapped(
      base64(`${'words and words. '.repeat(20)}token: ${makeToken()} ${'and more. '.repeat(200)}`),
      76,
    );
    const start = large.lastIndexOf('\n', at) + 1;
    large.write(`${lines.join('\n')}\n`, start);
  };
  for (const at of [1000, (4 << 20) - 300, (16 << 20) - 2000, 17 << 20]) put(at);
  repo.add('large.txt', large);
  repo.git('commit', '-q', '-m', `token ${base64(`token: ${makeToken()}`)}`);
  const expected = [['commit', 'large.txt', 'large.txt', 'large.txt', 'large.txt'], ['base64']];
  for (const reader of ['', 'git']) {
    const { stdout } = repo.leakgate(['history', '-f', 'json'], { env: { LEAKGATE_GIT_READER: reader } });
    const { findings } = JSON.parse(stdout) as Report;
    const files = findings.map(({ file }) => file.replace(/^commit:.*/, 'commit')).sort();
    expect([files, [...new Set(findings.flatMap(({ decodedFrom }) => decodedFrom))]]).toEqual(expected);
  }
});
