import type { Layer } from './layers.ts';

/** How many items of a list a phrase names. */
const SHOWN = 3;

/** What a config takes away from a scan, as phrases for the receipt, each with its place. */
export function weakeningOf({ values, at }: Layer): string[] {
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
    ['max-file-size', lowered(values['max-file-size'], [], 'skips files over')],
  ];
  return phrases.flatMap(([key, phrase]) => (phrase ? [`${at([key])} ${phrase}`] : []));
}

function lowered(value: string | number | undefined, harmless: readonly unknown[], phrase: string) {
  return value === undefined || harmless.includes(value) ? undefined : `${phrase} ${value}`;
}

function listed(items: readonly string[]): string {
  const more = items.length - SHOWN;
  const shown = items.slice(0, SHOWN).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
