import type { Check, Random } from './check.ts';
import { randomBytes } from './random.ts';

const layout = /^SWMTKN-(?:1|2-[01])-([0-9a-z]{50})-([0-9a-z]{25})$/;

/**
 * Docker Swarm join tokens: a SHA-256 digest and 16 random bytes, each as a base 36 number, which the widest
 * numbers of 50 and 25 digits exceed.
 *
 * Forms: any.
 *
 * @see https://github.com/moby/swarmkit/blob/master/ca/config.go
 */
export const swarmJoin: Check = {
  valid(secret) {
    const [, digest, key] = layout.exec(secret) ?? [];
    return digest !== undefined && fromBase36(digest) < 1n << 256n && fromBase36(key!) < 1n << 128n;
  },
  make(random: Random) {
    const number = (length: number) =>
      BigInt(`0x${Buffer.from(randomBytes(random, length)).toString('hex')}`);
    const digest = number(32).toString(36).padStart(50, '0');
    return `SWMTKN-1-${digest}-${number(16).toString(36).padStart(25, '0')}`;
  },
};

function fromBase36(digits: string): bigint {
  let value = 0n;
  for (const digit of digits) value = value * 36n + BigInt(Number.parseInt(digit, 36));
  return value;
}
