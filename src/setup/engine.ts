import { isSevere, isSure } from '../config/confidence.ts';
import { CONFIG_NAME } from '../config/load.ts';
import type { Policy, Settings } from '../config/settings.ts';
import type { Marker } from '../engine/allow.ts';
import { type LoadedEngine, loadEngine } from '../engine/load-engine.ts';
import { ConfigError, UsageError } from '../errors.ts';
import { readInstalledPack } from '../rules/installed.ts';
import type { Rule } from '../types.ts';
import { cacheFolder } from './cache-folder.ts';
import { installedRules } from './installed-rules.ts';

/** The engine for the rules that the settings choose. */
export async function engineFor(
  settings: Settings,
  explain: boolean,
): Promise<LoadedEngine & { weakened: string[] }> {
  if (settings.given.length > 0) await refuseUnknownNames(settings);
  const chosen = settings.only.length > 0 || settings.skip.length > 0;
  const { trusted, other } = await readOwnRules(settings);
  const own = [...trusted, ...other];
  const globs = chosen || own.length > 0 ? await import('../config/globs.ts') : undefined;
  const loaded = await loadEngine(
    {
      installed: readInstalledPack(),
      own,
      takes: chosen ? ruleChoice(settings, globs!.globMatcher) : () => true,
      takesAll: !chosen,
      globSource: globs?.globSource ?? ((glob) => glob),
      store: own.length > 0 ? await packStore() : undefined,
      placeOf: own.length > 0 ? await placeFinder(settings) : undefined,
    },
    {
      explain,
      mark: await markerFor(settings.policy.allow),
      fitsPath: globs?.globsFit(),
      maxDecodeDepth: settings.maxDecodeDepth,
    },
  );
  if (loaded.rules === 0 && isAskedFor(settings)) throw noRules(settings);
  const { maxArchiveDepth } = settings;
  const weakened = [...settings.weakened, ...other.flatMap((rule) => hiding(rule, settings.policy))];
  return { ...loaded, engine: { ...loaded.engine, maxArchiveDepth }, weakened };
}

/** A more specific rule takes the place of others, and it may be one of which nobody sees what it finds. */
function hiding(
  { id, part, confidence, severity }: Rule,
  { minConfidence, blockSeverity }: Policy,
): string[] {
  const isSeen = !part && isSure({ confidence }, minConfidence) && isSevere(severity, blockSeverity);
  return isSeen ? [] : [`${CONFIG_NAME}: the rule ${id} may hide what others find`];
}

/** @throws {UsageError} a flag or the environment names a rule or a provider that there is none of */
export async function refuseUnknownNames(settings: Settings): Promise<void> {
  const [{ refuseUnknown }, { globMatcher }, own] = await Promise.all([
    import('./known-names.ts'),
    import('../config/globs.ts'),
    ownRules(settings),
  ]);
  refuseUnknown(settings.given, [...installedRules(), ...own], globMatcher);
}

/** By a flag or the environment; a config of the repository that turns all off is named in the receipt. */
function isAskedFor({ policy }: Settings): boolean {
  return policy.fixed.includes('only') || policy.fixed.includes('skip');
}

/** What looks for nothing finds nothing, and would call it clean. */
function noRules({ only, skip }: Settings): UsageError {
  const said = [...only.map((id) => `only ${id}`), ...skip.map((id) => `skip ${id}`)];
  return new UsageError(
    `no rule is left to scan with: ${said.join(', ')}`,
    'leakgate rules list names them all',
  );
}

async function placeFinder({ ruleFiles, repoRuleFiles }: Settings) {
  const { placeInFiles } = await import('../rules/rule-files.ts');
  return (ruleId: string, key: string) => placeInFiles([...ruleFiles, ...repoRuleFiles], ruleId, key);
}

async function packStore() {
  const { fileStore } = await import('./pack-store.ts');
  return fileStore(cacheFolder(process.env, process.platform));
}

/**
 * The rules that did not ship: those of the scanned repository's own config ask nobody. Nothing is loaded when there are
 * none.
 *
 * @throws {RuleError} a rule file is wrong
 */
export async function ownRules(settings: Settings): Promise<Rule[]> {
  const { trusted, other } = await readOwnRules(settings);
  return [...trusted, ...other];
}

/** `other` are those of the scanned repository's own config. */
async function readOwnRules(settings: Settings): Promise<{ trusted: Rule[]; other: Rule[] }> {
  const { ruleFiles, repoRuleFiles, customRules, repoCustomRules } = settings;
  if ([ruleFiles, repoRuleFiles, customRules, repoCustomRules].every(({ length }) => length === 0))
    return { trusted: [], other: [] };
  const [{ loadRuleFiles, withoutVerify }, { rulesOf }, { refuseDuplicates }] = await Promise.all([
    import('../rules/rule-files.ts'),
    import('../rules/load.ts'),
    import('../rules/directory.ts'),
  ]);
  const trusted = [...loadRuleFiles(ruleFiles), ...customRules.flatMap(rulesOf)];
  const other = [...loadRuleFiles(repoRuleFiles), ...repoCustomRules.flatMap(rulesOf)].map(withoutVerify);
  refuseDuplicates([...trusted, ...other]);
  return { trusted, other };
}

/** The patterns of a config run on a linear-time engine: they may be those of a scanned repository. */
async function markerFor(allow: Settings['policy']['allow']): Promise<Marker | undefined> {
  if (allow.length === 0) return undefined;
  const [{ createMarker }, { loadLinear }] = await Promise.all([
    import('../engine/allow.ts'),
    import('../engine/linear.ts'),
  ]);
  const { compile } = await loadLinear();
  return createMarker(allow, compile, (index, message) => new ConfigError(`${allow[index]!.at}: ${message}`));
}

/** Whether `only` and `skip` leave a rule in force. */
export function ruleChoice(
  { only, skip }: Settings,
  matcher: (globs: readonly string[]) => (text: string) => boolean,
) {
  const wanted = matcher(only);
  const unwanted = matcher(skip);
  const names = (rule: Rule) => [rule.id, rule.provider];
  return (rule: Rule) => (only.length === 0 || names(rule).some(wanted)) && !names(rule).some(unwanted);
}
