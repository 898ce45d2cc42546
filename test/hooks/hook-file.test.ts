import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { calledLeakgate, hookFile } from '../../src/hooks/hook-file.ts';

/** Windows has no such names. */
const ODD_NAME = process.platform === 'win32' ? 'a %leak% gate.cjs' : 'a "leak"\\gate.cjs';

/** Runs a hook whose leakgate prints its arguments and its standard input, after a kept hook that does the same. */
function runHook(hook: string, kept: string, input: string) {
  const folder = mkdtempSync(path.join(tmpdir(), "leakgate's $(hook) "));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const leakgate = path.join(folder, ODD_NAME);
  writeFileSync(
    leakgate,
    'process.stdout.write("leakgate " + process.argv.slice(2) + " <" + require("fs").readFileSync(0) + ">"); process.exitCode = 5;',
  );
  const text = hookFile(hook, { node: process.execPath, leakgate }, 'kept', false);
  writeFileSync(path.join(folder, hook), text, { mode: 0o755 });
  writeFileSync(path.join(folder, `${hook}.leakgate-kept`), kept, { mode: 0o755 });
  const { status, stdout, stderr } = spawnSync('sh', [path.join(folder, hook), 'origin', 'a b'], {
    input,
    maxBuffer: 1 << 24,
  });
  return { status, output: stdout.toString() + stderr.toString(), text, leakgate };
}

const echo = '#!/bin/sh\nprintf "kept $* <"; cat; printf ">"\n';

test.each(['', 'one\n', 'one\ntwo\n\n', 'no line end'])('both hooks of a push get %j', (input) => {
  expect(runHook('pre-push', echo, input)).toMatchObject({
    status: 5,
    output: `kept origin a b <${input}>leakgate hook,run,pre-push,origin,a b <${input}>`,
  });
});

test('a kept hook that reads nothing changes nothing', () => {
  const input = 'x'.repeat(1 << 20);
  const { status, output } = runHook('pre-push', '#!/bin/sh\nexit 0\n', input);
  expect(status).toBe(5);
  expect(output).toBe(`leakgate hook,run,pre-push,origin,a b <${input}>`);
});

test('the status of the kept hook ends it', () => {
  expect(runHook('pre-push', '#!/bin/sh\nexit 9\n', 'x')).toMatchObject({ status: 9, output: '' });
});

test('any path of an installation survives', () => {
  const { text, leakgate } = runHook('pre-commit', echo, '');
  const called = calledLeakgate(Buffer.from(text).toString('latin1'));
  expect(path.normalize(called ?? '')).toBe(leakgate);
});
