import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type BenchSetting, leakgate } from './bench-setting.ts';
import { textsOf } from './corpus.ts';
import { atMost, type Figure } from './figure.ts';
import { measure, type Timed, wallRatio } from './measure.ts';
import { median } from './median.ts';
import { printRuns } from './print.ts';

const ORDINARY = 'ordinary text';
const BYTES = 4 << 20;
/** Half of a run is the start of node, which scatters. */
const LEAST_ROUNDS = 3;

/** What prefixes, quotes, escapes and names of secrets come to when a file holds nothing else. */
const pieces: Record<string, string> = {
  'one letter': 'a',
  'zero bytes': '\0',
  'line ends': '\n',
  spaces: ' ',
  quotes: '"',
  backslashes: '\\',
  'equals signs': '=',
  braces: '{',
  'a prefix of GitHub': 'ghp_',
  'a prefix of AWS': 'AKIA',
  'a prefix of Stripe': 'sk_live_',
  'a prefix of OpenAI': 'sk-',
  'beginnings of a JWT': 'eyJ.',
  'beginnings of a private key': '-----BEGIN RSA PRIVATE KEY-----\n',
  'a webhook without its end': 'https://hooks.slack.com/services/',
  'a URL with a password': 'https://a:b@',
  'the word secret': 'secret',
  'an assignment': 'password=',
  'an assignment with a quote': 'password = "',
  'a name without a value': 'SECRET_KEY=\n',
  'names of keys': 'api_key=',
  'tags of XML': '<password>',
  'escapes of JavaScript': '\\u0061',
  'escapes of URLs': '%61',
  'escapes of HTML': '&#97;',
  'a name in escapes': '%70%61%73s%77ord%3d',
  'prefixes of many': 'ghp_ AKIA eyJ xoxb- sk_live_ SG. glpat- AIza npm_ pypi- dop_v1_ ',
};

/** Files of 4 MB that anyone makes who wants to hold a scan up, beside ordinary text of the same length. */
export function benchSlow({ scratch, rounds, quick }: BenchSetting): Figure[] {
  const ordinary = Buffer.concat(textsOf('src', BYTES));
  const texts = [[ORDINARY, ordinary], ...Object.entries(pieces)] as const;
  const folders = texts.map(([name, piece]) => ({
    name,
    folder: folderOf(scratch, name, Buffer.from(piece)),
  }));
  const count = quick ? 1 : Math.max(rounds, LEAST_ROUNDS);
  const runs = measure(folders.map(scanOf), count);
  printRuns('Files of 4 MB made to be slow', ORDINARY, runs);
  const ratios = Object.keys(pieces).map((name) => wallRatio(runs, name, ORDINARY) ?? Number.NaN);
  const most = Math.max(...ratios);
  return [
    atMost('a file made to be slow, the slowest', 4, most, ORDINARY),
    atMost('the same, in the median', 4, median(ratios), ORDINARY),
  ];
}

function folderOf(scratch: string, name: string, piece: Buffer): string {
  const folder = path.join(scratch, 'slow', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'text'), Buffer.alloc(BYTES, piece));
  return folder;
}

function scanOf({ name, folder }: { name: string; folder: string }): Timed {
  return { name, command: [...leakgate, 'dir', folder, '-j', '1', '--no-progress'] };
}
