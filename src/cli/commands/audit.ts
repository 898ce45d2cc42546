import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UsageError } from '../../errors.ts';
import { cloneBare, isRemote } from '../../git/clone.ts';
import { gitFailure, tryGit } from '../../git/run.ts';
import type { Setting } from '../../setup/scan-source.ts';
import { auditSource } from '../../sources/audit.ts';
import { treeSource } from '../../sources/files.ts';
import type { Source } from '../../types.ts';
import { type LongRun, runLong } from '../long-run.ts';
import type { Call, Flags } from '../options.ts';
import { enterRepository, threadedHistory } from './history.ts';
import { runSource } from './scan.ts';

/**
 * Runs `audit`, which a command line without a command means.
 *
 * @throws {UsageError} not one repository
 */
export async function runAudit(call: Call): Promise<number> {
  const [place, ...more] = call.args;
  if (more.length > 0) throw new UsageError(`audit ${more[0]}: one repository at a time`);
  return runLong(call.flags, async (long) => {
    if (place !== undefined && isRemote(place)) return auditRemote(place, call, long);
    if (place !== undefined) enterRepository(place);
    return auditHere(call, long);
  });
}

async function auditHere(call: Call, long: LongRun): Promise<number> {
  return runSource(call, long.signal, await auditOf(call.flags, long));
}

/**
 * The source of an audit of the repository at hand.
 *
 * @throws {UsageError | SourceError} there is none, or git can't read it
 */
export async function auditOf(flags: Flags, long: LongRun): Promise<(setting: Setting) => Promise<Source>> {
  const inside = tryGit(['rev-parse', '--is-inside-work-tree'], process.cwd());
  if (inside.status !== 0) throw noRepository(inside);
  const hasWorkTree = inside.stdout.toString().trim() === 'true';
  return async (setting) => {
    const {
      settings: { maxFileSize },
      root,
    } = setting;
    const files = hasWorkTree ? treeSource(root, maxFileSize) : undefined;
    return long.watch(auditSource(files, await threadedHistory(flags, long, setting)));
  };
}

/** Git may also not want to read it, as with an owner that it doesn't trust. */
function noRepository(inside: ReturnType<typeof tryGit>): Error {
  if (!inside.stderr.includes('not a git repository')) return gitFailure(['rev-parse'], inside);
  return new UsageError(
    'not in a git repository',
    'leakgate dir scans a folder; leakgate --help lists the rest',
  );
}

/** Clones into a folder of its own, which is removed whatever happens. */
async function auditRemote(url: string, call: Call, long: LongRun): Promise<number> {
  const before = process.cwd();
  const folder = mkdtempSync(path.join(tmpdir(), 'leakgate-clone-'));
  try {
    await cloneBare(url, path.join(folder, 'repository.git'), long.signal, ({ stage, percent }) =>
      long.tell(`cloning: ${stage}, ${percent} %`),
    );
    enterRepository(path.join(folder, 'repository.git'));
    return await auditHere(call, long);
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
