/** A rule of ours ended the exchange; the message is fit for a report. */
export class Refused extends Error {}

const sentences: Record<string, string> = {
  ENOTFOUND: 'its name could not be resolved',
  EAI_AGAIN: 'its name could not be resolved',
  ECONNREFUSED: 'it refused the connection',
  ECONNRESET: 'it closed the connection',
  EPIPE: 'it closed the connection',
  ETIMEDOUT: 'it could not be reached',
  EHOSTUNREACH: 'it could not be reached',
  ENETUNREACH: 'the network could not be reached',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_INVALID_CHAR: 'the secret holds characters that no request can carry',
  HPE_HEADER_OVERFLOW: 'its answer has too many headers',
};

/**
 * Why an exchange failed, in words that hold neither a secret nor anything that the other side sent.
 *
 * @param host - name and port, from the rule or from the user
 */
export function failureOf(error: unknown, host: string, signal: AbortSignal): string {
  return `${host}: ${reasonOf(error, signal)}`;
}

function reasonOf(error: unknown, signal: AbortSignal): string {
  if (error instanceof Refused) return error.message;
  if (signal.aborted) return 'no answer in time';
  const code = codeOf(error);
  const known = sentences[code];
  if (known) return known;
  if (/CERT|SELF_SIGNED|UNABLE_TO/.test(code)) return `its certificate is not trusted (${code})`;
  if (code.startsWith('ERR_SSL') || code === 'EPROTO') return 'no secure connection could be made';
  return code.startsWith('HPE_') || code.startsWith('Z_')
    ? 'its answer is malformed'
    : `the request failed (${code || 'error'})`;
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code)) return code;
  const inner = error instanceof AggregateError ? error.errors[0] : undefined;
  return inner === undefined ? '' : codeOf(inner);
}
