import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { configSchema } from '../../config/full-schema.ts';
import { CONFIG_NAME } from '../../config/load.ts';
import { resolveSettings } from '../../config/settings.ts';
import type { Engine } from '../../engine/scan.ts';
import { ExitCode, UsageError } from '../../errors.ts';
import { findWorkTree } from '../../git/work-tree.ts';
import { importFile } from '../../import/import-file.ts';
import type { ConfigKeys, Imported } from '../../import/imported.ts';
import { mergeConfig, ruleIdsOf } from '../../import/merge-config.ts';
import type { KnownRules } from '../../import/rule-names.ts';
import { maskedText } from '../../pipeline/mask-names.ts';
import { printable } from '../../report/printable.ts';
import { engineFor } from '../../setup/engine.ts';
import { installedRules } from '../../setup/installed-rules.ts';
import { addIgnored } from '../ignore-imported.ts';
import { type Traced, traceKnown } from '../known-findings.ts';
import type { Call } from '../options.ts';
import { printError, printOut } from '../print.ts';
import { readText } from '../read-text.ts';
import { realFileBelow } from '../reported-file.ts';
import { withoutSecrets } from '../without-secrets.ts';
import { writeFileWhole } from '../write-file.ts';

/** One imported file, and the name it goes by in messages. */
interface Read extends Imported {
  file: string;
  /** Its absolute path. */
  place: string;
}

/**
 * Runs `import`: turns other scanners' files into `.leakgate.yaml` and `.leakgateignore`, adding to what is there.
 *
 * @returns Incomplete when something could not be carried over; all of it is listed
 * @throws {UsageError} a file can't be read, or is none that is known
 */
export async function runImport({ flags, args }: Call): Promise<number> {
  if (args.length === 0)
    throw new UsageError('import: which file?', 'as in leakgate import .gitleaks.toml .gitleaksignore');
  const cwd = process.cwd();
  const root = findWorkTree(cwd, process.env) ?? cwd;
  const rules = knownRules();
  const read = args.flatMap((file) => readAll(file, path.resolve(cwd, file), rules, root));
  const target =
    flags.output === undefined ? path.join(root, CONFIG_NAME) : path.resolve(cwd, String(flags.output));
  const before = existsSync(target) ? readFileSync(target, 'utf8') : undefined;
  dropKnownRules(read, before);
  const engine = await shippedEngine(cwd, root);
  for (const one of read) await withoutSecrets(one, readText(one.file, one.place), engine);
  for (const one of read) await maskTexts(one, engine);
  const added = together(read.map(({ config }) => config));
  configSchema.parse(added);
  const merged = mergeConfig(before, added);
  const traced = await trace(read, added, cwd, root);
  const say = flags['dry-run'] ? printError : printOut;
  if (flags['dry-run']) printOut(`# ${path.basename(target)}\n${merged.text}`);
  else if (Object.keys(added).length > 0) writeFileWhole(target, [merged.text]);
  const ignored = addIgnored(traced, flags, root);
  const told = summaryOf(read, added, path.basename(target), ignored) + notesOf(read, traced, merged.kept);
  say(await maskedReport(told, engine));
  return read.some(({ notes }) => notes.some(({ kind }) => kind === 'lost')) ||
    traced.some(({ gone }) => gone)
    ? ExitCode.Incomplete
    : ExitCode.Clean;
}

function knownRules(): KnownRules {
  const rules = installedRules();
  return {
    ids: new Set(rules.map(({ id }) => id)),
    providers: new Set(rules.map(({ provider }) => provider)),
  };
}

const DEEPEST_EXTEND = 2;

/** The file, and those that it takes in from the same repository. */
function readAll(name: string, file: string, rules: KnownRules, root: string, depth = 0): Read[] {
  const imported = importFile(name, readText(name, file), rules);
  if (!imported)
    throw new UsageError(
      `${name}: no file of another scanner that is known`,
      'known are those of gitleaks, betterleaks, trufflehog, kingfisher, secretlint, detect-secrets, ggshield, and SARIF',
    );
  const more = imported.more.flatMap(({ file: other, line }): Read[] => {
    const place = path.resolve(root, other);
    if (depth < DEEPEST_EXTEND && realFileBelow(root, place))
      return readAll(other, place, rules, root, depth + 1);
    imported.notes.push({
      kind: 'lost',
      line,
      message: `extend.path ${other}: not a file of this repository`,
    });
    return [];
  });
  return [...more, { ...imported, file: name, place: file }];
}

/** By the rules that ship, whatever the config that is there turns off. */
async function shippedEngine(cwd: string, root: string): Promise<Engine> {
  const settings = await resolveSettings({ 'no-repo-config': true }, cwd, root, process.env);
  return (await engineFor(settings, false)).engine;
}

/** What is carried over as it was told: reasons, titles and names. */
async function maskTexts({ config, known }: Imported, engine: Engine): Promise<void> {
  const done = new Map<string, string>();
  const mask = async (text: string): Promise<string> => {
    const masked = done.get(text) ?? (await maskedText(text, engine));
    done.set(text, masked);
    return masked;
  };
  for (const one of known) one.reason = await mask(one.reason);
  for (const one of config.allow ?? []) if (one.reason !== undefined) one.reason = await mask(one.reason);
  for (const entry of config['custom-rules'] ?? []) {
    entry.name = await mask(entry.name);
    for (const rule of entry.rules) rule.title = await mask(rule.title);
  }
}

/** Names and patterns may be secrets; line by line only where there are any, as there may be very many lines. */
async function maskedReport(text: string, engine: Engine): Promise<string> {
  const bytes = Buffer.from(text);
  const { findings } = await engine.scan({ kind: 'chunk', path: '', where: 'content', bytes, firstLine: 1 });
  return findings.length === 0 ? text : maskedText(text, engine);
}

/** A rule whose id is taken, in the config that is there or by an earlier file, would make the config wrong. */
function dropKnownRules(read: readonly Read[], before: string | undefined): void {
  const taken = new Set(before === undefined ? [] : ruleIdsOf(before));
  for (const { config, notes } of read) {
    for (const entry of config['custom-rules'] ?? []) {
      entry.rules = entry.rules.filter(({ id }) => {
        if (taken.has(id))
          notes.push({
            kind: 'changed',
            line: 1,
            message: `rule ${id}: the one of this id that is there stays`,
          });
        return !taken.has(id);
      });
      for (const { id } of entry.rules) taken.add(id);
    }
    const left = config['custom-rules']?.filter(({ rules }) => rules.length > 0) ?? [];
    if (left.length > 0) config['custom-rules'] = left;
    else delete config['custom-rules'];
  }
}

/** Several configs as one: lists one after the other, of other keys the last. */
function together(all: readonly ConfigKeys[]): ConfigKeys {
  const merged: Record<string, unknown> = {};
  for (const [key, value] of all.flatMap((config) => Object.entries(config))) {
    const known = merged[key];
    merged[key] = Array.isArray(value) && Array.isArray(known) ? unique([...known, ...value]) : value;
  }
  return merged;
}

function unique(items: readonly unknown[]): unknown[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

async function trace(read: readonly Read[], added: ConfigKeys, cwd: string, root: string): Promise<Traced[]> {
  const known = read.flatMap((one) => one.known);
  if (known.length === 0) return [];
  const settings = await resolveSettings({}, cwd, root, process.env);
  const { 'custom-rules': own = [] } = configSchema.parse({ 'custom-rules': added['custom-rules'] ?? [] });
  const present = new Set(settings.repoCustomRules.map((entry) => JSON.stringify(entry)));
  const fresh = own.filter((entry) => !present.has(JSON.stringify(entry)));
  const all = { ...settings, repoCustomRules: [...settings.repoCustomRules, ...fresh] };
  return traceKnown(known, (await engineFor(all, false)).engine, root);
}

function summaryOf(read: readonly Read[], added: ConfigKeys, target: string, ignored: number): string {
  const keys = Object.entries(added).map(
    ([key, value]) => `${key} ${Array.isArray(value) ? value.length : value}`,
  );
  const lines = [
    ...read.map(({ file, kind }) => `${file}: ${kind}`),
    `  to ${target}: ${keys.join(', ') || 'nothing'}`,
    `  to .leakgateignore: ${ignored} ${ignored === 1 ? 'finding' : 'findings'}`,
  ];
  return lines.map((line) => `${printable(line)}\n`).join('');
}

function notesOf(read: readonly Read[], traced: readonly Traced[], kept: readonly string[]): string {
  const noted = (kind: 'lost' | 'changed') =>
    read.flatMap(({ file, notes }) =>
      notes.filter((note) => note.kind === kind).map(({ line, message }) => `${file}:${line}: ${message}`),
    );
  const files = new Map(read.flatMap(({ file, known }) => known.map((one) => [one, file] as const)));
  const placed = (entry: Traced, what: string) =>
    `${files.get(entry.known)}:${entry.known.from}: ${entry.known.file ?? 'any file'}${entry.known.lines ? `:${entry.known.lines[0]}` : ''}: ${what}`;
  const gone = traced.flatMap((entry) => (entry.gone ? [placed(entry, entry.gone)] : []));
  const idle = traced.filter(({ findings, gone: isGone }) => findings.length === 0 && !isGone);
  return [
    section('not carried over', [...noted('lost'), ...gone]),
    section('carried over with a difference', [
      ...noted('changed'),
      ...kept.map((key) => `${key}: the value that was there stays`),
    ]),
    section(
      'not needed, leakgate finds nothing there',
      idle.map((entry) => placed(entry, 'nothing found')),
    ),
  ].join('');
}

function section(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  return `${title}: ${lines.length}\n${lines.map((line) => `  ${printable(line)}\n`).join('')}`;
}
