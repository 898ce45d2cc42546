import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Settings } from '../config/settings.ts';
import type { ScanOptions } from '../pipeline.ts';
import type { Source } from '../types.ts';

/** What says where suppressions come from: a path, and whether the scanned tree has no say. */
export interface SuppressionFlags {
  'ignore-file'?: unknown;
  'no-repo-config'?: unknown;
}

/** What a scan's suppressions are read for. */
export interface SuppressorOptions {
  source: Pick<Source, 'name' | 'root' | 'range' | 'topFile'>;
  settings: Settings;
  flags: SuppressionFlags;
  root: string;
  /** Somebody waits for a commit: the ignore file is not looked at before something was found. */
  waits: boolean;
}

/**
 * The step of a scan that takes out what is suppressed; its code is loaded when something was found, or there is an
 * ignore file whose entries are to be judged.
 *
 * @throws {ConfigError} the ignore file is wrong
 */
export async function suppressorFor(options: SuppressorOptions): Promise<ScanOptions['suppress']> {
  const { waits } = options;
  const load = () => import('./suppressions.ts');
  const place = placeOf(options);
  const named = options.flags['ignore-file'] !== undefined;
  const early =
    !waits && place !== undefined && (named || existsSync(place))
      ? (await load()).readIgnoreFile(place, named)
      : undefined;
  return async (found, complete) => {
    if (found.length === 0 && !early) return { kept: [], suppressed: [], stale: [] };
    const { suppressions } = await load();
    return suppressions(found, { ...options, place, early, complete });
  };
}

/** Where the command was started: an audit of another repository goes there, its ignore file's name does not. */
const startedIn = process.cwd();

/** Where `--ignore-file` points; undefined without it. */
export function namedIgnoreFile(flags: SuppressionFlags): string | undefined {
  const name = flags['ignore-file'];
  return name === undefined ? undefined : path.resolve(startedIn, String(name));
}

/**
 * Where the ignore file lies, when it is one of the file system: the user has named it, or it is that of the working
 * tree.
 */
function placeOf({ source, flags, root }: SuppressorOptions): string | undefined {
  const named = namedIgnoreFile(flags);
  if (named !== undefined) return named;
  if (flags['no-repo-config'] || source.topFile) return undefined;
  return path.join(root, '.leakgateignore');
}
