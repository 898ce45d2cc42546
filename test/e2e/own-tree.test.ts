import { expect, test } from 'vitest';
import { makeRepo } from '../helpers/repo.ts';

test('nothing in our own tree looks like a secret', () => {
  const args = ['dir', '--no-repo-config', '--min-confidence', 'low', process.cwd()];
  const { status, stdout } = makeRepo().leakgate(args);
  expect(stdout).toMatch(/^dir: read /);
  expect(status).toBe(0);
});
