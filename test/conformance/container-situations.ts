import { gzipSync } from 'node:zlib';
import { makeZip } from '../containers/make-zip.ts';
import { text } from '../git/temp-repo.ts';
import { commit, type Row, rows, type Situation, stage } from './situation.ts';

const readsText = { blinds: 'scanners that read no archives' };

const staged: Row[] = [
  [
    'a zip with a secret in it',
    'found',
    (r, t) => void stage(r, 'a.zip', makeZip({ 'x/b.env': `K=${t()}\n` })),
    readsText,
  ],
  [
    'a zip in a gzip file, both by other names',
    'found',
    (r, t) => void stage(r, 'data.bin', gzipSync(makeZip({ b: `K=${t()}\n` }))),
    readsText,
  ],
  ['a zip without a secret', 'clean', (r) => void stage(r, 'a.zip', makeZip({ a: text(1, 20) }))],
  [
    'a zip made again around an old secret',
    'clean',
    (r, t) => {
      const line = `K=${t()}\n`;
      commit(r, { 'a.zip': makeZip({ b: line }) });
      stage(r, 'a.zip', makeZip({ new: text(1, 20), b: line }));
      return {};
    },
    { blinds: 'scanners that search archives without comparing them' },
  ],
  [
    'a second secret in a zip that has one',
    'found',
    (r, t) => {
      const line = `K=${t()}\n`;
      commit(r, { 'a.zip': makeZip({ b: line }) });
      stage(r, 'a.zip', makeZip({ b: line, c: `K=${t()}\n` }));
      return {};
    },
    readsText,
  ],
  [
    'a zip that is renamed',
    'clean',
    (r, t) => {
      commit(r, { 'a.zip': makeZip({ b: `K=${t()}\n` }) });
      r.git('mv', 'a.zip', 'b.zip');
      return {};
    },
  ],
  [
    'an old secret of a text file, packed into a zip that takes its place',
    'clean',
    (r, t) => {
      const line = `K=${t()}\n`;
      commit(r, { a: line });
      r.git('rm', '-q', 'a');
      stage(r, 'a.zip', makeZip({ a: line }));
      return {};
    },
  ],
  [
    'a damaged zip, a fixture of somebody',
    'clean',
    (r) => void stage(r, 'a.zip', makeZip({ a: text(1, 50) }).subarray(0, 60)),
  ],
];

const range: Row[] = [
  [
    'a commit that adds a zip with a secret in it',
    'found',
    (r, t) => {
      commit(r, { base: 'x\n' });
      r.git('checkout', '-qb', 'topic');
      commit(r, { 'a.zip': makeZip({ b: `K=${t()}\n` }) });
      return {};
    },
    readsText,
  ],
  [
    'a commit that makes a zip again around an old secret',
    'clean',
    (r, t) => {
      const line = `K=${t()}\n`;
      commit(r, { 'a.zip': makeZip({ b: line }) });
      r.git('checkout', '-qb', 'topic');
      commit(r, { 'a.zip': makeZip({ a: 'x', b: line }) });
      return {};
    },
  ],
];

const history: Row[] = [
  [
    'a zip that was deleted',
    'found',
    (r, t) => {
      commit(r, { 'a.zip': makeZip({ b: `K=${t()}\n` }) });
      r.git('rm', '-q', 'a.zip');
      commit(r, {});
      return {};
    },
    readsText,
  ],
  [
    'one version of a zip, packed as a delta of another',
    'found',
    (r, t) => {
      const random = Buffer.from(Array.from({ length: 20_000 }, (_, i) => (i * i * 31 + (i >> 3)) & 0xff));
      commit(r, { 'a.zip': makeZip({ a: random }) });
      commit(r, { 'a.zip': makeZip({ a: random, b: `K=${t()}\n` }) });
      commit(r, { 'a.zip': makeZip({ a: random, c: 'x' }) });
      r.git('gc', '-q');
      return {};
    },
    readsText,
  ],
];

/** What stands inside of archives. */
export const containerSituations: Situation[] = [
  ...rows('commit', staged),
  ...rows('range', range),
  ...rows('history', history),
];
