import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { leakgateFile } from '../helpers/repo.ts';

/** What a run printed as JSON, and all of its output. */
export interface Run {
  code: number;
  findings: { secret: string; verification: { status: string; reason: string | null } }[];
  output: string;
}

/** Not synchronous, since the servers of these tests run here; its cache lies in the repository's folder. */
export function leakgate(cwd: string, ...args: string[]): Promise<Run> {
  const { HTTPS_PROXY: _, https_proxy: __, ...inherited } = process.env;
  const cache = join(cwd, '.git', 'cache');
  const env = { ...inherited, XDG_CACHE_HOME: cache, LOCALAPPDATA: cache, HOME: cache };
  return new Promise((done) => {
    execFile(process.execPath, [leakgateFile, ...args], { cwd, env }, (error, stdout, stderr) => {
      const findings = stdout.startsWith('{') ? JSON.parse(stdout).findings : [];
      done({ code: Number(error?.code ?? 0), findings, output: stdout + stderr });
    });
  });
}

/** The verdict on each finding. */
export const statuses = (run: Run) => run.findings.map((finding) => finding.verification.status);
