import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { tokenLine } from '../helpers/repo.ts';
import { type Build, makeBuild, makeRunner, type Runner, version } from './ci-build.ts';

const isPosix = process.platform !== 'win32';
let runner: Runner;
beforeAll(() => {
  if (isPosix) runner = makeRunner();
});
afterAll(() => runner?.remove());

interface Step {
  id: string;
  run: string;
  env: Record<string, string>;
}

describe.skipIf(!isPosix)('the GitHub action', () => {
  const action = parse(readFileSync('action.yml', 'utf8'));
  const scan: Step = action.runs.steps.find(({ id }: Step) => id === 'scan');

  /** Runs the step `scan` for an event; its inputs are those of action.yml, but for the given ones. */
  function runAction(here: Build, event: object, given: Record<string, string> = {}) {
    const file = (name: string, text = '') => {
      writeFileSync(path.join(here.temp, name), text);
      return path.join(here.temp, name);
    };
    const inputs = Object.entries(scan.env).map(([name, value]) => {
      const input = /^\$\{\{ inputs\.(\w+) \}\}$/.exec(value)![1]!;
      return [name, given[input] ?? String(action.inputs[input].default)];
    });
    const variables = {
      ...Object.fromEntries(inputs),
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'team/app',
      GITHUB_EVENT_PATH: file('event.json', JSON.stringify(event)),
      GITHUB_STEP_SUMMARY: file('summary'),
      GITHUB_OUTPUT: file('output'),
      RUNNER_TEMP: here.temp,
    };
    const ran = runner.run(here, [scan.run], variables);
    const read = (name: string) => readFileSync(path.join(here.temp, name), 'utf8');
    return { ...ran, summary: read('summary'), output: read('output') };
  }

  const pull = ({ base, tip }: Build) => ({ pull_request: { base: { sha: base }, head: { sha: tip } } });

  test('a pull request with a secret fails, with an annotation, a summary and a SARIF file', () => {
    const here = makeBuild(tokenLine());
    const { status, all, summary, output } = runAction(here, pull(here));
    expect({ status, all }).toMatchObject({ status: 1 });
    expect(all).toMatch(/^::error file=new\.env,line=1,endLine=1,col=14,/m);
    expect(all).not.toContain('old.env');
    expect(summary).toContain('## leakgate: 1 secret found');
    const { report, sarif } = Object.fromEntries(
      output
        .trim()
        .split('\n')
        .map((line) => line.split('=')),
    );
    expect(JSON.parse(readFileSync(report, 'utf8')).findings).toHaveLength(1);
    expect(JSON.parse(readFileSync(sarif, 'utf8')).runs[0].results).toHaveLength(1);
  });

  test('code scanning is not told of what is suppressed, which it would show as open', () => {
    const here = makeBuild(`${tokenLine().trim()} # leakgate:allow -- a test\n`);
    const { status, summary, output } = runAction(here, pull(here));
    expect(status).toBe(0);
    expect(summary).toContain('1 suppressed');
    const sarif = /^sarif=(.*)$/m.exec(output)![1]!;
    expect(JSON.parse(readFileSync(sarif, 'utf8')).runs[0].results).toEqual([]);
  });

  test('takes nothing of the checkout for leakgate: neither its registry nor a package of that name', () => {
    const here = makeBuild(tokenLine());
    here.clone.write('.npmrc', 'registry=http://127.0.0.1:9/\n');
    here.clone.write('node_modules/.bin/leakgate', '#!/bin/sh\nexit 0\n');
    here.clone.write('node_modules/leakgate/package.json', JSON.stringify({ name: 'leakgate', version }));
    expect(runAction(here, pull(here)).status).toBe(1);
  });

  test('a push without a secret passes', () => {
    const here = makeBuild('NAME=value\n');
    const { status, summary } = runAction(here, { before: here.base, after: here.tip });
    expect(status).toBe(0);
    expect(summary).toContain('no secrets found');
  });

  test('a checkout without the history fails, and says how to get it', () => {
    const here = makeBuild(tokenLine(), '--depth=1');
    const { status, all, output } = runAction(here, pull(here));
    expect(status).toBe(3);
    expect(all).toContain('git fetch --unshallow');
    expect(all).toMatch(/^::error title=leakgate::/m);
    expect(output).toBe('');
  });

  test('arguments come one a line, and are no shell', () => {
    const here = makeBuild(tokenLine());
    const { status, all } = runAction(here, {}, { command: 'dir', args: '--only\ngitlab\n\n$(touch ran)\n' });
    expect({ status, all }).toMatchObject({
      status: 3,
      all: expect.stringContaining('$(touch ran): no such'),
    });
    expect(existsSync(path.join(here.clone.root, 'ran'))).toBe(false);
  });

  test('takes nothing into its script but variables', () => {
    for (const step of action.runs.steps) expect(step.run ?? '').not.toContain('${{');
  });
});
