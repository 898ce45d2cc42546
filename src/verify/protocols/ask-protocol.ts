import type { ProtocolSpec } from '../../rules/verify-signers.ts';
import type { Asked } from '../ask.ts';
import type { Values } from '../template.ts';

/** Logs in by a field protocol, at the host that the user named. */
export async function askProtocol(
  _spec: ProtocolSpec,
  _values: Values,
  endpoint: string | undefined,
  _signal: AbortSignal,
): Promise<Asked> {
  const reason =
    endpoint === undefined ? 'no host was named for it: name one with --endpoint' : 'not supported yet';
  return { judgement: { status: 'unknown', reason }, details: {} };
}
