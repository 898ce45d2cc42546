import type { UserConfigFile } from './full-schema.ts';
import type { Layer } from './layers.ts';

/** How many items of a list a phrase names. */
const SHOWN = 3;

/**
 * What a config takes away from a scan, as phrases for the receipt, each with its place.
 *
 * @param others - all layers: what some keys take away depends on what the others say
 * @param limits - what holds for the keys of a depth where nobody says anything
 */
export function weakeningOf({ values, at }: Layer, others: readonly Layer[], limits: Depths): string[] {
  const phrases: [key: keyof typeof values, phrase: string | undefined][] = [
    ['exclude', values.exclude && `does not scan ${listed(values.exclude)}`],
    ['only', values.only && `takes only the rules ${listed(values.only)}`],
    ['skip', values.skip && `turns off ${listed(values.skip)}`],
    ['min-confidence', lowered(values['min-confidence'], ['low', 'medium'], 'reports only confidence')],
    ['stop-words', values['stop-words'] && `allows secrets with ${listed(values['stop-words'])}`],
    ['allow', values.allow && `allows by ${counted(values.allow.length, 'entry', 'entries')}`],
    ['block-on', values['block-on'] && `blocks only on ${listed(values['block-on']) || 'nothing'}`],
    ['block-severity', lowered(values['block-severity'], ['low'], 'blocks only from severity')],
    ['on-finding', values['on-finding'] === 'warn' ? 'only warns' : undefined],
    ['inline-markers', values['inline-markers'] === 'allow' ? 'lets inline markers count' : undefined],
    ['require-reason', values['require-reason'] === false ? 'asks for no reason' : undefined],
    ['overrides', values.overrides && `has ${counted(values.overrides.length, 'override', 'overrides')}`],
    ['severities', others.some(blocksBySeverity) ? severitiesOf(values) : undefined],
    ['max-ignore-days', lengthened(values, others)],
    ['max-archive-depth', shallower(values, limits, 'max-archive-depth', 'archives')],
    ['max-decode-depth', shallower(values, limits, 'max-decode-depth', 'encodings')],
    ['max-file-size', lowered(values['max-file-size'], [], 'skips files over')],
  ];
  return phrases.flatMap(([key, phrase]) => (phrase ? [`${at([key])} ${phrase}`] : []));
}

function lowered(value: string | number | undefined, harmless: readonly unknown[], phrase: string) {
  return value === undefined || harmless.includes(value) ? undefined : `${phrase} ${value}`;
}

type Depths = Readonly<Record<'max-archive-depth' | 'max-decode-depth', number>>;

function shallower(values: UserConfigFile, limits: Depths, key: keyof Depths, what: string) {
  const depth = values[key];
  return depth === undefined || depth >= limits[key] ? undefined : `opens ${what} ${depth} deep at most`;
}

/** Only then does a severity decide whether a finding blocks. */
function blocksBySeverity({ values }: Layer): boolean {
  return [values, ...(values.overrides ?? [])].some((said) => (said['block-severity'] ?? 'low') !== 'low');
}

function severitiesOf({ severities }: UserConfigFile): string | undefined {
  return severities && `sets the severity of ${listed(Object.keys(severities))}`;
}

function lengthened(values: UserConfigFile, others: readonly Layer[]): string | undefined {
  const days = values['max-ignore-days'];
  const isLonger = others.some((other) => (other.values['max-ignore-days'] ?? days ?? 0) < (days ?? 0));
  return isLonger ? `lets entries count for ${days} days` : undefined;
}

function listed(items: readonly string[]): string {
  const more = items.length - SHOWN;
  const shown = items.slice(0, SHOWN).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
