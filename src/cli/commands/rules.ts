import { writeFileSync } from 'node:fs';
import { globMatcher, globSource } from '../../config/globs.ts';
import { severityIn } from '../../config/policy.ts';
import { resolveSettings, type SettingFlags } from '../../config/settings.ts';
import { packRules } from '../../engine/compiler/pack.ts';
import { readAutomata } from '../../engine/kernel/automata.ts';
import { packOwn } from '../../engine/own-pack.ts';
import { openPack } from '../../engine/rule-pack.ts';
import { testRules } from '../../engine/test-rules.ts';
import { ExitCode, RuleError, UsageError } from '../../errors.ts';
import { findWorkTree } from '../../git/work-tree.ts';
import { nearest } from '../../nearest.ts';
import { printable } from '../../report/printable.ts';
import { loadDirectory } from '../../rules/directory.ts';
import { loadRuleFiles, placeInFiles } from '../../rules/rule-files.ts';
import { ownRules, refuseUnknownNames, ruleChoice } from '../../setup/engine.ts';
import { installedRules } from '../../setup/installed-rules.ts';
import { masked } from '../../setup/masked.ts';
import type { Rule } from '../../types.ts';
import type { Call, Flags } from '../options.ts';
import { printOut } from '../print.ts';
import { newRule } from './new-rule.ts';
import { ruleFigures } from './rule-figures.ts';

/** Runs `rules`, which counts them, `rules list`, `show`, `test`, `new` or `pack`. */
export async function runRules(call: Call): Promise<number> {
  const [action, ...rest] = call.args;
  switch (action) {
    case undefined:
      printOut(ruleFigures(await rulesInForce(call.flags)));
      return ExitCode.Clean;
    case 'list':
      return list(call);
    case 'show':
      return show(rest[0], call);
    case 'test':
      return test(rest);
    case 'new':
      return newRule(rest[0], call.flags);
    case 'pack':
      return pack(rest[0]);
    default:
      throw new UsageError(
        `rules: what is ${printable(action)}?`,
        'one of list, show ID, test [files..], new ID, pack FILE',
      );
  }
}

async function list(call: Call): Promise<number> {
  const lines = (await rulesInForce(call.flags)).map(
    ({ id, severity, title }) => `${id.padEnd(44)} ${severity.padEnd(8)} ${printable(title)}\n`,
  );
  printOut(await masked(lines.join('')));
  return ExitCode.Clean;
}

async function show(id: string | undefined, call: Call): Promise<number> {
  const rules = await rulesInForce(call.flags);
  const rule = rules.find((other) => other.id === id);
  if (!rule)
    throw unknownRule(
      id,
      rules.map((other) => other.id),
    );
  printOut(await masked(`${JSON.stringify(rule, null, 2)}\n`));
  return ExitCode.Clean;
}

/** The rules that a scan with these flags would run with here, with the severities that the config gives them. */
async function rulesInForce(flags: Flags): Promise<Rule[]> {
  const cwd = process.cwd();
  const root = findWorkTree(cwd, process.env) ?? cwd;
  const settings = await resolveSettings(flags as SettingFlags, cwd, root, process.env);
  await refuseUnknownNames(settings);
  const takes = ruleChoice(settings, globMatcher);
  return [...installedRules(), ...(await ownRules(settings))]
    .filter(takes)
    .map((rule) => ({ ...rule, severity: severityIn(settings.policy, rule) }));
}

function unknownRule(id: string | undefined, known: readonly string[]): UsageError {
  const near = id === undefined ? undefined : nearest(id, known);
  return new UsageError(
    `no rule ${id ?? '(which?)'}`,
    near ? `did you mean ${near}?` : 'leakgate rules list names them all',
  );
}

/**
 * Runs the examples of rule files.
 *
 * @throws {RuleError} a file is wrong, or a pattern can't be compiled
 */
async function test(files: readonly string[]): Promise<number> {
  if (files.length === 0)
    throw new UsageError('rules test: which files?', 'as in leakgate rules test my-rules.yaml');
  const rules = loadRuleFiles(files);
  await packOwn(rules, globSource, undefined, (id, key) => placeInFiles(files, id, key));
  const failed = testRules(rules, globSource);
  for (const { ruleId, list: name, example, detail } of failed) {
    const [line, why] = [printable(await masked(example)), printable(await masked(detail))];
    printOut(`${ruleId}: ${name}: ${line}\n  ${why}\n`);
  }
  const examples = rules.reduce(
    (sum, rule) => sum + rule.examples.match.length + rule.examples.ignore.length,
    0,
  );
  const exempt = rules.filter((rule) => rule.examples.match.length === 0).length;
  const without = exempt > 0 ? `, ${exempt} rules without examples` : '';
  printOut(`${rules.length} rules, ${examples} examples, ${failed.length} failed${without}\n`);
  return failed.length > 0 ? ExitCode.SecretsFound : ExitCode.Clean;
}

/**
 * Compiles the files of `rules/` into what an installation reads.
 *
 * @throws {RuleError} a rule has no literal to look for, so that it would run over everything
 */
function pack(file: string | undefined): number {
  if (file === undefined)
    throw new UsageError('rules pack: into which file?', 'as in leakgate rules pack dist/rules.bin');
  const bytes = packRules(loadDirectory('rules'), globSource);
  const packed = openPack(bytes);
  const slow = packed.slow.map((index) => packed.rule(index).rule.id);
  if (slow.length > 0) throw new RuleError(`no literal of three bytes on every branch: ${slow.join(', ')}`);
  const { tables, automata } = bytes.gate;
  writeFileSync(file, tables);
  writeFileSync(file.replace(/\.bin$/, '.automata'), readAutomata(automata));
  writeFileSync(file.replace(/\.bin$/, '.text'), bytes.texts());
  return ExitCode.Clean;
}
