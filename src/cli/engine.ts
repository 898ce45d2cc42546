import type { Settings } from '../config/settings.ts';
import { type LoadedEngine, loadEngine } from '../engine/load-engine.ts';
import { readInstalledPack } from '../rules/installed.ts';
import type { Rule } from '../types.ts';

/** The engine for the rules that the settings choose. */
export async function engineFor(settings: Settings, explain: boolean): Promise<LoadedEngine> {
  const chosen = settings.only.length > 0 || settings.skip.length > 0;
  const own =
    settings.ruleFiles.length + settings.repoRuleFiles.length > 0 ? await loadOwnRules(settings) : [];
  const globs = chosen || own.length > 0 ? await import('../config/globs.ts') : undefined;
  return loadEngine(
    {
      installed: readInstalledPack(),
      own,
      takes: chosen ? ruleChoice(settings, globs!.globMatcher) : () => true,
      takesAll: !chosen,
      globSource: globs?.globSource ?? ((glob) => glob),
    },
    { salt: '', explain },
  );
}

async function loadOwnRules({ ruleFiles, repoRuleFiles }: Settings): Promise<Rule[]> {
  const { loadRuleFiles, withoutVerify } = await import('../rules/rule-files.ts');
  return [...loadRuleFiles(ruleFiles), ...loadRuleFiles(repoRuleFiles).map(withoutVerify)];
}

function ruleChoice(
  { only, skip }: Settings,
  matcher: (globs: readonly string[]) => (text: string) => boolean,
) {
  const wanted = matcher(only);
  const unwanted = matcher(skip);
  const names = (rule: Rule) => [rule.id, rule.provider];
  return (rule: Rule) => (only.length === 0 || names(rule).some(wanted)) && !names(rule).some(unwanted);
}
