/**
 * Times `leakgate staged` as a hook runs it, whole process and all git children included, on a commit of 1,000 added
 * lines in 20 files, against an empty script under the same node and against `git diff --cached`:
 * `node scripts/bench/staged.mjs [runs]`. The three take turns; the median and the fastest of each are printed.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const runs = Number(process.argv[2] ?? 41);
const leakgate = path.resolve('dist/leakgate.cjs');
const folder = mkdtempSync(path.join(tmpdir(), 'leakgate-bench-'));
// Node 20 reads this file for 100 ms at every start, whatever it runs.
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
const config = { GIT_CONFIG_GLOBAL: path.join(folder, 'config'), GIT_CONFIG_NOSYSTEM: '1' };
const options = { cwd: folder, env: { ...env, ...config, LEAKGATE_OFFLINE: '1' }, stdio: 'ignore' };
const git = (...args) => execFileSync('git', args, options);

function sourceLine(file, line) {
  const words = ['const', 'return', 'import', 'value', 'request', 'options', 'length', 'result'];
  const word = (n) => words[(file * 7 + line * 3 + n * 5) % words.length];
  return `  ${word(0)} ${word(1)}${line} = ${word(2)}(${word(3)}.${word(4)}, '${word(5)}-${file}'); // ${word(6)} ${line}\n`;
}

function makeCommit() {
  writeFileSync(config.GIT_CONFIG_GLOBAL, '[user]\n\tname = bench\n\temail = bench@example.com\n');
  git('init', '-q');
  mkdirSync(path.join(folder, 'src'));
  for (const added of [0, 50]) {
    for (let file = 0; file < 20; file++) {
      const lines = Array.from({ length: 100 + added }, (_, line) => sourceLine(file, line));
      writeFileSync(path.join(folder, `src/file-${file}.js`), lines.join(''));
    }
    git('add', '.');
    if (added === 0) git('commit', '-qm', 'first');
  }
}

function time(command, args) {
  const started = process.hrtime.bigint();
  const { status } = spawnSync(command, args, options);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: status ${status}`);
  return Number(process.hrtime.bigint() - started) / 1e6;
}

const empty = path.join(folder, '.git-empty.cjs');
const programs = {
  'empty script': [process.execPath, [empty]],
  'leakgate hook run pre-commit': [process.execPath, [leakgate, 'hook', 'run', 'pre-commit']],
  'leakgate staged': [process.execPath, [leakgate, 'staged']],
  'git diff --cached': ['git', ['diff', '--cached']],
};

makeCommit();
writeFileSync(empty, '');
const times = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
for (let run = 0; run < runs; run++) {
  for (const [name, [command, args]] of Object.entries(programs)) times[name].push(time(command, args));
}
rmSync(folder, { recursive: true, force: true });

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const base = times['empty script'];
console.log(`node ${process.version}, ${runs} runs each in turns, ms`);
for (const [name, list] of Object.entries(times)) {
  const [middle, fastest] = [median(list), Math.min(...list)];
  const ratio = `${(middle / median(base)).toFixed(2)} / ${(fastest / Math.min(...base)).toFixed(2)}`;
  console.log(
    `${name.padEnd(30)} median ${middle.toFixed(1).padStart(7)}  fastest ${fastest.toFixed(1).padStart(7)}  times the empty script ${ratio}`,
  );
}
