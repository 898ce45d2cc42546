/**
 * Counts what stands five bytes in a row in the text files below some folders and writes the common ones, for the
 * compiler's choice of literals. Run by hand on large mixed source trees: `node scripts/run.mjs scripts/common-fives.ts FOLDER...`.
 */
import { writeFileSync } from 'node:fs';
import { sourceTexts } from './source-texts.ts';

const LEAST_FOR_A_MILLION = 20;
const BUCKETS = 1 << 24;

/** First by hash, so that only what may be common is counted by itself. */
const buckets = new Uint32Array(BUCKETS);
let total = 0;
for (const bytes of texts()) {
  for (let i = 0; i + 5 <= bytes.length; i++) buckets[bucketOf(bytes, i)]!++;
  total += bytes.length;
}
const least = (LEAST_FOR_A_MILLION * total) / 1e6;
const counts = new Map<string, number>();
for (const bytes of texts()) {
  for (let i = 0; i + 5 <= bytes.length; i++) {
    if (buckets[bucketOf(bytes, i)]! < least) continue;
    const five = bytes.toString('latin1', i, i + 5);
    if (/^[\x21-\x7e]+$/.test(five)) counts.set(five, (counts.get(five) ?? 0) + 1);
  }
}
const common = [...counts]
  .filter(([, count]) => count >= least)
  .map(([five, count]) => five + Math.round((1e6 * count) / total))
  .sort();
writeFileSync(
  'src/engine/compiler/common-fives.ts',
  `/**
 * Five visible characters in a row, letters in lower case, that a million bytes of source text hold at least
 * ${LEAST_FOR_A_MILLION} times, and how often; made by scripts/common-fives.ts.
 */
export const commonFives =
  ${JSON.stringify(common.join(' '))};
/** What all others hold at most. */
export const leastFive = ${LEAST_FOR_A_MILLION};
`,
);

/** Letters in lower case. */
function* texts(): Generator<Buffer> {
  for (const bytes of sourceTexts(process.argv.slice(2))) {
    for (let i = 0; i < bytes.length; i++) if (bytes[i]! >= 65 && bytes[i]! <= 90) bytes[i]! |= 0x20;
    yield bytes;
  }
}

function bucketOf(bytes: Uint8Array, at: number): number {
  let hash = 0;
  for (let i = at; i < at + 5; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193) + i - at;
  hash = Math.imul(hash ^ (hash >>> 13), 0x5bd1e995);
  return (hash ^ (hash >>> 15)) & (BUCKETS - 1);
}
