import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { type Repository, repositories } from './repositories.ts';
import { type Label, loadReviewed, type ReviewedPlace } from './reviewed.ts';
import { treeOf } from './trees.ts';

/** A finding in one of the trees, without its secret. */
export interface NoiseFinding extends ReviewedPlace {
  ruleId: string;
  provider: string;
  confidence: string;
  label: Label | 'new';
}

/** What a scan of all trees gave. */
export interface Noise {
  lines: number;
  /** At the default confidence. */
  findings: NoiseFinding[];
  /** How many are below it. */
  unsure: number;
}

/** The parts of the JSON report that are read here. */
interface JsonReport {
  findings: {
    ruleId: string;
    provider: string;
    confidence: string;
    file: string;
    startLine: number;
    fingerprint: string;
  }[];
  /** Findings below the confidence that is asked for. */
  unsure: unknown[];
  receipt: { lines: number };
}

/**
 * Scans the work tree of every repository with the built command, as a user would.
 *
 * @param clones - folder of clones or mirrors; without it they are fetched
 */
export function measureNoise(clones: string | undefined): Noise {
  const label = loadReviewed();
  const noise: Noise = { lines: 0, findings: [], unsure: 0 };
  for (const repository of repositories) {
    const { findings, unsure, receipt } = scan(repository, clones);
    noise.lines += receipt.lines;
    noise.unsure += unsure.length;
    for (const { ruleId, provider, confidence, file, startLine, fingerprint } of findings) {
      const place = { repository: repository.name, file, line: startLine, fingerprint };
      noise.findings.push({ ...place, ruleId, provider, confidence, label: label(place) ?? 'new' });
    }
  }
  return noise;
}

function scan(repository: Repository, clones: string | undefined): JsonReport {
  const cwd = treeOf(repository, clones);
  const command = path.resolve('dist/leakgate.cjs');
  const args = ['dir', '.', '--offline', '--no-repo-config', '--no-gitignore', '--no-progress', '-f', 'json'];
  try {
    return JSON.parse(execFileSync(process.execPath, [command, ...args], options(cwd))) as JsonReport;
  } catch (error) {
    const { stdout } = error as { stdout?: string };
    if (!stdout) throw error;
    return JSON.parse(stdout) as JsonReport;
  }
}

function options(cwd: string) {
  return { cwd, encoding: 'utf8', maxBuffer: 2 ** 28, stdio: 'pipe' } as const;
}
