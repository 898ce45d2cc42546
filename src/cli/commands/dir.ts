import type { Setting } from '../../setup/scan-source.ts';
import { type FilesOptions, filesSource } from '../../sources/files.ts';
import { type LongRun, runLong } from '../long-run.ts';
import type { Call } from '../options.ts';
import { jobsOf } from '../threads/jobs.ts';
import { paceOf } from '../threads/pace.ts';
import { searchDir } from '../threads/search-dir.ts';
import { type MakeSearch, runSource } from './scan.ts';

/**
 * Runs `dir`.
 *
 * @throws {UsageError} `--jobs` is no number of threads
 */
export async function runDir(call: Call): Promise<number> {
  return runLong(call.flags, (long) =>
    runSource(
      call,
      long.signal,
      (setting) => filesSource(filesOptions(call, setting)),
      threadedSearch(call, long),
    ),
  );
}

function filesOptions({ flags, args }: Call, { settings, cwd, root }: Setting): FilesOptions {
  const { maxFileSize } = settings;
  const paths = args.length > 0 ? args : ['.'];
  return { paths, cwd, root, gitignore: !flags['no-gitignore'], maxFileSize };
}

function threadedSearch(call: Call, long: LongRun): MakeSearch {
  const explain = Boolean(call.flags.explain);
  const jobs = jobsOf(call.flags);
  return (setting) => async (_inputs, engine) => {
    const files = filesOptions(call, setting);
    const { settings } = setting;
    const found = await searchDir(engine, { files, settings, explain, jobs, pace: paceOf(long) });
    long.clear();
    return found;
  };
}
