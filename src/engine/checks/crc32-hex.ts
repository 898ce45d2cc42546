import type { Check, Random } from './check.ts';
import { crc32 } from './crc32.ts';
import { alphabets, pick } from './random.ts';

const hex = (value: number) => value.toString(16).padStart(8, '0');

/**
 * Atlassian tokens (`ATBB`, `ATATT3`, `ATCTT3`): the last eight characters are the CRC-32 of all before
 * them in upper-case hex, prefix and `=` included. `%3D` and `\=` stand for `=` in URLs and properties.
 *
 * Forms: the prefix.
 */
export const atlassianCrc: Check = {
  valid(secret) {
    const text = secret.replaceAll('%3D', '=').replaceAll('%3d', '=').replaceAll('\\=', '=');
    return hex(crc32(text.slice(0, -8))).toUpperCase() === text.slice(-8);
  },
  make(random: Random, prefix: string) {
    const body =
      prefix === 'ATBB'
        ? prefix + pick(random, alphabets.alnum, 24)
        : `${prefix}${pick(random, alphabets.base64url, 183 - prefix.length)}=`;
    return body + hex(crc32(body)).toUpperCase();
  },
};

/**
 * Grafana service account tokens (`glsa_`): after the last underscore, the CRC-32 of all before it, four
 * bytes little-endian in hex.
 *
 * @see https://github.com/grafana/grafana/blob/main/pkg/components/satokengen/tokengen.go
 */
export const grafanaCrc: Check = {
  valid(secret) {
    const end = secret.lastIndexOf('_');
    return grafanaHex(secret.slice(0, end)) === secret.slice(end + 1);
  },
  make(random: Random, prefix: string) {
    const body = prefix + pick(random, alphabets.alnum, 32);
    return `${body}_${grafanaHex(body)}`;
  },
};

function grafanaHex(body: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(crc32(body));
  return bytes.toString('hex');
}

/**
 * Cloudflare tokens: the last eight characters are the CRC-32 of the 40 between it and the prefix. Found by
 * trial on a `cfut_` token; the vendor says only that there is a checksum, so that elsewhere a mismatch means
 * nothing.
 *
 * Forms: the prefix.
 */
export const cloudflareCrc: Check = {
  valid(secret) {
    const body = secret.slice(secret.indexOf('_') + 1);
    const holds = hex(crc32(body.slice(0, -8))) === body.slice(-8);
    return holds || (secret.startsWith('cfut_') ? false : undefined);
  },
  make(random: Random, prefix: string) {
    const body = pick(random, alphabets.alnum, 40);
    return prefix + body + hex(crc32(body));
  },
};
