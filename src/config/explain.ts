import type { Layer } from './layers.ts';
import { defaults } from './settings.ts';

/** One value that is in force, and who said it. */
export interface InForce {
  /** The key of the config file. */
  key: string;
  value: unknown;
  /** `default`, `flag`, `environment`, `config`, `repository` or `user`. */
  from: Layer['from'] | 'default';
  /** `--only`, `LEAKGATE_ONLY`, `.leakgate.yaml:3`; null for a default. */
  at: string | null;
}

/** Keys whose entries add up over all who name some. */
const added = [
  'rules',
  'custom-rules',
  'skip',
  'skip-verify',
  'exclude',
  'stop-words',
  'allow',
  'overrides',
] as const;
/** Keys of pairs: for each name, the first who gives it counts. */
const paired = ['severities', 'endpoints'] as const;
/** Keys for which the first who says anything counts. */
const single = [
  'offline',
  'proxy',
  'only',
  'block-on',
  'block-severity',
  'on-finding',
  'min-confidence',
  'inline-markers',
  'require-reason',
  'max-ignore-days',
  'max-file-size',
  'max-archive-depth',
  'max-decode-depth',
] as const;

/** Everything that is in force, with one entry for each item of a list that has several authors. */
export function explain(layers: readonly Layer[]): InForce[] {
  return [
    ...single.flatMap((key) => explainSingle(layers, key)),
    ...paired.flatMap((key) => explainPaired(layers, key)),
    ...added.flatMap((key) => layers.flatMap((layer) => explainAdded(layer, key))),
  ];
}

function explainSingle(layers: readonly Layer[], key: (typeof single)[number]): InForce[] {
  const layer = layers.find(({ values }) => values[key] !== undefined);
  if (layer) return [{ key, value: withoutLogin(layer.values[key]), from: layer.from, at: layer.at([key]) }];
  const otherwise: Readonly<Record<string, unknown>> = { offline: false, ...defaults };
  return key in otherwise ? [{ key, value: otherwise[key], from: 'default', at: null }] : [];
}

function explainPaired(layers: readonly Layer[], key: (typeof paired)[number]): InForce[] {
  const seen = new Set<string>();
  return layers.flatMap((layer) =>
    Object.entries(layer.values[key] ?? {}).flatMap(([name, value]): InForce[] => {
      if (seen.has(name)) return [];
      seen.add(name);
      const shown = { [name]: withoutLogin(value) };
      return [{ key, value: shown, from: layer.from, at: layer.at([key, name]) }];
    }),
  );
}

function explainAdded(layer: Layer, key: (typeof added)[number]): InForce[] {
  const items: readonly unknown[] = layer.values[key] ?? [];
  return items.map((value, i) => ({
    key,
    value: key === 'custom-rules' ? ruleIds(value) : value,
    from: layer.from,
    at: layer.at([key, i]),
  }));
}

function ruleIds(entry: unknown): string[] {
  return (entry as { rules: { id: string }[] }).rules.map(({ id }) => id);
}

/** A URL without the name and password that may stand in it. */
function withoutLogin(value: unknown): unknown {
  if (typeof value !== 'string' || !URL.canParse(value)) return value;
  const url = new URL(value);
  if (url.username === '' && url.password === '') return value;
  url.username = '';
  url.password = '';
  return url.href.replace('://', '://…@');
}
