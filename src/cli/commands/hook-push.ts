import { readFileSync } from 'node:fs';
import { ExitCode, UsageError } from '../../errors.ts';
import { trackedBy } from '../../git/tracking-refs.ts';
import { parsePrePush, parsePreReceive, pushSource } from '../../sources/push.ts';
import type { Call, Flags } from '../options.ts';
import { printError } from '../print.ts';
import { runSource } from './scan.ts';

const STDIN = 0;

/**
 * Runs the `pre-push` hook; standard input is what git gives it, its arguments the remote and the URL that is
 * pushed to. What is there counts, not what another remote has, which may be less public; without them what any has.
 */
export async function runPrePush(call: Call): Promise<number> {
  const updates = parsePrePush(readFileSync(STDIN, 'utf8'));
  const [remote, url] = call.args;
  const bringsRefs = updates.some(({ before, after }) => before === undefined && after !== undefined);
  let isUnknown = false;
  const code = await runSource(quietly(call), timeLimit(call.flags), ({ root }) => {
    const excluded = remote === undefined ? [] : trackedBy(remote, url, root);
    isUnknown = bringsRefs && remote !== undefined && excluded.length === 0;
    const known = remote === undefined ? { excluded, notGlobs: ['--remotes'] } : { excluded };
    return pushSource('pre-push', updates, known, root);
  });
  if (isUnknown && code !== ExitCode.Clean) printError(UNKNOWN_REMOTE);
  return code;
}

const UNKNOWN_REMOTE =
  'leakgate: no remote-tracking branch tells what this remote has, so all that is pushed was taken for new to it\n' +
  'help: git fetch REMOTE, where it has some of it already; a push URL of its own needs a remote of its own for that\n';

/** Runs the `pre-receive` hook of a server, inside the quarantine in which git keeps what was pushed. */
export async function runPreReceive(call: Call): Promise<number> {
  const updates = parsePreReceive(readFileSync(STDIN, 'utf8'));
  return runSource(quietly(call), timeLimit(call.flags, PRE_RECEIVE_SECONDS), ({ root }) =>
    pushSource('pre-receive', updates, { excluded: [], notGlobs: ['--all'] }, root),
  );
}

function quietly(call: Call): Call {
  return { ...call, flags: { ...call.flags, quiet: true } };
}

const PRE_RECEIVE_SECONDS = 60;

/** Aborts after `--time-limit`; what was not read by then makes the run incomplete, so that the push is refused. */
function timeLimit(flags: Flags, otherwise = Number.POSITIVE_INFINITY): AbortSignal {
  const seconds = flags['time-limit'] === undefined ? otherwise : Number(flags['time-limit']);
  if (!(seconds > 0)) throw new UsageError(`--time-limit ${flags['time-limit']}: write a number of seconds`);
  const controller = new AbortController();
  if (Number.isFinite(seconds)) {
    const stop = () => controller.abort(`stopped after ${seconds} seconds (--time-limit)`);
    setTimeout(stop, seconds * 1000).unref();
  }
  return controller.signal;
}
