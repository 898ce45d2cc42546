import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formats } from '../helpers/formats.ts';
import { packLeakgate } from '../helpers/packed.ts';
import { makeFolder, makeToken, type Repo, tokenLine } from '../helpers/repo.ts';
import { strictTsc } from '../helpers/strict-tsc.ts';

let packed: Repo;
let remove: () => void;
beforeAll(() => {
  ({ folder: packed, remove } = packLeakgate());
});
afterAll(() => remove());

/** A repository in which `import 'leakgate'` finds what `npm publish` would send. */
function makeConsumer(): Repo {
  const repo = makeFolder();
  mkdirSync(path.join(repo.root, 'node_modules/@types'), { recursive: true });
  cpSync(path.join(packed.root, 'package'), path.join(repo.root, 'node_modules/leakgate'), {
    recursive: true,
  });
  repo.git('init', '-q');
  repo.write('.gitignore', 'node_modules\n*.mjs\n');
  return repo;
}

/** Runs a module with `leakgate`'s exports and `token` at hand; what `show` is given comes back. */
function runModule(repo: Repo, body: string, token = makeToken(), env: NodeJS.ProcessEnv = {}) {
  repo.write(
    'run.mjs',
    `import { ExitCode, IncompleteError, ScanError, render, scan } from 'leakgate';
const token = process.argv[2];
const show = (value) => console.log(JSON.stringify(value));
${body}`,
  );
  const { status, stdout, all } = repo.run(process.execPath, ['run.mjs', token], { env });
  expect(status, all).toBe(0);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

const places = `for await (const { file, startLine, rule, verdict, blocks } of run) show([file, startLine, rule.id, verdict.status, blocks]);`;

test.runIf(process.platform === 'linux')('however many scans there are, no file stays open for each', () => {
  const repo = makeConsumer();
  repo.add('sub/b.env', tokenLine());
  repo.git('commit', '-qm', 'one');
  repo.git('gc', '-q');
  repo.add('a.env', tokenLine());
  const lines = runModule(
    repo,
    `import { readdirSync } from 'node:fs';
const sources = [{ kind: 'staged' }, { kind: 'dir', paths: ['.'] }, { kind: 'history' }, { kind: 'text', text: token }];
for (let round = 0; round < 4; round++) {
  for (const source of sources) await scan({ source }).report();
  show(readdirSync('/proc/self/fd').length);
}`,
  );
  expect(lines).toHaveLength(4);
  expect(lines[3]).toBe(lines[1]);
});

describe('the sources', () => {
  test.each([
    ['staged', `{ kind: 'staged' }`, [['a.env', 1, 'github-pat', 'unchecked', true]]],
    ['staged, one file', `{ kind: 'staged', files: ['c.txt'] }`, []],
    ['dir', `{ kind: 'dir', paths: ['sub'] }`, [['sub/b.env', 2, 'github-pat', 'unchecked', true]]],
    ['diff', `{ kind: 'diff', range: 'HEAD~1..HEAD' }`, [['sub/b.env', 2, 'github-pat', 'unchecked', true]]],
    ['history', `{ kind: 'history' }`, [['sub/b.env', 2, 'github-pat', 'unchecked', true]]],
    ['text', `{ kind: 'text', text: 'x\\n' + token }`, [['(text)', 2, 'github-pat', 'unchecked', true]]],
    [
      'bytes',
      `{ kind: 'text', text: new TextEncoder().encode(token), path: 'x' }`,
      [['x', 1, 'github-pat', 'unchecked', true]],
    ],
  ])('%s', (_, source, expected) => {
    const repo = makeConsumer();
    repo.add('c.txt', 'nothing\n');
    repo.git('commit', '-qm', 'one');
    repo.add('sub/b.env', `\n${tokenLine()}`);
    repo.git('commit', '-qm', 'two');
    repo.add('a.env', tokenLine());
    expect(runModule(repo, `const run = scan({ source: ${source} }); ${places}`)).toEqual(expected);
  });

  test('GIT_DIR and GIT_WORK_TREE are relative to the folder of the process', () => {
    const repo = makeConsumer();
    repo.add('sub/a.env', tokenLine());
    const env = { GIT_DIR: '.git', GIT_WORK_TREE: '.' };
    const body = `const run = scan({ source: { kind: 'staged' }, cwd: 'sub' }); ${places}`;
    expect(runModule(repo, body, makeToken(), env)).toEqual([
      ['sub/a.env', 1, 'github-pat', 'unchecked', true],
    ]);
  });

  test('one of the caller, of a class', () => {
    const body = `
class Rows {
  name = 'rows'; root = 'table'; #rows = ['nothing', token];
  async *read() {
    yield { kind: 'expected', count: 2 };
    for (const [i, row] of this.#rows.entries())
      yield { kind: 'chunk', path: 'row ' + i, where: 'content', bytes: Buffer.from(row), firstLine: 1 };
  }
}
const report = await scan({ source: new Rows() }).report();
show([report.target.kind, report.findings.map(({ file }) => file), report.receipt.scanned, report.exitCode, report.complete]);`;
    expect(runModule(makeConsumer(), body)).toEqual([['rows', ['row 1'], 2, 1, true]]);
  });
});

describe('fails closed', () => {
  const source = (body: string) => `{ name: 'own', root: '.', async *read(signal) { ${body} } }`;
  const chunk = `{ kind: 'chunk', path: 'a', where: 'content', bytes: Buffer.from(token), firstLine: 1 }`;

  test.each([
    ['a problem', `yield ${chunk}; yield { kind: 'problem', path: 'b', message: 'gone' };`, 1],
    ['less than was expected', `yield { kind: 'expected', count: 2 }; yield ${chunk};`, 1],
    ['an abort', `yield ${chunk}; controller.abort(new Error('enough')); yield ${chunk};`, 1],
    ['an abort before the first chunk', `controller.abort(); yield ${chunk};`, 0],
    ['an abort after the last', `yield ${chunk}; controller.abort();`, 1],
  ])('%s: both ways reject, with what was found', (_, read, found) => {
    const body = `
const caught = async (work) => { try { await work(); return 'no error'; } catch (error) { return error; } };
const run = () => { globalThis.controller = new AbortController();
  return scan({ source: ${source(read)}, signal: controller.signal }); };
const seen = [];
const first = await caught(async () => { for await (const finding of run()) seen.push(finding); });
const second = await caught(() => run().report());
show([seen.length, first instanceof IncompleteError, second instanceof IncompleteError && second instanceof ScanError,
  second.report.findings.length, second.report.complete, second.report.problems.length > 0 || second.report.receipt.expected]);`;
    const [[seen, first, second, reported, complete]] = runModule(makeConsumer(), body);
    expect([seen, first, second, reported, complete]).toEqual([found, true, true, found, false]);
  });

  test('a signal that comes while a history is read is heard', () => {
    const repo = makeConsumer();
    for (let i = 0; i < 40; i++) repo.write(`f${i}.txt`, `${i} lorem ipsum\n`.repeat(200_000));
    const body = `
try { await scan({ source: { kind: 'dir' }, signal: AbortSignal.timeout(1) }).report(); show('whole'); }
catch (error) { show([error.name, error.cause.name, error.report.complete]); }`;
    expect(runModule(repo, body)).toEqual([['IncompleteError', 'TimeoutError', false]]);
  });

  test('what a source throws, a wrong option and a missing repository reject', () => {
    const body = `
const name = async (options) => { try { await scan(options).report(); return 'no error'; } catch (error) { return error.constructor.name + ' ' + (error instanceof ScanError); } };
show(await name({ source: ${source(`throw new RangeError('x');`)} }));
show(await name({ source: { kind: 'diff', range: 'no-such..HEAD' } }));
show(await name({ source: { kind: 'text', text: '' }, config: 'missing.yaml' }));
show(await name({ source: { kind: 'text', text: '' }, rules: [{ provider: 'x' }] }));`;
    expect(runModule(makeConsumer(), body)).toEqual([
      'RangeError false',
      'SourceError true',
      'ConfigError true',
      'RuleError true',
    ]);
  });

  test('a source that waits without an end is left when the signal comes', () => {
    const body = `
const forever = ${source(`yield ${chunk}; await new Promise((resolve) => setTimeout(resolve, 60_000));`)};
try { await scan({ source: forever, signal: AbortSignal.timeout(300) }).report(); show('whole'); }
catch (error) { show([error.name, error.report.findings.length]); process.exit(); }`;
    expect(runModule(makeConsumer(), body)).toEqual([['IncompleteError', 1]]);
  });

  test('a wrong option is said, whoever has no types', () => {
    const wrong = [
      ['{}', 'source'],
      ['{ source: { kind: "folder" } }', 'source.kind'],
      ['{ source: { kind: "toString" } }', 'source.kind'],
      ['{ source: { kind: "dir", path: "src" } }', 'source: Unrecognized key: "path"'],
      ['{ source: { kind: "dir", paths: "src" } }', 'source.paths'],
      ['{ source: { kind: "diff" } }', 'source.range'],
      ['{ source: { kind: "text", text: 5 } }', 'source.text'],
      ['{ source: { name: "a", root: "b" } }', 'source.read'],
      ['{ source: { kind: "dir" }, onyl: ["github"] }', 'Unrecognized key: "onyl"'],
      ['{ source: { kind: "dir" }, only: "github" }', 'only'],
      ['{ source: { kind: "dir" }, maxArchiveDepth: "3" }', 'maxArchiveDepth'],
      ['{ source: { kind: "dir" }, config: true }', 'config'],
      ['{ source: { kind: "dir" }, signal: new AbortController() }', 'signal'],
      ['{ source: { kind: "dir" }, reporters: [{}] }', 'reporters.0'],
      ['undefined', 'expected object'],
    ];
    const tries = wrong.map(
      ([options]) => `
try { await scan(${options}).report(); show('scanned'); }
catch (error) { show([error instanceof ScanError, error.exitCode, error.message]); }`,
    );
    expect(runModule(makeConsumer(), tries.join(''))).toEqual(
      wrong.map(([, message]) => [true, 2, expect.stringContaining(message!)]),
    );
  });

  test('reporters are told of a scan that ends early', () => {
    const body = `
const told = [];
await scan({ source: ${source(`yield { kind: 'problem', path: 'b', message: 'gone' };`)}, reporters: [async (report) => told.push(report.complete)] })
  .report().catch(() => told.push('rejected'));
show(told);`;
    expect(runModule(makeConsumer(), body)).toEqual([[false, 'rejected']]);
  });
});

test('nothing is sent unless verify asks for it', () => {
  const asked = `const asked = []; globalThis.fetch = () => { throw new Error('sent'); };
import net from 'node:net'; import tls from 'node:tls';
for (const [module, name] of [[net, 'connect'], [net, 'createConnection'], [tls, 'connect']]) module[name] = () => { asked.push(name); throw new Error('sent'); };`;
  const body = `${asked}
const one = async (options) => (await scan({ source: { kind: 'text', text: token }, ...options }).report()).findings[0].verdict;
show(await one({})); show(await one({ verify: false }));
show(await one({ verify: async (findings) => new Map(findings.map((finding) => [finding, { status: 'dead', checkedAt: 'now' }])) }));
show(asked);`;
  const off = { status: 'unchecked', reason: 'off' };
  expect(runModule(makeConsumer(), body, makeToken(), { LEAKGATE_OFFLINE: '' })).toMatchObject([
    off,
    off,
    { status: 'dead' },
    [],
  ]);
});

test('verify: true asks the instance of the settings', () => {
  const body = `
import http from 'node:http';
const server = http.createServer((request, response) => { response.writeHead(200, { 'content-type': 'application/json' }); response.end('{}'); });
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
let requests = 0; server.on('request', () => requests++);
process.env.LEAKGATE_ENDPOINT = 'github=http://127.0.0.1:' + server.address().port;
const { findings } = await scan({ source: { kind: 'text', text: token }, verify: true }).report();
server.close(); server.closeAllConnections();
show([findings[0].verdict.status !== 'unchecked', requests > 0]);`;
  const env = { LEAKGATE_OFFLINE: '' };
  expect(runModule(makeConsumer(), body, makeToken(), env)).toEqual([[true, true]]);
});

test('rules, config and suppressions count; config: false lets the tree have no say', () => {
  const repo = makeConsumer();
  repo.write('.leakgate.yaml', 'exclude: [vendor/]\n');
  repo.write('vendor/a.env', tokenLine());
  repo.write('b.env', tokenLine());
  repo.write('c.env', `${tokenLine().trim()} # leakgate:allow -- a test\n`);
  const listed = `show(report.findings.map(({ file }) => file).sort()); show(report.suppressed.map(({ finding }) => finding.file));`;
  const scanWith = (options: string) =>
    runModule(
      repo,
      `const report = await scan({ source: { kind: 'dir', paths: ['.'] }, ${options} }).report(); ${listed}`,
    );
  expect(scanWith('')).toEqual([['b.env'], ['c.env']]);
  expect(scanWith('config: false')).toEqual([['b.env', 'c.env', 'vendor/a.env'], []]);
  expect(scanWith("skip: ['github', 'generic']")).toEqual([[], []]);
  expect(scanWith("only: ['github-*'], blockOn: ['live']")).toEqual([['b.env'], ['c.env']]);
});

test('without a rule in force nothing is clean', () => {
  const body = `await scan({ source: { kind: 'text', text: token }, only: ['no-such'] }).report().catch((error) => show(error.exitCode));`;
  expect(runModule(makeConsumer(), body)).toEqual([2]);
});

test('renders the formats of the command, without the secret', () => {
  const whole = formats.filter((format) => format !== 'jsonl');
  const token = makeToken();
  const body = `const report = await scan({ source: { kind: 'text', text: token } }).report();
for (const format of ${JSON.stringify(whole)}) show(await render(report, format));`;
  for (const text of runModule(makeConsumer(), body, token)) {
    expect(text).toMatch(/github-pat|GitHub personal access token/);
    expect(text).not.toContain(token);
  }
});

const examples = readdirSync('docs/examples');

describe('the examples of the documentation', () => {
  const expected: Readonly<Record<string, RegExp>> = {
    'own-reporter.mjs': /^\{ github: 1 \} 2 lines read\n$/,
    'own-rules.mjs': /^acme-token 1 8\n$/,
    'own-source.mjs': /^messages\/2 github-pat\n$/,
    'scan-folder.mjs': /^a\.env:1 github-pat ghp_…\(40\)\n$/,
    'scan-staged.mjs': /"uri": ?"a\.env"/,
    'time-limit.mjs': /^\d+ objects, nothing left out\n$/,
  };
  const needsToken = ['own-reporter.mjs', 'own-source.mjs'];

  test.each(examples)('%s runs', (name) => {
    const repo = makeConsumer();
    repo.write(name, readFileSync(path.join('docs/examples', name), 'utf8'));
    repo.add('a.env', tokenLine());
    const args = needsToken.includes(name) ? [makeToken()] : [];
    const { stdout, stderr } = repo.run(process.execPath, [name, ...args]);
    expect(stderr).toBe('');
    expect(stdout).toMatch(expected[name]!);
  });

  test('all of them are right by the declarations, for a strict consumer', () => {
    const repo = makeConsumer();
    for (const name of examples) repo.write(name, readFileSync(path.join('docs/examples', name), 'utf8'));
    repo.write(
      'wrong.mts',
      "import { scan } from 'leakgate';\n// @ts-expect-error no such source\nscan({ source: { kind: 'disk' } });\n// @ts-expect-error a source is needed\nscan({});\n",
    );
    const { status, all } = strictTsc(repo, ['wrong.mts', ...examples]);
    expect(status, all).toBe(0);
  });
});

describe('docs/api.md', () => {
  test('is what the declarations say', () => {
    const folder = makeFolder();
    const out = path.join(folder.root, 'api.md');
    execFileSync(process.execPath, ['scripts/run.mjs', 'scripts/api-docs.ts', out]);
    const fresh = readFileSync(out, 'utf8') === readFileSync('docs/api.md', 'utf8');
    expect(fresh, 'npm run build && npm run docs:api').toBe(true);
  });

  test('says something about every export', () => {
    const sections = readFileSync('docs/api.md', 'utf8').split(/^### /m).slice(1);
    const mute = sections
      .filter((section) => /^\w+\n\n```/.test(section))
      .map((section) => section.split('\n')[0]);
    expect(sections.length).toBeGreaterThan(30);
    expect(mute).toEqual([]);
  });

  test('its example, and that of docs/library.md, run', () => {
    const repo = makeConsumer();
    repo.write('src/a.env', tokenLine());
    repo.git('add', '-f', 'src');
    const codeOf = (page: string) => /```js\n([\s\S]*?)```/.exec(readFileSync(page, 'utf8'))![1]!;
    repo.write('a.mjs', `import { scan } from 'leakgate';\n${codeOf('docs/api.md')}`);
    repo.write('b.mjs', codeOf('docs/library.md'));
    for (const name of ['a.mjs', 'b.mjs'])
      expect(repo.run(process.execPath, [name]).stdout).toMatch(/^src\/a\.env 1 github-pat/);
  });
});
