import { resolveSettings, type SettingFlags } from '../../config/settings.ts';
import { UsageError } from '../../errors.ts';
import { findWorkTree } from '../../git/work-tree.ts';
import { maskedText, maskNames } from '../../pipeline/mask-names.ts';
import { searchAll } from '../../pipeline/search-all.ts';
import { namePartsOf } from '../../pipeline/wholes.ts';
import { exitCodeOf } from '../../report/exit-code.ts';
import { deciderFor } from '../../setup/decider.ts';
import { engineFor } from '../../setup/engine.ts';
import { suppressorFor } from '../../setup/suppressor.ts';
import { verifierFor } from '../../setup/verifier.ts';
import type { Finding, Report, Where } from '../../types.ts';
import { type ReportedPlace, readPlaces } from '../../verify/reported-places.ts';
import type { Call } from '../options.ts';
import { outputsOf, writeReports } from '../output.ts';
import { readText } from '../read-text.ts';
import { withRealNames } from '../real-names.ts';
import { reportedInputs } from '../reported-inputs.ts';

/**
 * Checks the findings of a JSON report again. A report holds no secrets, so each is read anew from its place; what is
 * no longer there is a problem, and the run incomplete.
 */
export async function runVerify(call: Call): Promise<number> {
  const [file = '-', ...more] = call.args;
  if (more.length > 0) throw new UsageError('verify takes one report');
  const started = performance.now();
  const cwd = process.cwd();
  const root = findWorkTree(cwd, process.env) ?? cwd;
  const outputs = outputsOf(call.flags);
  const settings = await resolveSettings(call.flags as SettingFlags, cwd, root, process.env);
  const places = readPlaces(readText(file));
  const { engine, rules, names } = await engineFor(settings, false);
  const mask = (name: string) => maskedText(name, engine);
  const real = await withRealNames(places, [root, cwd], mask);
  const searched = await searchAll(reportedInputs(real, root, cwd), engine);
  const { found, gone } = await match(places, searched.findings, mask);
  const source = { name: 'verify', root: '.' };
  const suppress = await suppressorFor({ source, settings, flags: call.flags, root, waits: false });
  const { kept, suppressed, stale } = await suppress(found, false);
  const verdicts = await verifierFor(settings, call.flags, false, { root, staged: false })(kept);
  const decider = await deciderFor(settings, {}, root);
  const findings = kept.map((finding) => {
    const verdict = verdicts.get(finding)!;
    return { ...finding, verdict, blocks: decider.blocks(finding, verdict) };
  });
  const report: Report = {
    target: { kind: source.name, root: source.root, range: null },
    findings,
    unsure: [],
    dropped: [],
    suppressed,
    stale,
    problems: [...searched.problems, ...gone.map(goneProblem)],
    receipt: { ...searched.receipt, rules, ms: Math.round(performance.now() - started) },
  };
  await writeReports(await maskNames(namePartsOf(report), engine), outputs, call.flags, names);
  return exitCodeOf(report);
}

/** @param mask - what a report makes of a file's name */
async function match(
  places: readonly ReportedPlace[],
  findings: readonly Finding[],
  mask: (name: string) => Promise<string>,
) {
  const keyOf = (
    ruleId: string,
    commit: string | null,
    place: { where: Where; file: string; startLine: number; startColumn: number },
  ) => JSON.stringify([ruleId, commit, place.where, place.file, place.startLine, place.startColumn]);
  const shown = new Map<string, string>();
  for (const { file } of findings) if (!shown.has(file)) shown.set(file, await mask(file));
  const wanted = new Map(places.map((place) => [keyOf(place.ruleId, place.commit, place), place]));
  const seen = new Set<string>();
  const found = findings.filter((finding) => {
    const place = { ...finding, file: shown.get(finding.file)! };
    const key = keyOf(finding.rule.id, finding.commit?.id ?? null, place);
    return wanted.has(key) && seen.add(key);
  });
  return { found, gone: [...wanted].flatMap(([key, place]) => (seen.has(key) ? [] : [place])) };
}

function goneProblem({ file, ruleId, startLine }: ReportedPlace): { path: string; message: string } {
  return { path: file, message: `line ${startLine} holds no ${ruleId} any more` };
}
