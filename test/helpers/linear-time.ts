import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { check } from 'recheck';

export const PROVED_FILE = 'rules/linear-time.json';

const proved = new Set<string>(
  existsSync(PROVED_FILE) ? (JSON.parse(readFileSync(PROVED_FILE, 'utf8')) as string[]) : [],
);

/** Names a pattern by its text. */
export function proofKey(pattern: string): string {
  return createHash('sha256').update(pattern).digest('hex').slice(0, 16);
}

/** Whether an earlier run proved this very pattern. */
export function isProved(pattern: string): boolean {
  return proved.has(proofKey(pattern));
}

/** By automata, which is a proof; the checker's other way, fuzzing, would only be a trial. */
export async function isLinear(pattern: string): Promise<boolean> {
  const { status } = await check(pattern, '', { checker: 'automaton', timeout: 60_000 });
  return status === 'safe';
}
