import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { open } from './open.ts';
import { workshop } from './tools.ts';

/** A repository with a file of three versions, of which git makes two out of the third. */
function madeRepository() {
  const shop = workshop();
  const git = (...args: string[]) =>
    shop.run('git', '-c', 'user.name=n', '-c', 'user.email=e@example.com', ...args);
  const lines = Array.from({ length: 300 }, () => randomBytes(20).toString('hex'));
  const versions = [1, 2, 3].map((version) =>
    [...lines, `version = ${version}`, ...lines.toReversed()].join('\n'),
  );
  git('init', '-q', '.');
  for (const version of versions) {
    shop.write('a.txt', version);
    git('add', 'a.txt');
    git('commit', '-q', '-m', 'a message of it');
  }
  return { shop, git, versions };
}

test('a bundle, and the pack in it', async () => {
  const { shop, git, versions } = madeRepository();
  git('bundle', 'create', '-q', 'x.bundle', '--all');
  const bundle = shop.read('x.bundle');
  for (const bytes of [bundle, bundle.subarray(bundle.indexOf('PACK'))]) {
    const { files, skipped } = await open(bytes);
    expect(skipped).toEqual([]);
    const of = (kind: string) =>
      [...files].flatMap(([name, text]) => (name.startsWith(`f!/${kind} `) ? [text] : []));
    expect(of('blob').sort()).toEqual(versions.toSorted());
    expect(of('commit')).toHaveLength(3);
    expect(of('commit')[0]).toContain('a message of it');
  }
  const cut = await open(bundle.subarray(0, -200));
  expect(cut.skipped).toEqual(['f: damaged: an object in it is damaged']);
  expect(cut.files.size).toBeGreaterThan(1);
});

test('a bundle of an update names what it is made of and does not have', async () => {
  const { shop, git } = madeRepository();
  git('bundle', 'create', '-q', 'x.bundle', 'HEAD~1..HEAD');
  const { skipped } = await open(shop.read('x.bundle'));
  expect(skipped).toEqual([
    expect.stringMatching(/^f!\/object \d: not opened: what it is made of is not in it$/),
  ]);
});
