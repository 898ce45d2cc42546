import type { Noise, NoiseFinding } from './noise.ts';
import type { Recall, Tally } from './recall.ts';
import { labels } from './reviewed.ts';

type Kind = 'provider' | 'generic';

/** The figures of a recall run that are kept, in percent. */
export function recallFigures(kind: Kind, { total, groups }: Recall): Record<string, number> {
  const figures: Record<string, number> = { [`recall ${kind} %`]: share(total.found, total) };
  if (kind === 'generic')
    for (const [name, tally] of groups) figures[`recall ${name} %`] = share(tally.found, tally);
  return figures;
}

/** Prints what was found of generated samples, and where least. */
export function printRecall(kind: Kind, { total, groups, places }: Recall): void {
  console.log(`\n${kind} secrets: ${total.all} samples, found ${share(total.found, total)}%`);
  if (kind === 'provider')
    console.log(`${groups.size} providers; by a rule of the provider ${share(total.named, total)}%`);
  printLowest('language, format or file', places);
  printLowest(kind === 'provider' ? 'provider' : 'generator', groups);
}

const LOWEST = 30;

function printLowest(title: string, tallies: Map<string, Tally>): void {
  console.log(`lowest by ${title}:`);
  const lowest = [...tallies].map(([name, tally]) => ({
    name,
    all: tally.all,
    found: share(tally.found, tally),
  }));
  for (const { name, found, all } of lowest.sort((a, b) => a.found - b.found).slice(0, LOWEST))
    if (found < 100) console.log(`  ${name.padEnd(42)} ${found.toFixed(2).padStart(6)}% of ${all}`);
}

function share(part: number, { all }: Tally): number {
  return Math.round((10_000 * part) / all) / 100;
}

const scopes: Readonly<Record<string, (finding: NoiseFinding) => boolean>> = {
  'provider rules': ({ provider }) => provider !== 'generic',
  'generic rules': ({ provider }) => provider === 'generic',
  all: () => true,
};

/** The figures of a noise run that are kept. */
export function noiseFigures(noise: Noise): Record<string, number> {
  return Object.fromEntries(
    Object.entries(scopes).flatMap(([name, takes]) => {
      const some = noise.findings.filter(takes);
      return [
        [`findings of ${name} per million lines`, perMillion(some.length, noise)],
        [`secrets of ${name} per million lines`, perMillion(secretsOf(some), noise)],
        [`noise of ${name} per million lines`, perMillion(some.filter(isNoise).length, noise)],
      ];
    }),
  );
}

/** Prints how many findings each group of rules has, what a person said about them, and what is noise. */
export function printNoise(noise: Noise): void {
  const { findings, unsure, lines } = noise;
  console.log(`\n${findings.length} findings in ${lines} lines, and ${unsure} below the default confidence`);
  const heads = ['findings', 'per M', 'secrets', 'per M', ...columns, 'noise per M'];
  console.log(`${''.padEnd(36)}${heads.map((head) => head.padStart(12)).join('')}`);
  for (const [name, takes] of Object.entries(scopes)) printRow(name, findings.filter(takes), noise);
  for (const confidence of ['high', 'medium'])
    printRow(
      `confidence ${confidence}`,
      findings.filter((finding) => finding.confidence === confidence),
      noise,
    );
  const rules = [...new Set(findings.map(({ ruleId }) => ruleId))]
    .map((ruleId) => ({ ruleId, some: findings.filter((finding) => finding.ruleId === ruleId) }))
    .sort((a, b) => b.some.length - a.some.length);
  for (const { ruleId, some } of rules) printRow(ruleId, some, noise);
}

const columns = [...labels, 'new'] as const;

function printRow(name: string, some: readonly NoiseFinding[], noise: Noise): void {
  const counts = columns.map((label) => some.filter((finding) => finding.label === label).length);
  const cells = [
    some.length,
    perMillion(some.length, noise),
    secretsOf(some),
    perMillion(secretsOf(some), noise),
    ...counts,
    perMillion(some.filter(isNoise).length, noise),
  ];
  console.log(`${name.padEnd(36)}${cells.map((cell) => String(cell).padStart(12)).join('')}`);
}

/** The same secret in many places of a repository is one. */
function secretsOf(findings: readonly NoiseFinding[]): number {
  return new Set(findings.map(({ repository, fingerprint }) => `${repository} ${fingerprint}`)).size;
}

/** What no reviewer wants to see; what was not reviewed yet counts as such. */
function isNoise({ label }: NoiseFinding): boolean {
  return label === 'sample' || label === 'wrong' || label === 'new';
}

function perMillion(count: number, { lines }: Noise): number {
  return Math.round((1e7 * count) / lines) / 10;
}
