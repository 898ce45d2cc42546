import { settleBy } from '../config/confidence.ts';
import type { Decider } from '../config/policy.ts';
import type { Settings } from '../config/settings.ts';
import type { Source } from '../types.ts';

/**
 * What decides about findings. Where the settings say nothing but which verdicts block and which confidence is asked for,
 * no code is loaded.
 *
 * @param root - of the repository, whose branch counts when the source names none
 */
export async function deciderFor(
  { policy }: Settings,
  source: Pick<Source, 'branches'>,
  root: string,
): Promise<Decider> {
  const { allow, overrides, severities, blockSeverity, minConfidence, warnOnly } = policy;
  const lists = allow.length + overrides.length + severities.length;
  if (lists === 0 && blockSeverity === 'low' && !warnOnly)
    return { blocks: (_, { status }) => policy.blockOn.has(status), settle: settleBy(minConfidence) };
  const { createDecider } = await import('../config/policy.ts');
  if (!overrides.some(({ branches }) => branches)) return createDecider(policy, []);
  const { currentBranches } = await import('../sources/branches.ts');
  return createDecider(policy, source.branches ?? currentBranches(process.env, root));
}
