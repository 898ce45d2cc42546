import path from 'node:path';
import { resolveSettings, type SettingFlags } from '../config/settings.ts';
import { UsageError } from '../errors.ts';
import { resolveGitVariables } from '../git/git-variables.ts';
import { findWorkTree } from '../git/work-tree.ts';
import { exitCodeOf, isComplete } from '../report/exit-code.ts';
import { type Setting, scanWith } from '../setup/scan-source.ts';
import type { Report } from '../types.ts';
import { checkOptions } from './check-options.ts';
import { IncompleteError } from './incomplete-error.ts';
import type { RuleFile, Scan, ScanOptions, ScanReport } from './options.ts';
import { sourceOf } from './source-of.ts';

/**
 * Scans. Nothing is sent anywhere unless `verify` says so.
 *
 * @example
 * ```js
 * for await (const finding of scan({ source: { kind: 'dir', paths: ['src'] } })) {
 *   console.log(finding.file, finding.startLine, finding.rule.id);
 * }
 * ```
 *
 * @throws {ScanError} from the iterator or `report()`, never at once: {@link IncompleteError} when something could not
 * be read, others when an option, a config or a rule is wrong, or git failed
 */
export function scan(options: ScanOptions): Scan {
  let started: Promise<Outcome> | undefined;
  const outcome = () => {
    started ??= run(options);
    return started;
  };
  return {
    async report() {
      const { report, error } = await outcome();
      if (error) throw error;
      return report;
    },
    async *[Symbol.asyncIterator]() {
      const { report, error } = await outcome();
      yield* report.findings;
      if (error) throw error;
    },
  };
}

interface Outcome {
  report: ScanReport;
  error: IncompleteError | undefined;
}

async function run(options: ScanOptions): Promise<Outcome> {
  checkOptions(options);
  const { signal = new AbortController().signal, reporters = [] } = options;
  const setting = await settingOf(options);
  const source = await sourceOf(options.source, setting);
  const flags = {
    explain: options.explain,
    'ignore-file': options.ignoreFile && path.resolve(setting.cwd, options.ignoreFile),
    'no-repo-config': options.config === false,
  };
  const verify = typeof options.verify === 'function' ? { verify: options.verify } : {};
  const { report: read } = await scanWith(setting, source, { signal, flags, waits: false, ...verify });
  if (read.receipt.rules === 0) throw new UsageError('no rule is in force', 'look at only and skip');
  const report = withOutcome(read, signal.aborted);
  for (const reporter of reporters) await reporter(report);
  return { report, error: report.complete ? undefined : new IncompleteError(report, signal.reason) };
}

function withOutcome(report: Report, aborted: boolean): ScanReport {
  const problems =
    aborted && report.problems.length === 0
      ? [{ path: report.target.kind, message: 'ended by its signal' }]
      : report.problems;
  const whole = { ...report, problems };
  return { ...whole, exitCode: exitCodeOf(whole), complete: isComplete(whole) };
}

async function settingOf(options: ScanOptions): Promise<Setting> {
  const cwd = path.resolve(options.cwd ?? '.');
  resolveGitVariables(process.env);
  const root = findWorkTree(cwd, process.env) ?? cwd;
  const settings = await resolveSettings(flagsOf(options), cwd, root, process.env);
  const own = (options.rules ?? []).filter((rules) => typeof rules !== 'string');
  const customRules = [...settings.customRules, ...(own.length > 0 ? await checked(own) : [])];
  return { settings: { ...settings, customRules }, cwd, root };
}

async function checked(files: readonly RuleFile[]) {
  const { parseProvider } = await import('../rules/load.ts');
  return files.map((file, i) => parseProvider(`rules[${i}]`, JSON.stringify(file, null, 1)));
}

function flagsOf({ verify = false, ...options }: ScanOptions): SettingFlags {
  const { only, skip, rules, blockOn, config, maxFileSize, maxArchiveDepth, maxDecodeDepth } = options;
  const ruleFiles = rules?.filter((file) => typeof file === 'string');
  return {
    ...(verify ? {} : { offline: true }),
    ...(only ? { only: [...only] } : {}),
    ...(skip ? { skip: [...skip] } : {}),
    ...(ruleFiles ? { rules: ruleFiles } : {}),
    ...(blockOn ? { 'block-on': blockOn.join(',') } : {}),
    ...(typeof config === 'string' ? { config } : {}),
    ...(config === false ? { 'no-repo-config': true } : {}),
    ...(maxFileSize === undefined ? {} : { 'max-file-size': String(maxFileSize) }),
    ...(maxArchiveDepth === undefined ? {} : { 'max-archive-depth': String(maxArchiveDepth) }),
    ...(maxDecodeDepth === undefined ? {} : { 'max-decode-depth': String(maxDecodeDepth) }),
  };
}
