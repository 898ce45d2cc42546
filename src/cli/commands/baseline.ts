import path from 'node:path';
import { ExitCode, UsageError } from '../../errors.ts';
import { gitAuthor } from '../../git/author.ts';
import { tryGit } from '../../git/run.ts';
import { isComplete } from '../../report/exit-code.ts';
import { printable } from '../../report/printable.ts';
import type { Setting } from '../../setup/scan-source.ts';
import { treeSource } from '../../sources/files.ts';
import { withoutLines } from '../../suppress/edit.ts';
import type { Entry } from '../../suppress/entry.ts';
import { parseIgnoreFile } from '../../suppress/ignore-file.ts';
import type { Report, Source } from '../../types.ts';
import {
  addEntries,
  ignorePlace,
  nextStep,
  openIgnoreFile,
  scanFlags,
  type Terms,
  termsOf,
} from '../ignore-entries.ts';
import { changeIgnoreFile } from '../ignore-file-lock.ts';
import { type LongRun, runLong } from '../long-run.ts';
import type { Call } from '../options.ts';
import { printError, printOut } from '../print.ts';
import { auditOf } from './audit.ts';
import { scanSource, settingOf } from './scan.ts';

/**
 * Runs `baseline`: writes a line for each present finding, or with `--prune` takes out the lines that have had their
 * day.
 *
 * @returns Incomplete when not all could be read: what was found is written then, and only what expired taken out
 */
export async function runBaseline(call: Call): Promise<number> {
  if (call.args.length > 0) throw new UsageError(`baseline: ${call.args[0]} is one word too many`);
  const { settings, root } = await settingOf(call);
  const terms = await termsOf(call.flags, settings, 'baseline');
  const file = ignorePlace(call.flags, root);
  if (!call.flags.prune) openIgnoreFile(file, call.flags);
  const search = { ...call, flags: scanFlags(call.flags, file) };
  const report = await runLong(call.flags, (long) => audit(search, long));
  const isChanged = call.flags.prune ? prune(file, report) : add(file, report, terms, gitAuthor(root));
  if (isChanged) printOut(nextStep(file, root));
  for (const { path: name, message } of report.problems)
    printError(`not read: ${printable(name)}: ${printable(message)}\n`);
  return isComplete(report) ? ExitCode.Clean : ExitCode.Incomplete;
}

async function audit(call: Call, long: LongRun): Promise<Report> {
  const isRepository = tryGit(['rev-parse', '--git-dir'], process.cwd()).status === 0;
  const makeSource = isRepository ? await auditOf({}, long) : folderOf(long);
  return (await scanSource(call, long.signal, makeSource)).report;
}

function folderOf(long: LongRun): (setting: Setting) => Source {
  return ({ settings: { maxFileSize }, root }) => long.watch(treeSource(root, maxFileSize));
}

/** @returns whether there was something to add */
function add(
  file: string,
  { findings, suppressed }: Report,
  terms: Terms,
  author: string | undefined,
): boolean {
  const entries = new Map<string, Entry>();
  const by = author === undefined ? {} : { author };
  for (const { fingerprint, rule, file: place } of findings) {
    if (!entries.has(fingerprint))
      entries.set(fingerprint, { fingerprint, ruleId: rule.id, path: place, ...terms, ...by });
  }
  if (entries.size > 0) addEntries(file, [...entries.values()]);
  printOut(
    `${entries.size} ${entries.size === 1 ? 'entry' : 'entries'} added, ${suppressed.length} findings suppressed before\n`,
  );
  return entries.size > 0;
}

/** @returns whether there was something to take out */
function prune(file: string, { stale }: Report): boolean {
  if (stale.length === 0) {
    printOut('nothing to take out\n');
    return false;
  }
  const keyOf = ({ fingerprint, expires = '' }: Pick<Entry, 'fingerprint' | 'expires'>) =>
    `${fingerprint} ${expires}`;
  const gone = new Set(stale.map(keyOf));
  changeIgnoreFile(file, (text = '') => {
    const { entries } = parseIgnoreFile(path.basename(file), text);
    return withoutLines(
      text,
      new Set(entries.filter((entry) => gone.has(keyOf(entry))).map(({ line }) => line)),
    );
  });
  for (const { ruleId, path: place, why, expires } of stale) {
    const reason = why === 'expired' ? `expired on ${expires}` : 'unused';
    printOut(`taken out: ${ruleId} in ${printable(place)}, ${reason}\n`);
  }
  return true;
}
