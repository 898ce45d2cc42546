import type { Reader } from './knowledge.ts';

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * The account that an AWS access key id belongs to: it stands in the id. Ids of before 2019, whose fifth character
 * is I or J, carry none.
 */
export const readAwsAccount: Reader = (values) => {
  const keyId = [...values.values()].find((value) => /^A[KS]IA[A-Z2-7]{16}$/.test(value));
  if (!keyId || /^.{4}[IJ]/.test(keyId)) return undefined;
  return { account: { id: awsAccountOf(keyId) } };
};

/** Twelve digits out of an id of 20 characters: bits 2 to 42 of its base32 part. */
export function awsAccountOf(keyId: string): string {
  let bits = 0n;
  for (const char of keyId.slice(4, 14)) bits = (bits << 5n) | BigInt(base32.indexOf(char));
  const first48 = bits >> 2n;
  return String((first48 & 0x7fffffffff80n) >> 7n).padStart(12, '0');
}
