import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { der, derTag } from '../../src/engine/checks/der.ts';

/** A certificate and its key, in PEM. */
export interface Identity {
  cert: string;
  key: string;
}

const oid = {
  ecdsaSha256: der(derTag.oid, Buffer.from('2a8648ce3d040302', 'hex')),
  commonName: der(derTag.oid, Buffer.from('550403', 'hex')),
  altName: der(derTag.oid, Buffer.from('551d11', 'hex')),
  basic: der(derTag.oid, Buffer.from('551d13', 'hex')),
};
const tag = { bitString: 0x03, utf8: 0x0c, set: 0x31, time: 0x17, boolean: 0x01 };

/** A fresh self-signed certificate for a DNS name or 127.0.0.1; it is its own authority. */
export function selfSigned(name: string, days = 1): Identity {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const body = certificateBody(name, publicKey, days);
  const signature = createSign('sha256').update(body).sign(privateKey);
  const algorithm = der(derTag.sequence, oid.ecdsaSha256);
  const certificate = der(derTag.sequence, body, algorithm, der(tag.bitString, Uint8Array.of(0), signature));
  return {
    cert: pemOf('CERTIFICATE', certificate),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function certificateBody(name: string, publicKey: KeyObject, days: number): Uint8Array {
  const { sequence } = derTag;
  const subject = der(
    sequence,
    der(tag.set, der(sequence, oid.commonName, der(tag.utf8, Buffer.from(name)))),
  );
  const now = Date.now();
  const from = utcTime(now - 86_400_000 * (days < 0 ? 30 : 1));
  const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(name);
  const alt = isAddress
    ? der(0x87, Uint8Array.from(name.split('.').map(Number)))
    : der(0x82, Buffer.from(name));
  return der(
    sequence,
    der(0xa0, der(derTag.integer, Uint8Array.of(2))),
    der(derTag.integer, Uint8Array.of(1 + Math.floor(Math.random() * 100))),
    der(sequence, oid.ecdsaSha256),
    subject,
    der(sequence, from, utcTime(now + days * 86_400_000)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      der(
        sequence,
        der(sequence, oid.altName, der(derTag.octets, der(sequence, alt))),
        der(sequence, oid.basic, der(derTag.octets, der(sequence, der(tag.boolean, Uint8Array.of(0xff))))),
      ),
    ),
  );
}

function utcTime(ms: number): Uint8Array {
  const text = `${new Date(ms).toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`;
  return der(tag.time, Buffer.from(text));
}

function pemOf(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
