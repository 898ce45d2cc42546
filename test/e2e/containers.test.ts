import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { makeZip } from '../containers/make-zip.ts';
import { makeFolder, makeRepo, makeToken, type Ran, tokenLine } from '../helpers/repo.ts';

function reportOf({ stdout }: Ran) {
  const { findings, receipt } = JSON.parse(stdout);
  const places = findings.map(
    ({ file, startLine, decodedFrom }: Record<string, unknown>) =>
      `${file}:${startLine}${decodedFrom ? ` ${decodedFrom}` : ''}`,
  );
  return { places, receipt };
}

test('dir: paths inside, layers, and the file as one object', () => {
  const folder = makeFolder();
  folder.write('a.zip', makeZip({ 'b/c.env': `x\n${tokenLine()}`, d: 'nothing' }));
  folder.write('e.log.gz', gzipSync(`x\nx\n${tokenLine()}`));
  const ran = folder.leakgate(['dir', '-f', 'json']);
  const { places, receipt } = reportOf(ran);
  expect(places).toEqual(['a.zip!/b/c.env:2 ', 'e.log.gz:3 gzip']);
  expect(receipt).toMatchObject({ expected: 2, scanned: 2, skipped: [] });
  expect(ran.status).toBe(1);
});

test('dir on several threads gives the same', () => {
  const folder = makeFolder();
  for (let i = 0; i < 40; i++) folder.write(`${i}.zip`, makeZip({ a: tokenLine(), b: 'x'.repeat(1 << 20) }));
  const damaged = gzipSync('x'.repeat(100)).subarray(0, -9);
  for (let i = 0; i < 40; i++) folder.write(`texts/${80 * i}.gz`, damaged);
  for (let i = 0; i < 3200; i++) folder.write(`texts/${i}`, 'x\n'.repeat(2500));
  const one = reportOf(folder.leakgate(['dir', '-f', 'json', '-j', '1']));
  const two = reportOf(folder.leakgate(['dir', '-f', 'json', '-j', '2']));
  expect(two.places).toEqual(one.places);
  const untimed = { ms: 0, slow: [] };
  expect({ ...two.receipt, ...untimed }).toEqual({ ...one.receipt, ...untimed });
  expect(one.places).toHaveLength(40);
  expect(one.receipt.skipped).toHaveLength(40);
});

test('what is stored in an archive is one finding, though the bytes of the archive show it too', () => {
  const folder = makeFolder();
  folder.write('a.tar', tarOf('b.env', Buffer.from(tokenLine())));
  expect(reportOf(folder.leakgate(['dir', '-f', 'json'])).places).toEqual(['a.tar!/b.env:1 ']);
});

/** A tar of one file. */
function tarOf(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(512);
  header.write(name);
  header.write(`0000644\0`, 100);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('        0ustar\x0000', 148);
  const sum = header.reduce((all, byte) => all + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, content, Buffer.alloc(1024 - (content.length % 512))]);
}

test('a damaged archive and the depth that was not opened are named, and change no exit code', () => {
  const folder = makeFolder();
  folder.write('a.zip', makeZip({ a: 'x'.repeat(500) }).subarray(0, 35));
  folder.write('b.zip', makeZip({ 'c.zip': makeZip({ d: tokenLine() }) }));
  const ran = folder.leakgate(['dir', '-f', 'json', '--max-archive-depth', '1']);
  const { receipt } = reportOf(ran);
  expect(receipt).toMatchObject({ expected: 4, scanned: 2 });
  expect(receipt.skipped.map(({ path }: { path: string }) => path)).toEqual(['a.zip!/a', 'b.zip!/c.zip']);
  expect(ran.status).toBe(0);
  expect(folder.leakgate(['dir']).status).toBe(1);
  expect(folder.leakgate(['dir', '--max-archive-depth', '0']).status).toBe(0);
});

test('stdin', () => {
  const folder = makeFolder();
  const ran = folder.leakgate(['stdin', '-f', 'json', '--name', 'x.zip'], {
    input: makeZip({ a: tokenLine() }),
  });
  expect(reportOf(ran).places).toEqual(['x.zip!/a:1 ']);
});

test.each([{}, { LEAKGATE_GIT_READER: 'git' }])('history: a large archive is opened, by %o', (env) => {
  const repo = makeRepo();
  repo.add('x/a.zip', makeZip({ random: randomBytes(18 << 20), 'b.env': tokenLine() }));
  repo.git('commit', '-qm', 'x');
  const { places, receipt } = reportOf(repo.leakgate(['history', '-f', 'json'], { env }));
  expect(places).toEqual(['x/a.zip!/b.env:1 ']);
  expect(receipt).toMatchObject({ expected: 2, scanned: 2, skipped: [] });
});

test('audit: what the working tree and the history both have is given once', () => {
  const repo = makeRepo();
  repo.add('a.zip', makeZip({ 'b.env': tokenLine() }));
  repo.add('c.gz', gzipSync(tokenLine()));
  repo.git('commit', '-qm', 'x');
  const { places } = reportOf(repo.leakgate(['audit', '-f', 'json']));
  expect(places).toEqual(['a.zip!/b.env:1 ', 'c.gz:1 gzip']);
});

test('no secret of an archive is shown, not as a name inside either', () => {
  const folder = makeFolder();
  const token = makeToken();
  folder.write('a.zip', makeZip({ [`${token}/x`]: `K=${token}` }));
  const ran = folder.leakgate(['dir']);
  expect(ran.status).toBe(1);
  expect(ran.all).not.toContain(token);
});
