import type { Check } from './check.ts';
import { crc32Base62 } from './crc32.ts';

/** Every check by the name that a rule's `check` key uses. */
export const checks: Readonly<Record<string, Check>> = {
  'crc32-base62': crc32Base62,
};
