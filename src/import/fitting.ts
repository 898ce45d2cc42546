import { configSchema } from '../config/full-schema.ts';
import type { ConfigKeys, Imported } from './imported.ts';

/** Leaves out what a `.leakgate.yaml` can't hold, such as a glob of 2000 characters, and notes each as lost. */
export function fitting(imported: Imported): Imported {
  const { config, notes } = imported;
  const fits = (part: ConfigKeys): boolean => {
    const issue = configSchema.safeParse(part).error?.issues[0];
    if (!issue) return true;
    notes.push({ kind: 'lost', line: 1, message: `${issue.path.join('.')}: ${issue.message}` });
    return false;
  };
  if (config.exclude) config.exclude = config.exclude.filter((item) => fits({ exclude: [item] }));
  if (config.allow) config.allow = config.allow.filter((item) => fits({ allow: [item] }));
  for (const entry of config['custom-rules'] ?? [])
    entry.rules = entry.rules.filter((rule) => fits({ 'custom-rules': [{ ...entry, rules: [rule] }] }));
  return withoutEmpty(imported);
}

function withoutEmpty(imported: Imported): Imported {
  const { config } = imported;
  if (config.exclude?.length === 0) delete config.exclude;
  if (config.allow?.length === 0) delete config.allow;
  const rules = config['custom-rules']?.filter((entry) => entry.rules.length > 0);
  if (rules?.length === 0) delete config['custom-rules'];
  else if (rules) config['custom-rules'] = rules;
  return imported;
}
