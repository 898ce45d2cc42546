import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Packed, packLeakgate } from '../helpers/packed.ts';
import { folderAt, makeFolder, type Repo, tokenLine } from '../helpers/repo.ts';
import { findTool } from '../helpers/tools.ts';

const version: string = JSON.parse(readFileSync('package.json', 'utf8')).version;

/** The clone of one build, and what the service would say about it. */
interface Build {
  clone: Repo;
  /** Beside the clone, for what a service keeps outside of it. */
  temp: string;
  /** Ids: `base` is on main, `tip` is what is built. */
  base: string;
  tip: string;
}

/** A page of docs/ci/, and how its service runs it. */
interface Service {
  name: string;
  file: string;
  /** Name of the published schema of the file. */
  schema?: string;
  /** The commands, as the service would hand them to a shell. */
  commands: (text: string, build: Build) => string[];
  /** The documented variables of a push of a branch, and of a pull request. */
  push: (build: Build) => Record<string, string>;
  pull: (build: Build) => Record<string, string>;
  /** Files that the page collects, relative to the clone. */
  reports: string[];
  /** The variables of `pull` are those of a fork, whose branch the clone doesn't have. */
  fromFork?: true;
}

const services: Service[] = [
  {
    name: 'GitLab',
    file: 'docs/ci/gitlab.yml',
    schema: 'gitlab-ci',
    commands: (text) => parse(text).leakgate.script,
    push: ({ base, tip }) => ({
      GITLAB_CI: 'true',
      CI: 'true',
      CI_COMMIT_SHA: tip,
      CI_COMMIT_BEFORE_SHA: base,
      CI_COMMIT_BRANCH: 'topic',
      CI_PROJECT_URL: 'https://gitlab.example.com/team/app',
    }),
    pull: ({ base, tip }) => ({
      GITLAB_CI: 'true',
      CI: 'true',
      CI_COMMIT_SHA: tip,
      CI_COMMIT_BEFORE_SHA: '0'.repeat(40),
      CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
    }),
    reports: ['gl-secret-detection-report.json', 'gl-code-quality-report.json'],
  },
  {
    name: 'Azure Pipelines',
    file: 'docs/ci/azure-pipelines.yml',
    schema: 'azure-pipelines',
    commands: azureCommands,
    push: ({ tip }) => ({
      TF_BUILD: 'True',
      BUILD_SOURCEVERSION: tip,
      BUILD_SOURCEBRANCH: 'refs/heads/topic',
    }),
    pull: ({ tip }) => ({
      TF_BUILD: 'True',
      SYSTEM_PULLREQUEST_TARGETBRANCH: 'refs/heads/main',
      SYSTEM_PULLREQUEST_SOURCECOMMITID: tip,
      BUILD_SOURCEVERSION: tip,
    }),
    reports: ['../temp/leakgate.xml', '../temp/leakgate.html'],
  },
  {
    name: 'Bitbucket',
    file: 'docs/ci/bitbucket-pipelines.yml',
    schema: 'bitbucket-pipelines',
    commands: (text) => parse(text).pipelines['pull-requests']['**'][0].step.script,
    push: ({ tip }) => ({ CI: 'true', BITBUCKET_COMMIT: tip, BITBUCKET_BRANCH: 'topic' }),
    pull: ({ base, tip }) => ({
      CI: 'true',
      BITBUCKET_COMMIT: tip,
      BITBUCKET_BRANCH: 'topic',
      BITBUCKET_PR_DESTINATION_BRANCH: 'main',
      BITBUCKET_PR_DESTINATION_COMMIT: base.slice(0, 12),
    }),
    reports: ['test-results/leakgate.xml', 'leakgate.html'],
  },
  {
    name: 'Jenkins',
    file: 'docs/ci/Jenkinsfile',
    commands: (text) => [...text.matchAll(/^\s*sh '(.*)'$/gm)].map(([, command]) => command!),
    push: ({ base, tip }) => ({
      JENKINS_URL: 'https://jenkins.example.com/',
      GIT_COMMIT: tip,
      GIT_PREVIOUS_SUCCESSFUL_COMMIT: base,
      GIT_BRANCH: 'origin/topic',
    }),
    pull: ({ tip }) => ({
      JENKINS_URL: 'https://jenkins.example.com/',
      GIT_COMMIT: tip,
      CHANGE_TARGET: 'main',
      CHANGE_BRANCH: 'topic',
      CHANGE_ID: '7',
    }),
    reports: ['leakgate.xml', 'leakgate.html'],
  },
  {
    name: 'CircleCI',
    file: 'docs/ci/circleci.yml',
    schema: 'circle-ci',
    commands: (text) =>
      parse(text).jobs.leakgate.steps.flatMap(
        (step: { run?: { command: string } }) => step.run?.command ?? [],
      ),
    push: ({ tip }) => ({ CIRCLECI: 'true', CI: 'true', CIRCLE_SHA1: tip, CIRCLE_BRANCH: 'topic' }),
    pull: ({ tip }) => ({
      CIRCLECI: 'true',
      CI: 'true',
      CIRCLE_SHA1: tip,
      CIRCLE_BRANCH: 'pull/7',
      CIRCLE_PR_NUMBER: '7',
    }),
    reports: ['reports/leakgate/results.xml', 'reports/leakgate.html'],
    fromFork: true,
  },
  {
    name: 'Buildkite',
    file: 'docs/ci/buildkite.yml',
    schema: 'buildkite',
    // The agent puts variables into a pipeline when it is uploaded; `$$` is a `$` that it leaves alone.
    commands: (text) =>
      parse(text).steps.map(({ command }: { command: string }) => command.replaceAll('$$', '$')),
    push: ({ tip }) => ({
      BUILDKITE: 'true',
      BUILDKITE_COMMIT: tip,
      BUILDKITE_BRANCH: 'topic',
      BUILDKITE_PULL_REQUEST: 'false',
    }),
    pull: ({ tip }) => ({
      BUILDKITE: 'true',
      BUILDKITE_COMMIT: tip,
      BUILDKITE_BRANCH: 'topic',
      BUILDKITE_PULL_REQUEST: '7',
      BUILDKITE_PULL_REQUEST_BASE_BRANCH: 'main',
    }),
    reports: ['leakgate.md', 'leakgate.html', '../temp/annotation'],
  },
];

/** Azure puts `$(name)` into a script before a shell sees it. */
function azureCommands(text: string, { temp }: Build): string[] {
  const values: Record<string, string> = {
    'Agent.TempDirectory': temp,
    'Build.ArtifactStagingDirectory': temp,
  };
  const steps: { task?: string; inputs?: { script?: string } }[] = parse(text).steps;
  return steps.flatMap(({ inputs }) =>
    inputs?.script === undefined
      ? []
      : [inputs.script.replace(/\$\(([\w.]+)\)/g, (_, name) => values[name]!)],
  );
}

let packed: Packed;
let bin: string;
beforeAll(() => {
  packed = packLeakgate();
  bin = path.join(packed.folder.home, 'bin');
  mkdirSync(bin);
  const command = path.join(packed.folder.root, 'package/dist/leakgate.cjs');
  program(
    'npx',
    `[ "$1 $2" = "--yes leakgate@${version}" ] || exit 99\nshift 2\nexec node '${command}' "$@"`,
  );
  const npm = execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim();
  const spec = `[ "$arg" = "leakgate@${version}" ] && arg='${packed.tarball}'`;
  program('npm', `for arg; do shift; ${spec}; set -- "$@" "$arg"; done\nexec '${npm}' --offline "$@"`);
  program('buildkite-agent', 'cat >../temp/annotation');
});
afterAll(() => packed.remove());

function program(name: string, script: string): void {
  writeFileSync(path.join(bin, name), `#!/bin/sh\n${script}\n`);
  chmodSync(path.join(bin, name), 0o755);
}

/** A build of a branch with one commit, in a fresh clone with the tip checked out; main has an old secret. */
function build(content: string): Build {
  const origin = makeFolder();
  origin.git('init', '-q');
  origin.add('old.env', tokenLine());
  origin.git('commit', '-qm', 'Old');
  const base = origin.git('rev-parse', 'HEAD');
  origin.git('checkout', '-qb', 'topic');
  origin.add('new.env', content);
  origin.git('commit', '-qm', 'New');
  const tip = origin.git('rev-parse', 'HEAD');
  const above = path.dirname(origin.root);
  origin.git('clone', '-q', origin.root, path.join(above, 'clone'));
  mkdirSync(path.join(above, 'temp'));
  const clone = folderAt(path.join(above, 'clone'), origin.home);
  clone.git('checkout', '-q', '--detach', tip);
  return { clone, temp: path.join(above, 'temp'), base, tip };
}

/** Runs commands as a runner's shell does, until one fails. */
function runAll({ clone }: Build, commands: readonly string[], variables: Record<string, string>) {
  const env = { ...variables, PATH: `${bin}:${path.dirname(process.execPath)}:${process.env.PATH}` };
  let all = '';
  for (const command of commands) {
    const ran = clone.run('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', command], { env });
    all += ran.all;
    if (ran.status !== 0) return { status: ran.status, all };
  }
  return { status: 0, all };
}

describe.skipIf(process.platform === 'win32').each(services)('$name', (service) => {
  const text = readFileSync(service.file, 'utf8');

  test.each(['push', 'pull'] as const)('a %s with a secret fails, and says which is new', (kind) => {
    const here = build(tokenLine());
    if (service.fromFork && kind === 'pull') here.clone.git('update-ref', '-d', 'refs/remotes/origin/topic');
    const commands = service.commands(text, here);
    expect(commands.length).toBeGreaterThan(0);
    const { status, all } = runAll(here, commands, service[kind](here));
    expect({ status, all }).toMatchObject({ status: 1, all: expect.stringContaining('new.env:1:14') });
    expect(all).not.toContain('old.env');
    for (const file of service.reports) {
      const report = readFileSync(path.join(here.clone.root, file), 'utf8').replaceAll('&#46;', '.');
      expect(report, file).toContain('new.env');
    }
  });

  test('a push without one passes, with the same reports', () => {
    const here = build('NAME=value\n');
    const { status, all } = runAll(here, service.commands(text, here), service.push(here));
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
    const here = build('NAME=value\n');
    const values = {
      LEAKGATE_PROXY: 'http://127.0.0.1:9',
      LEAKGATE_ENDPOINT: 'gitlab=https://gitlab.example.com',
    };
    expect(Object.keys(env)).toEqual(Object.keys(values));
    const { stdout } = here.clone.leakgate(['config'], { env: values });
    expect(stdout).toContain('LEAKGATE_ENDPOINT');
  });
});

interface Step {
  id: string;
  run: string;
  env: Record<string, string>;
}

describe.skipIf(process.platform === 'win32')('the GitHub action', () => {
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
    const ran = runAll(here, [scan.run], variables);
    const read = (name: string) => readFileSync(path.join(here.temp, name), 'utf8');
    return { ...ran, summary: read('summary'), output: read('output') };
  }

  const pull = ({ base, tip }: Build) => ({ pull_request: { base: { sha: base }, head: { sha: tip } } });

  test('a pull request with a secret fails, with an annotation, a summary and a SARIF file', () => {
    const here = build(tokenLine());
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
    const here = build(`${tokenLine().trim()} # leakgate:allow -- a test\n`);
    const { status, summary, output } = runAction(here, pull(here));
    expect(status).toBe(0);
    expect(summary).toContain('1 suppressed');
    const sarif = /^sarif=(.*)$/m.exec(output)![1]!;
    expect(JSON.parse(readFileSync(sarif, 'utf8')).runs[0].results).toEqual([]);
  });

  test('takes nothing of the checkout for leakgate: neither its registry nor a package of that name', () => {
    const here = build(tokenLine());
    here.clone.write('.npmrc', 'registry=http://127.0.0.1:9/\n');
    here.clone.write('node_modules/.bin/leakgate', '#!/bin/sh\nexit 0\n');
    here.clone.write('node_modules/leakgate/package.json', JSON.stringify({ name: 'leakgate', version }));
    expect(runAction(here, pull(here)).status).toBe(1);
  });

  test('a push without a secret passes', () => {
    const here = build('NAME=value\n');
    const { status, summary } = runAction(here, { before: here.base, after: here.tip });
    expect(status).toBe(0);
    expect(summary).toContain('no secrets found');
  });

  test('arguments come one a line, and are no shell', () => {
    const here = build(tokenLine());
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
