/** Shows the main job: a throw-away repository with the hook, a clean commit, and one that adds a token. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checks } from '../src/engine/checks/registry.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'leakgate-demo-'));
const leakgate = path.resolve('dist/leakgate.cjs');
const author = { GIT_AUTHOR_NAME: 'demo', GIT_AUTHOR_EMAIL: 'demo@example.com' };
const committer = { GIT_COMMITTER_NAME: 'demo', GIT_COMMITTER_EMAIL: 'demo@example.com' };
const env = { ...process.env, ...author, ...committer, LEAKGATE_OFFLINE: '1' };

function show(shown: string, command: string, args: readonly string[]): number | null {
  console.log(`$ ${shown}`);
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, env, encoding: 'utf8' });
  console.log(`${stdout}${stderr}`);
  return status;
}

const quoted = (word: string) => (word.includes(' ') ? `'${word}'` : word);
const git = (...args: string[]) => show(`git ${args.map(quoted).join(' ')}`, 'git', args);

git('init', '-q');
show('leakgate hook install', process.execPath, [leakgate, 'hook', 'install']);
writeFileSync(path.join(folder, 'app.js'), 'const token = process.env.GITHUB_TOKEN;\n');
git('add', 'app.js');
git('commit', '-qm', 'clean');
const token = checks['crc32-base62']!.make(Math.random, 'ghp_');
writeFileSync(path.join(folder, 'app.js'), `const token = '${token}';\n`);
const stopped = git('commit', '-qam', 'with a token') === 1;
rmSync(folder, { recursive: true, force: true });
process.exitCode = stopped ? 0 : 1;
