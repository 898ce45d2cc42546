import type { Check, Random } from './check.ts';
import { alphabets, pick } from './random.ts';

const snowflake = /^[1-9]\d{16,19}$/;

/**
 * Discord bot tokens: before the first dot stands the bot's id, a snowflake in decimal, as base64url.
 *
 * Forms: any.
 *
 * @see https://discord.com/developers/docs/reference#snowflakes
 */
export const discordBot: Check = {
  valid(secret) {
    const [id = ''] = secret.split('.');
    return snowflake.test(Buffer.from(id, 'base64url').toString('latin1'));
  },
  make(random: Random) {
    const id = Buffer.from(`1${pick(random, alphabets.digits, 17)}`).toString('base64url');
    return `${id}.${pick(random, alphabets.base64url, 6)}.${pick(random, alphabets.base64url, 37)}A`;
  },
};
