import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import { SetupError } from '../errors.ts';
import type { Env } from './proxy.ts';

/** PEM files that the user named in their own config or environment, never the scanned repository. */
export interface TlsFiles {
  /** More certificate authorities. */
  ca?: string;
  /** Client certificate and its key, for mutual TLS. */
  cert?: string;
  key?: string;
}

/** TLS options for every connection: certificates are always checked, whatever NODE_TLS_REJECT_UNAUTHORIZED says. */
export interface Trust {
  rejectUnauthorized: true;
  /** What the user's own files make; absent: there are none, or none that can be parsed. */
  secureContext?: tls.SecureContext;
  ca?: string[];
  cert?: string;
  key?: string;
}

type OwnFiles = Pick<Trust, 'ca' | 'cert' | 'key'>;

/**
 * Whom to trust: Node's own certificate authorities (NODE_EXTRA_CA_CERTS included), those of SSL_CERT_FILE, and
 * those of `files.ca`; the client certificate is `files.cert`, or LEAKGATE_CLIENT_CERT with LEAKGATE_CLIENT_KEY.
 *
 * @throws {SetupError} a named file can not be read
 */
export function trustOf(env: Env, files: TlsFiles): Trust {
  const more = [env.SSL_CERT_FILE, files.ca].filter((file): file is string => Boolean(file));
  const cert = files.cert ?? env.LEAKGATE_CLIENT_CERT;
  const key = files.key ?? env.LEAKGATE_CLIENT_KEY;
  const own: OwnFiles = {
    ...(more.length > 0 ? { ca: [...defaultAuthorities(env), ...more.map(pem)] } : {}),
    ...(cert ? { cert: pem(cert) } : {}),
    ...(key ? { key: pem(key) } : {}),
  };
  return { rejectUnauthorized: true, ...(Object.keys(own).length > 0 ? parsedOnce(own) : {}) };
}

/** Of files alone, Node would parse some 140 certificates for each connection; what it can't, fails each of them. */
function parsedOnce(own: OwnFiles): OwnFiles | { secureContext: tls.SecureContext } {
  try {
    return { secureContext: tls.createSecureContext(own) };
  } catch {
    return own;
  }
}

/** Setting `ca` replaces Node's defaults, NODE_EXTRA_CA_CERTS included, so they are put back. */
function defaultAuthorities(env: Env): string[] {
  const extra = env.NODE_EXTRA_CA_CERTS;
  return [...tls.rootCertificates, ...(extra ? [pem(extra)] : [])];
}

function pem(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new SetupError(
      `${file}: this certificate file can not be read`,
      'check the path in your config or environment',
    );
  }
}
