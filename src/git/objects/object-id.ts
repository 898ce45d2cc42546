/** Bytes of an object id: 20 for SHA-1, 32 for SHA-256. */
export type HashBytes = 20 | 32;

/** What git keeps under an object id. */
export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag';

const HEX = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Whether `text` is a full object id, lower-case hex, of either hash. */
export function isObjectId(text: string): boolean {
  return HEX.test(text);
}

/** The id of hash `hashBytes` that is all zeros: "no object" in git's own output. */
export function nullObjectId(hashBytes: HashBytes): string {
  return '00'.repeat(hashBytes);
}
