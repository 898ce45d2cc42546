import { ExitCode, UsageError } from '../../errors.ts';
import { gitAuthor } from '../../git/author.ts';
import { tryGit } from '../../git/run.ts';
import { printable } from '../../report/printable.ts';
import type { Setting } from '../../setup/scan-source.ts';
import { treeSource } from '../../sources/files.ts';
import { stagedSource } from '../../sources/staged.ts';
import type { Entry } from '../../suppress/entry.ts';
import { isFingerprint } from '../../suppress/salt.ts';
import type { Finding, Source } from '../../types.ts';
import {
  addEntries,
  ignorePlace,
  nextStep,
  openIgnoreFile,
  saltedFingerprint,
  scanFlags,
  termsOf,
} from '../ignore-entries.ts';
import { type LongRun, runLong } from '../long-run.ts';
import type { Call } from '../options.ts';
import { printOut } from '../print.ts';
import { threadedHistory } from './history.ts';
import { scanSource, settingOf } from './scan.ts';

/**
 * Runs `ignore`: writes a line for each fingerprint, with the rule and the path of the finding that has it.
 *
 * @throws {UsageError} a fingerprint is none, or the reason is missing
 */
export async function runIgnore(call: Call): Promise<number> {
  const fingerprints = call.args.map(checkFingerprint);
  if (fingerprints.length === 0)
    throw new UsageError('ignore: which finding?', 'as in leakgate ignore FINGERPRINT --reason TEXT');
  const { settings, root } = await settingOf(call);
  const terms = await termsOf(call.flags, settings);
  const file = ignorePlace(call.flags, root);
  const salts = openIgnoreFile(file, call.flags);
  const wanted = new Set(fingerprints.map((one) => saltedFingerprint(one, salts)));
  const search = { ...call, flags: scanFlags(call.flags, file) };
  const found = await runLong(call.flags, (long) => findAll(wanted, search, long));
  const author = gitAuthor(root);
  const entries = [...wanted].map((fingerprint): Entry => {
    const { ruleId = '-', path = '-' } = found.get(fingerprint) ?? {};
    return { fingerprint, ruleId, path, ...terms, ...(author === undefined ? {} : { author }) };
  });
  addEntries(file, entries);
  for (const entry of entries) printOut(lineOf(entry));
  printOut(nextStep(file, root));
  return ExitCode.Clean;
}

function checkFingerprint(text: string): string {
  if (isFingerprint(text)) return text;
  throw new UsageError(
    `${printable(text)} is no fingerprint`,
    'a report ends each finding with one: 32 hex characters',
  );
}

function lineOf({ ruleId, path, fingerprint, expires }: Entry): string {
  const until = expires === undefined ? '' : ` until ${expires}`;
  if (ruleId === '-')
    return `${fingerprint} is ignored${until}, though nothing in the index, the working tree or the history has it\n`;
  return `${ruleId} in ${printable(path)} is ignored${until}\n`;
}

type Hint = Pick<Entry, 'ruleId' | 'path'>;

/** Looks for findings where they most likely are: in the index, the working tree, the history; no further than needed. */
async function findAll(wanted: ReadonlySet<string>, call: Call, long: LongRun): Promise<Map<string, Hint>> {
  const found = new Map<string, Hint>();
  for (const makeSource of await placesToLook(long)) {
    if (found.size === wanted.size) break;
    const { report } = await scanSource(call, long.signal, makeSource);
    const all: Finding[] = [...report.findings, ...report.suppressed.map(({ finding }) => finding)];
    for (const { fingerprint, rule, file } of all) {
      if (wanted.has(fingerprint) && !found.has(fingerprint))
        found.set(fingerprint, { ruleId: rule.id, path: file });
    }
  }
  return found;
}

async function placesToLook(long: LongRun): Promise<((setting: Setting) => Source | Promise<Source>)[]> {
  const files = ({ settings: { maxFileSize }, root }: Setting) => long.watch(treeSource(root, maxFileSize));
  const inside = tryGit(['rev-parse', '--is-inside-work-tree'], process.cwd());
  if (inside.status !== 0) return [files];
  const history = async (setting: Setting) => long.watch(await threadedHistory({}, long, setting));
  const hasWorkTree = inside.stdout.toString().trim() === 'true';
  return hasWorkTree ? [({ root }) => stagedSource(root, []), files, history] : [history];
}
