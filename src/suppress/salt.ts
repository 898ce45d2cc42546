const SALT_BYTES = 16;
const ID_LENGTH = 4;
const UNSALTED = '0000';

/** A new salt: 32 hex characters, of which the first four begin all fingerprints that are made with it. */
export function makeSalt(): string {
  const { randomBytes } = process.getBuiltinModule('node:crypto');
  const salt = randomBytes(SALT_BYTES).toString('hex');
  return isSalt(salt) ? salt : makeSalt();
}

/** Whether a text can be a salt. */
export function isSalt(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text) && !text.startsWith(UNSALTED);
}

/** Whether a text can be a fingerprint. */
export function isFingerprint(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

/** Whether it was made before there was an ignore file. */
export function isUnsalted(fingerprint: string): boolean {
  return fingerprint.startsWith(UNSALTED);
}

/** Whether it may have been made with a salt. */
export function isMadeWith(fingerprint: string, salt: string): boolean {
  return fingerprint.startsWith(salt.slice(0, ID_LENGTH));
}

/**
 * The fingerprint that a salt makes of an unsalted one. So one that was printed before there was an ignore file can
 * still be added to it, and what is kept in the file can't be compared with that of another repository.
 */
export function withSalt(unsalted: string, salt: string): string {
  const { createHmac } = process.getBuiltinModule('node:crypto');
  const digest = createHmac('sha256', salt).update(unsalted).digest('hex');
  return salt.slice(0, ID_LENGTH) + digest.slice(0, unsalted.length - ID_LENGTH);
}
