/**
 * npm's `prepare`: builds dist/. An `npm install --global` from git hands its global mode down to the npm that should
 * install what building needs, which then installs nothing: that is made up for here.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

if (!existsSync('node_modules/rolldown')) {
  const args = ['install', '--no-global', '--include=dev', '--ignore-scripts', '--no-save'];
  execFileSync(process.execPath, [process.env.npm_execpath, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
await import('./build.mjs');
