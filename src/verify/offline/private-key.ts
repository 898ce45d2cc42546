import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { Reader } from './knowledge.ts';

/** Whether a private key needs a passphrase, and the fingerprint of its public half. */
export const readPrivateKey: Reader = (values) => {
  const pem = (values.get('secret') ?? '').replaceAll('\\n', '\n');
  if (!pem.includes('-----BEGIN')) return undefined;
  if (/ENCRYPTED/.test(pem)) return { notes: ['It is encrypted; whoever has the passphrase can use it.'] };
  const openssh = opensshPublic(pem);
  if (openssh) return openssh.encrypted ? encryptedNote : plainNote('SHA256', openssh.fingerprint);
  const key = parsed(pem);
  if (!key) return undefined;
  const der = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return plainNote('SPKI SHA256', createHash('sha256').update(der).digest('base64'));
};

const encryptedNote = { notes: ['It is encrypted; whoever has the passphrase can use it.'] };
const plainNote = (kind: string, fingerprint: string) => ({
  notes: [
    'It is not encrypted: anyone can use it.',
    `Fingerprint of its public key: ${kind}:${fingerprint}.`,
  ],
});

function parsed(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

/** OpenSSH's own format holds the public key in clear, and names the cipher. */
function opensshPublic(pem: string): { encrypted: boolean; fingerprint: string } | undefined {
  const body = /BEGIN OPENSSH PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END/.exec(pem)?.[1];
  if (!body) return undefined;
  const bytes = Buffer.from(body, 'base64');
  let at = 'openssh-key-v1\0'.length;
  const next = () => {
    if (at + 4 > bytes.length) return Buffer.alloc(0);
    const end = at + 4 + bytes.readUInt32BE(at);
    const text = bytes.subarray(at + 4, end);
    at = end;
    return text;
  };
  const cipher = next().toString('latin1');
  next();
  next();
  at += 4;
  const fingerprint = createHash('sha256')
    .update(next())
    .digest('base64')
    .replace(/(?<!=)=+$/, '');
  return { encrypted: cipher !== 'none', fingerprint };
}
