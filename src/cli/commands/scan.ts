import path from 'node:path';
import { resolveSettings, type SettingFlags, type Settings } from '../../config/settings.ts';
import { loadEngine } from '../../engine/load-engine.ts';
import { ExitCode, UsageError } from '../../errors.ts';
import { findWorkTree } from '../../git/work-tree.ts';
import { scan } from '../../pipeline.ts';
import { readInstalledPack } from '../../rules/installed.ts';
import { filesSource } from '../../sources/files.ts';
import { stagedSource } from '../../sources/staged.ts';
import { stdinSource } from '../../sources/stdin.ts';
import type { Report, Rule, Source } from '../../types.ts';
import type { Call, Flags } from '../options.ts';
import { outputsOf, writeReports } from '../output.ts';
import { verifierFor } from '../verifier.ts';

/** Runs `staged`, `dir` or `stdin`. */
export async function runScan(call: Call): Promise<number> {
  const cwd = process.cwd();
  const root = findWorkTree(cwd, process.env) ?? cwd;
  const outputs = outputsOf(call.flags);
  const settings = await resolveSettings(call.flags as SettingFlags, cwd, root, process.env);
  const source = await withExcludes(sourceOf(call, settings, cwd, root), settings.exclude);
  const { engine, rules, names } = await engineFor(settings, call.flags);
  const report = await scan(source, engine, {
    signal: new AbortController().signal,
    verify: verifierFor(settings, call.flags, call.command === 'staged'),
    blockOn: settings.blockOn,
    rules,
  });
  await writeReports(report, outputs, call.flags, names);
  return exitCodeOf(report);
}

function sourceOf({ command, flags, args }: Call, settings: Settings, cwd: string, root: string): Source {
  switch (command) {
    case 'staged':
      return stagedSource(
        root,
        args.map((name) => slashed(path.relative(root, path.resolve(cwd, name)))),
      );
    case 'stdin':
      return stdinSource(process.stdin, String(flags.name ?? '(stdin)'));
    case 'dir':
      return filesSource({
        paths: args.length > 0 ? args : ['.'],
        cwd,
        gitignore: !flags['no-gitignore'],
        maxFileSize: settings.maxFileSize,
      });
    default:
      throw new UsageError(`unknown scan ${command}`);
  }
}

function slashed(name: string): string {
  return path.sep === '/' ? name : name.replaceAll(path.sep, '/');
}

async function withExcludes(source: Source, globs: readonly string[]): Promise<Source> {
  if (globs.length === 0) return source;
  const { excluding } = await import('../../config/excluding.ts');
  return excluding(source, globs);
}

async function engineFor(settings: Settings, flags: Flags) {
  const chosen = settings.only.length > 0 || settings.skip.length > 0;
  const own =
    settings.ruleFiles.length + settings.repoRuleFiles.length > 0 ? await loadOwnRules(settings) : [];
  const globs = chosen || own.length > 0 ? await import('../../config/globs.ts') : undefined;
  return loadEngine(
    {
      installed: readInstalledPack(),
      own,
      takes: chosen ? ruleChoice(settings, globs!.globMatcher) : () => true,
      takesAll: !chosen,
      globSource: globs?.globSource ?? ((glob) => glob),
    },
    { salt: '', explain: Boolean(flags.explain) },
  );
}

async function loadOwnRules({ ruleFiles, repoRuleFiles }: Settings): Promise<Rule[]> {
  const { loadRuleFiles, withoutVerify } = await import('../../rules/rule-files.ts');
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

function exitCodeOf({ findings, problems, receipt }: Report): number {
  if (findings.some((finding) => finding.blocks)) return ExitCode.SecretsFound;
  const unread = receipt.expected - receipt.scanned - receipt.skipped.length;
  return problems.length > 0 || unread > 0 ? ExitCode.Incomplete : ExitCode.Clean;
}
