/**
 * Counts pairs of bytes in the text files below a folder and writes how common each is, for the compiler's
 * choice of literals. Run by hand on a large mixed source tree: `node scripts/run.mjs scripts/gram-frequencies.ts FOLDER`.
 */
import { writeFileSync } from 'node:fs';
import { sourceTexts } from './source-texts.ts';

const CLASSES = 96;
const classOf = (byte: number) =>
  byte < 32 || byte > 126 ? 0 : (byte >= 97 && byte <= 122 ? byte - 32 : byte) - 31;

const letter = (byte: number) => ((byte | 32) >= 97 && (byte | 32) <= 122 ? (byte | 32) - 97 : -1);

const counts = new Float64Array(CLASSES * CLASSES);
const triples = new Float64Array(26 ** 3);
let total = 0;
for (const bytes of sourceTexts([process.argv[2]!])) {
  if (total > 3e8) break;
  for (let i = 1; i < bytes.length; i++) counts[classOf(bytes[i - 1]!) * CLASSES + classOf(bytes[i]!)]!++;
  for (let i = 2; i < bytes.length; i++) {
    const [a, b, c] = [letter(bytes[i - 2]!), letter(bytes[i - 1]!), letter(bytes[i]!)];
    if (a >= 0 && b >= 0 && c >= 0) triples[(a * 26 + b) * 26 + c]!++;
  }
  total += bytes.length;
}
const level = (count: number) => Math.min(93, Math.max(0, Math.round(-3 * Math.log2((count + 0.5) / total))));
const text = Array.from(counts, (count) => String.fromCharCode(33 + level(count))).join('');
const LEAST_FOR_A_MILLION = 20;
const letters = 'abcdefghijklmnopqrstuvwxyz';
const common = Array.from(triples, (count, i) => {
  const share = Math.round((1e6 * count) / total);
  const name = letters[Math.floor(i / 676)]! + letters[Math.floor(i / 26) % 26]! + letters[i % 26]!;
  return share >= LEAST_FOR_A_MILLION ? name + share : '';
}).filter((entry) => entry !== '');
writeFileSync(
  'src/engine/compiler/gram-frequencies.ts',
  `/**
 * How common each pair of bytes is in source trees, made by scripts/gram-frequencies.ts: one character a pair,
 * row by row, its code minus 33 being -3 times the binary logarithm of the pair's share of all pairs.
 * Classes: 0 for all that is not printable ASCII, else the byte, letters in upper case, minus 31.
 */
export const pairLevels = ${JSON.stringify(text)};
`,
);
writeFileSync(
  'src/engine/compiler/common-triples.ts',
  `/**
 * Three letters in a row, of either case, that a million bytes of source text hold at least ${LEAST_FOR_A_MILLION}
 * times, and how often; made by scripts/gram-frequencies.ts.
 */
export const commonTriples = ${JSON.stringify(common.join(' '))};
/** What all other triples of letters hold at most. */
export const leastTriple = ${LEAST_FOR_A_MILLION};
`,
);
