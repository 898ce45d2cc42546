/**
 * Writes what a release tag should hold: `node scripts/hook-source.mjs FOLDER`. It is the packed package with
 * `.pre-commit-hooks.yaml` and no development dependency, so that pre-commit installs it in seconds, and offline.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const [out] = process.argv.slice(2);
if (!out) throw new Error('into which folder?');
const shell = process.platform === 'win32';
const temporary = mkdtempSync(path.join(tmpdir(), 'leakgate-pack-'));
const packed = execFileSync(
  'npm',
  ['pack', '--silent', '--ignore-scripts', '--pack-destination', temporary],
  { shell },
);
execFileSync('tar', ['-xzf', packed.toString().trim().split('\n').at(-1), '-C', '.'], { cwd: temporary });
const {
  devDependencies: _,
  scripts: __,
  overrides: ___,
  ...manifest
} = JSON.parse(readFileSync(path.join(temporary, 'package/package.json'), 'utf8'));
mkdirSync(out, { recursive: true });
cpSync(path.join(temporary, 'package'), out, { recursive: true });
cpSync('.pre-commit-hooks.yaml', path.join(out, '.pre-commit-hooks.yaml'));
writeFileSync(path.join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
rmSync(temporary, { recursive: true });
