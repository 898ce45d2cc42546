import { fstatSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../errors.ts';
import { findWorkTree } from '../git/work-tree.ts';
import type { RenderContext } from '../report/context.ts';
import type { Format } from '../report/format.ts';
import { renderers } from '../report/renderers.ts';
import type { JsonReport, JsonRepository } from '../report/schema.ts';
import { version } from '../setup/version.ts';
import type { Report } from '../types.ts';
import type { Flags } from './options.ts';
import { printOut } from './print.ts';
import { checkFolder, writeFileWhole } from './write-file.ts';

/** One report: its format, and the absolute path of the file it goes to; undefined is standard output. */
export interface Output {
  format: Format;
  file: string | undefined;
}

/** Where the command was started: an audit of another repository goes there, its reports don't. */
const startedIn = process.cwd();

/**
 * The reports that the flags ask for: `-f NAME`, `-o FILE`, `-o NAME=FILE`.
 *
 * @throws {UsageError} an unknown format, a file that can't be written, or secrets in clear where they would be kept
 */
export function outputsOf(flags: Flags): Output[] {
  const format = formatOf(String(flags.format ?? 'text'));
  const files = ((flags.output as string[] | undefined) ?? []).map((value) => fileOutput(value, format));
  const toStdout = files.every((output) => output.format !== format) || flags.format === undefined;
  const all =
    files.length > 0 && (flags.format === undefined || !toStdout)
      ? files
      : [...files, { format, file: undefined }];
  refuseSecrets(flags, all);
  refuseTwice(files);
  for (const { file } of files) checkFolder(file!);
  return all;
}

function fileOutput(value: string, format: Format): Output {
  const [, name, file] = /^([a-z]+)=(.+)$/.exec(value) ?? [];
  if (name === undefined) return { format, file: path.resolve(startedIn, value) };
  return { format: formatOf(name), file: path.resolve(startedIn, file!) };
}

function formatOf(name: string): Format {
  if (Object.hasOwn(renderers, name)) return name as Format;
  throw new UsageError(`unknown format ${name}`, `one of ${Object.keys(renderers).join(', ')}`);
}

function refuseTwice(outputs: readonly Output[]): void {
  const seen = new Set<string | undefined>();
  for (const { file } of outputs) {
    if (seen.has(file)) throw new UsageError(`-o: ${file} is named twice`);
    seen.add(file);
  }
}

function refuseSecrets(flags: Flags, outputs: readonly Output[]): void {
  if (!flags['show-secrets'] || flags['show-secrets'] === 'always') return;
  if (outputs.some(({ file }) => file !== undefined) || !isTerminal()) {
    throw new UsageError(
      '--show-secrets writes secrets where they are kept',
      'write --show-secrets=always if you mean it',
    );
  }
}

/** A pipe or a file is none: then what tells terminals from other devices need not be loaded. */
function isTerminal(): boolean {
  try {
    return fstatSync(1).isCharacterDevice() && process.getBuiltinModule('node:tty').isatty(1);
  } catch {
    // On Windows, a program without a window may start one that has no standard output.
    return false;
  }
}

/** Renders and writes every report of a scan. */
export async function writeReports(
  report: Report,
  outputs: readonly Output[],
  flags: Flags,
  engines: string,
): Promise<void> {
  if (flags.quiet && isUneventful(report) && outputs.every(isPlainText)) return;
  const { toJsonReport } = await import('../report/json-report.ts');
  const facts = {
    version,
    finishedAt: new Date(),
    repository: outputs.some(({ format }) => format !== 'text') ? await repositoryHere() : null,
    showSecrets: Boolean(flags['show-secrets']),
    explain: Boolean(flags.explain),
  };
  const run = { engines, folder: folderOf(report) };
  await writeRendered(toJsonReport(report, facts), outputs, flags, run);
}

/** What the files of a report are relative to; undefined when there is no work tree to have them. */
function folderOf({ target }: Report): string | undefined {
  const cwd = process.cwd();
  return findWorkTree(cwd, process.env) ?? (target.kind === 'dir' ? cwd : undefined);
}

async function repositoryHere(): Promise<JsonRepository | null> {
  const { findRepository } = await import('./repository.ts');
  const found = findRepository(process.cwd(), process.env);
  if (found === null) return null;
  const { masked } = await import('../setup/masked.ts');
  return { ...found, url: await masked(found.url), branch: found.branch && (await masked(found.branch)) };
}

/** The scan that a report is of, if it was made by this process. */
interface Run {
  engines?: string;
  /** Absolute; what files are relative to. */
  folder?: string | undefined;
}

/** Renders a report that is there already, and writes it. */
export async function writeRendered(
  report: JsonReport,
  outputs: readonly Output[],
  flags: Flags,
  run: Run = {},
): Promise<void> {
  for (const { format, file } of outputs) {
    const render = await renderers[format]();
    const pieces = render(report, contextOf(flags, file, run));
    if (file === undefined) for (const piece of pieces) printOut(piece);
    else writeFileWhole(file, pieces);
  }
}

const NARROWEST = 20;

function isPlainText({ format, file }: Output): boolean {
  return format === 'text' && file === undefined;
}

/** Nothing was found and nothing went wrong: a quiet text report is empty, and its code need not be loaded. */
function isUneventful({ findings, dropped, suppressed, problems, receipt }: Report): boolean {
  const events = [findings, dropped, suppressed, problems, receipt.skipped];
  const whole = receipt.scanned === receipt.expected && receipt.rules > 0;
  return whole && events.every((list) => list.length === 0);
}

function contextOf(flags: Flags, file: string | undefined, { engines, folder }: Run): RenderContext {
  const terminal = file === undefined && isTerminal();
  const color = file === undefined && !flags['no-color'] && wantsColor(terminal, process.env);
  return {
    color,
    width: terminal ? Math.max(NARROWEST, process.stdout.columns || 80) : undefined,
    linkFolder: terminal && color && showsLinks(process.env) ? folder : undefined,
    quiet: Boolean(flags.quiet),
    verbose: Boolean(flags.verbose),
    ...(flags.verbose && engines !== undefined ? { engines } : {}),
  };
}

/** @see https://no-color.org and https://force-color.org */
function wantsColor(terminal: boolean, env: NodeJS.ProcessEnv): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0';
  return terminal && env.TERM !== 'dumb';
}

/**
 * Terminals that are known to show OSC 8 links. Those of editors, which make links of `path:line:column` themselves, do
 * better without.
 */
function showsLinks(env: NodeJS.ProcessEnv): boolean {
  if (env.CI || env.TMUX || env.STY) return false;
  const names = ['iTerm.app', 'WezTerm', 'ghostty', 'rio', 'Tabby'];
  return (
    names.includes(env.TERM_PROGRAM ?? '') ||
    /^(xterm-kitty|alacritty|foot)/.test(env.TERM ?? '') ||
    env.WT_SESSION !== undefined ||
    env.KONSOLE_VERSION !== undefined ||
    Number(env.VTE_VERSION ?? 0) >= 5000
  );
}
