const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * The account that an AWS access key id belongs to, twelve digits: bits 2 to 42 of its base32 part. Undefined for what is
 * no such id, and for those of before 2019, whose fifth character is I or J: they carry none.
 */
export function awsAccountOf(keyId: string): string | undefined {
  if (!/^A[KS]IA(?![IJ])[A-Z2-7]{16}$/.test(keyId)) return undefined;
  let bits = 0n;
  for (const char of keyId.slice(4, 14)) bits = (bits << 5n) | BigInt(base32.indexOf(char));
  const first48 = bits >> 2n;
  return String((first48 & 0x7fffffffff80n) >> 7n).padStart(12, '0');
}
