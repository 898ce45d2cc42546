import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { makeFolder, tokenLine } from '../helpers/repo.ts';
import { findTool } from '../helpers/tools.ts';
import { makeBuild, makeRunner, type Runner, version } from './ci-build.ts';
import { services } from './ci-services.ts';

const isPosix = process.platform !== 'win32';
let runner: Runner;
beforeAll(() => {
  if (isPosix) runner = makeRunner();
});
afterAll(() => runner?.remove());

describe.skipIf(!isPosix).each(services)('$name', (service) => {
  const text = readFileSync(service.file, 'utf8');

  test.each(['push', 'pull'] as const)('a %s with a secret fails, and says which is new', (kind) => {
    const here = makeBuild(tokenLine());
    if (service.fromFork && kind === 'pull') here.clone.git('update-ref', '-d', 'refs/remotes/origin/topic');
    const commands = service.commands(text, here);
    expect(commands.length).toBeGreaterThan(0);
    const { status, all } = runner.run(here, commands, service[kind](here));
    expect({ status, all }).toMatchObject({ status: 1, all: expect.stringContaining('new.env:1:14') });
    expect(all).not.toContain('old.env');
    for (const file of service.reports) {
      const report = readFileSync(path.join(here.clone.root, file), 'utf8').replaceAll('&#46;', '.');
      expect(report, file).toContain('new.env');
    }
  });

  test('a push without one passes, with the same reports', () => {
    const here = makeBuild('NAME=value\n');
    const { status, all } = runner.run(here, service.commands(text, here), service.push(here));
    expect({ status, all }).toMatchObject({ status: 0 });
    for (const file of service.reports) expect(existsSync(path.join(here.clone.root, file)), file).toBe(true);
  });
});

describe('Azure Pipelines with secret variables', () => {
  const { task, inputs, env } = parse(readFileSync('docs/ci/azure-secret-variables.yml', 'utf8')).steps[0];

  test('runs the command of the page without them', () => {
    const plain = parse(readFileSync('docs/ci/azure-pipelines.yml', 'utf8')).steps;
    expect(plain.find((step: { task?: string }) => step.task === task).inputs).toEqual(inputs);
  });

  test('names variables that leakgate reads', () => {
    const here = makeBuild('NAME=value\n');
    const values = {
      LEAKGATE_PROXY: 'http://127.0.0.1:9',
      LEAKGATE_ENDPOINT: 'gitlab=https://gitlab.example.com',
    };
    expect(Object.keys(env)).toEqual(Object.keys(values));
    const { stdout } = here.clone.leakgate(['config'], { env: values });
    expect(stdout).toContain('LEAKGATE_ENDPOINT');
  });
});

describe('every page', () => {
  const pages = [
    ...services.map(({ file, schema }) => [file, schema] as const),
    ['docs/ci/azure-secret-variables.yml', 'azure-pipelines'] as const,
    ['docs/ci/github.yml', 'github-workflows'] as const,
    ['action.yml', 'github-actions'] as const,
  ];
  const checker = findTool('check-jsonschema', 'bin', 'check-jsonschema');

  test.each(pages)('%s names the version of this repository', (file) => {
    const versions = [...readFileSync(file, 'utf8').matchAll(/leakgate@v?([\d.]+\d)|default: (\d\S+)/g)];
    expect(versions.length).toBeGreaterThan(0);
    for (const [, named, preset] of versions) expect(named ?? preset).toBe(version);
  });

  test.skipIf(!checker).each(pages.filter(([, schema]) => schema !== undefined))(
    '%s is valid by the published schema of %s',
    (file, schema) => {
      const folder = makeFolder();
      const args = [
        '--regex-variant',
        'nonunicode',
        '--builtin-schema',
        `vendor.${schema}`,
        path.resolve(file),
      ];
      const { status, all } = folder.run(checker!, args);
      expect({ status, all }).toMatchObject({ status: 0 });
    },
  );
});
