import type { Random } from './check.ts';
import { randomBytes } from './random.ts';

const magic = Buffer.from('openssh-key-v1\0', 'latin1');

/**
 * Whether bytes are a private key in OpenSSH's own format, and whether a passphrase guards it.
 *
 * @see https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key
 */
export function opensshKind(bytes: Uint8Array): 'plain' | 'encrypted' | undefined {
  const buffer = Buffer.from(bytes);
  if (!buffer.subarray(0, magic.length).equals(magic)) return undefined;
  const [cipher, kdf, options, rest] = readStrings(buffer.subarray(magic.length), 3);
  if (!cipher || !kdf || !options || !rest) return undefined;
  const [publicKey, privateKey] = readStrings(rest.subarray(4), 2);
  if (!publicKey?.length || !privateKey?.length) return undefined;
  return cipher.toString() === 'none' ? plainKind(privateKey) : 'encrypted';
}

/** Two equal numbers open the private part; they differ when what follows is not what was written. */
function plainKind(privateKey: Buffer): 'plain' | undefined {
  return privateKey.length > 8 && privateKey.readUInt32BE(0) === privateKey.readUInt32BE(4)
    ? 'plain'
    : undefined;
}

/** `count` length-prefixed strings, then the rest; shorter when the bytes end before. */
function readStrings(bytes: Buffer, count: number): Buffer[] {
  const found: Buffer[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 4 > bytes.length) return found;
    const end = at + 4 + bytes.readUInt32BE(at);
    if (end > bytes.length) return found;
    found.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return [...found, bytes.subarray(at)];
}

/** A random Ed25519 key of the right structure that belongs to nobody. */
export function makeOpenssh(random: Random, encrypted: boolean): Uint8Array {
  const point = randomBytes(random, 32);
  const check = randomBytes(random, 4);
  const publicKey = Buffer.concat([string('ssh-ed25519'), string(point)]);
  const secret = string(Buffer.concat([randomBytes(random, 32), point]));
  const plain = Buffer.concat([check, check, publicKey, secret, string('a@b'), Uint8Array.of(1, 2, 3, 4)]);
  const guard = encrypted
    ? [string('aes256-ctr'), string('bcrypt'), string(randomBytes(random, 24))]
    : [string('none'), string('none'), string('')];
  const body = encrypted ? randomBytes(random, 144) : plain;
  return Buffer.concat([magic, ...guard, Uint8Array.of(0, 0, 0, 1), string(publicKey), string(body)]);
}

function string(value: string | Uint8Array): Uint8Array {
  const bytes = Buffer.from(value as string, 'latin1');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
