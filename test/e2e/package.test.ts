import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packLeakgate } from '../helpers/packed.ts';
import { makeFolder, type Repo, tokenLine } from '../helpers/repo.ts';
import { strictTsc } from '../helpers/strict-tsc.ts';
import { findNode, findNpm } from '../helpers/tools.ts';

let packed: Repo;
let tarball: string;
let remove: () => void;
beforeAll(() => {
  ({ folder: packed, tarball, remove } = packLeakgate());
});
afterAll(() => remove());

const contents = () =>
  readdirSync(path.join(packed.root, 'package'), { recursive: true, encoding: 'utf8' }).map((name) =>
    name.replaceAll('\\', '/'),
  );

describe('the tarball', () => {
  test('holds what was compiled, the rules and the licences, and no source', () => {
    const names = contents();
    for (const name of ['dist/leakgate.cjs', 'dist/index.js', 'dist/types/index.d.ts', 'dist/rules.bin']) {
      expect(names).toContain(name);
    }
    for (const name of ['README.md', 'LICENSE', 'CHANGELOG.md', 'dist/THIRD-PARTY-NOTICES.txt']) {
      expect(names).toContain(name);
    }
    expect(names.filter((name) => /(?<!\.d)\.ts$|\.map$|\.ya?ml$/.test(name))).toEqual([]);
  });

  test('is clean to leakgate itself, which people run before they have a .gitignore', () => {
    const { status, stdout } = packed.leakgate(['dir', 'package', '--no-gitignore', '--no-repo-config']);
    expect(stdout).toMatch(/^dir: read /);
    expect(status).toBe(0);
  });

  test('depends on nothing, and its licences name all that is inside', () => {
    const manifest = JSON.parse(readFileSync(path.join(packed.root, 'package/package.json'), 'utf8'));
    expect(manifest.dependencies).toBeUndefined();
    expect(
      manifest.scripts.install ?? manifest.scripts.postinstall ?? manifest.scripts.preinstall,
    ).toBeUndefined();
    const notices = readFileSync(path.join(packed.root, 'package/dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of ['yaml', 'zod', 're2js', 'yargs', 'picomatch']) {
      expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'));
    }
  });
});

test('the lock file has what each platform installs, in the version that is asked for', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { version: string; optionalDependencies?: Record<string, string> }>;
  };
  const optional = Object.values(packages).flatMap((one) => Object.entries(one.optionalDependencies ?? {}));
  expect(optional.filter(([name]) => name.includes('win32-x64')).length).toBeGreaterThan(1);
  for (const [name, wanted] of optional) {
    const version = packages[`node_modules/${name}`]?.version;
    expect(version, name).toEqual(/^\d/.test(wanted) ? wanted : expect.any(String));
  }
});

/** Runs the installed command: its version, a clean folder, a token, a JSON report. */
function expectWorks(folder: Repo, node: string, file: string): void {
  const run = (args: string[], input?: string) =>
    folder.run(node, [file, ...args], input === undefined ? {} : { input });
  expect(run(['--version'])).toMatchObject({ status: 0, stdout: expect.stringMatching(/^leakgate \d/) });
  expect(run(['stdin'], 'nothing here\n')).toMatchObject({ status: 0 });
  expect(run(['stdin'], tokenLine())).toMatchObject({ status: 1 });
  const { stdout } = run(['stdin', '-f', 'json'], tokenLine());
  expect(JSON.parse(stdout).findings[0].ruleId).toBe('github-pat');
  expect(run(['--help']).stdout).toContain('staged');
  expect(run(['stdin', '--nonsense']).status).toBe(2);
}

const offline = {
  npm_config_offline: 'true',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
};

describe.each([10, 11, 12])('npm %i installs it without a network', (major) => {
  const npm = findNpm(major);
  const node = major === 12 ? findNode(22) : process.execPath;

  test.skipIf(!npm || !node).each([[[]], [['--ignore-scripts']]])('with %j', (flags) => {
    const folder = makeFolder();
    folder.write('package.json', '{ "private": true }\n');
    const { status, all } = folder.run(node!, [npm!, 'install', ...flags, tarball], { env: offline });
    expect(status, all).toBe(0);
    expect(
      readdirSync(path.join(folder.root, 'node_modules')).filter((name) => !name.startsWith('.')),
    ).toEqual(['leakgate']);
    expectWorks(folder, node!, path.join(folder.root, 'node_modules/leakgate/dist/leakgate.cjs'));
  });

  test.skipIf(!npm || !node || process.platform === 'win32')(
    'and runs it from the tarball in an empty folder',
    () => {
      const folder = makeFolder();
      cpSync(tarball, path.join(folder.root, path.basename(tarball)));
      mkdirSync(path.join(folder.home, 'bin'));
      symlinkSync(node!, path.join(folder.home, 'bin/node'));
      const env = { ...offline, npm_config_yes: 'true', PATH: `${folder.home}/bin:${process.env.PATH}` };
      const npx = [path.join(path.dirname(npm!), 'npx-cli.js'), `./${path.basename(tarball)}`];
      expect(folder.run(node!, [...npx, 'stdin'], { env, input: 'nothing\n' })).toMatchObject({ status: 0 });
      expect(folder.run(node!, [...npx, 'stdin'], { env, input: tokenLine() })).toMatchObject({ status: 1 });
    },
  );
});

describe.each([20, 22, 24, 26])('node %i', (major) => {
  const node = findNode(major);

  test.skipIf(!node)('runs the command and the hook', () => {
    const folder = makeFolder();
    const file = path.join(packed.root, 'package/dist/leakgate.cjs');
    expectWorks(folder, node!, file);
    folder.git('init', '-q');
    expect(folder.run(node!, [file, 'hook', 'install']).status).toBe(0);
    folder.add('.env', tokenLine());
    const { status, all } = folder.run('git', ['commit', '-m', 'x']);
    expect({ status, all }).toMatchObject({
      status: 1,
      all: expect.stringContaining('the commit is stopped'),
    });
  });

  test.skipIf(!node)('loads the library, as a module and by require', () => {
    const folder = makeFolder();
    mkdirSync(path.join(folder.root, 'node_modules'));
    cpSync(path.join(packed.root, 'package'), path.join(folder.root, 'node_modules/leakgate'), {
      recursive: true,
    });
    const print = 'console.log(ExitCode.SecretsFound, String(new Secret("12345678")))';
    writeFileSync(
      path.join(folder.root, 'a.mjs'),
      `import { ExitCode, Secret } from 'leakgate';\n${print}\n`,
    );
    writeFileSync(
      path.join(folder.root, 'b.cjs'),
      `const { ExitCode, Secret } = require('leakgate');\n${print}\n`,
    );
    for (const file of ['a.mjs', 'b.cjs']) {
      expect(folder.run(node!, ['--disable-warning=ExperimentalWarning', file])).toMatchObject({
        stdout: '1 …(8)\n',
        status: 0,
      });
    }
  });
});

test('its declarations are enough for a strict consumer with the types of node', () => {
  const folder = makeFolder();
  mkdirSync(path.join(folder.root, 'node_modules'));
  cpSync(path.join(packed.root, 'package'), path.join(folder.root, 'node_modules/leakgate'), {
    recursive: true,
  });
  folder.write(
    'a.mts',
    "import { ExitCode, type Report } from 'leakgate';\nexport const code: number = ExitCode.Clean;\nexport const n = (report: Report): number => report.findings.length;\n",
  );
  const { status, all } = strictTsc(folder, ['a.mts']);
  expect(status, all).toBe(0);
});
