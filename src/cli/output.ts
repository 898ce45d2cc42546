import { writeFileSync } from 'node:fs';
import { UsageError } from '../errors.ts';
import type { ReportContext } from '../report/context.ts';
import type { Report } from '../types.ts';
import type { Flags } from './options.ts';
import { printOut } from './print.ts';
import { version } from './version.ts';

/** One report: its format, and the file it goes to; undefined is standard output. */
export interface Output {
  format: Format;
  file: string | undefined;
}

type Format = keyof typeof renderers;
type Renderer = (report: Report, context: ReportContext) => string;

const renderers = {
  text: () => import('../report/text.ts').then((module): Renderer => module.renderText),
  json: () => import('../report/json.ts').then((module): Renderer => module.renderJson),
};

/**
 * The reports that the flags ask for: `-f NAME`, `-o FILE`, `-o NAME=FILE`.
 *
 * @throws {UsageError} an unknown format, or secrets in clear where they would be kept
 */
export function outputsOf(flags: Flags): Output[] {
  const format = formatOf(String(flags.format ?? 'text'));
  const files = (flags.output as string[] | undefined) ?? [];
  const outputs = files.map((value) => {
    const [, name, file] = /^([a-z]+)=(.+)$/.exec(value) ?? [];
    return name === undefined ? { format, file: value } : { format: formatOf(name), file };
  });
  const toStdout = outputs.every((output) => output.format !== format) || flags.format === undefined;
  const all =
    files.length > 0 && (flags.format === undefined || !toStdout)
      ? outputs
      : [...outputs, { format, file: undefined }];
  refuseSecrets(flags, all);
  return all;
}

function formatOf(name: string): Format {
  if (name in renderers) return name as Format;
  throw new UsageError(`unknown format ${name}`, `one of ${Object.keys(renderers).join(', ')}`);
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

function isTerminal(): boolean {
  return process.getBuiltinModule('node:tty').isatty(1);
}

/** Renders and writes every report. */
export async function writeReports(
  report: Report,
  outputs: readonly Output[],
  flags: Flags,
  engines: string,
): Promise<void> {
  for (const { format, file } of outputs) {
    const render = await renderers[format]();
    const text = render(report, contextOf(flags, file, engines));
    if (file === undefined) printOut(text);
    else writeFileSync(file, text);
  }
}

const WIDTH_WITHOUT_TERMINAL = 100;

function contextOf(flags: Flags, file: string | undefined, engines: string): ReportContext {
  const terminal = file === undefined && isTerminal();
  return {
    version,
    color: !flags['no-color'] && wantsColor(terminal, process.env),
    width: terminal ? process.stdout.columns : WIDTH_WITHOUT_TERMINAL,
    showSecrets: Boolean(flags['show-secrets']),
    explain: Boolean(flags.explain),
    quiet: Boolean(flags.quiet),
    ...(flags.verbose ? { engines } : {}),
  };
}

/** @see https://no-color.org and https://force-color.org */
function wantsColor(terminal: boolean, env: NodeJS.ProcessEnv): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0';
  return terminal && env.TERM !== 'dumb';
}
