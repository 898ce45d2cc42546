import { awsAccountOf } from './aws-account.ts';

const THINKST = 'canarytokens.org';

/**
 * Accounts of which somebody published a key that canarytokens.org made.
 *
 * @see https://onappsec.com/canary-token-is-great-but-beware-of-a-flaw-when-using-thinksts-free-service-for-canary-aws-token/
 * @see https://github.com/0xCardinal/covert-canary-detection/blob/main/tokens/aws_keys.md
 * @see https://gist.github.com/joeleonjr/be68e34b002e236160dbb394bbda86fb
 */
const AWS_ACCOUNTS = new Set(['052310077262', '595918472158', '992382622183']);

const NAME = /canarytokens\.(?:com|org)/i;
/** A URL, or a host behind an `@`, of the service whose every visit is an alert. */
const HOST = /(?:\/\/|@)(?:[\w-]{1,63}\.){0,4}canarytokens\.(?:com|org)(?![\w.-]*\w)/i;

/**
 * Who would be told when this value is used: the service that made a decoy. Undefined for what is not known as one, which
 * may be one all the same.
 *
 * @param value - a secret, or a part of one
 */
export function canaryService(value: string): string | undefined {
  const account = awsAccountOf(value);
  return account !== undefined && AWS_ACCOUNTS.has(account) ? THINKST : undefined;
}

/** Whether a text names a service of decoys at all, in a URL or not. */
export function namesCanary(text: string): boolean {
  return NAME.test(text);
}

/** The service that a text sends its reader to: a URL whose every visit is an alert. */
export function canaryHost(text: string): string | undefined {
  return namesCanary(text) && HOST.test(text) ? THINKST : undefined;
}
