import { randomBytes } from 'node:crypto';
import type { Signer } from '../../rules/verify-signers.ts';
import { fill } from '../template.ts';
import { type BoundSigner, canonicalHeaders, canonicalQuery, fillAll, hmac256, sha256 } from './signing.ts';

/**
 * Alibaba Cloud V3 signature, ACS3-HMAC-SHA256.
 *
 * @see https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature
 */
export function alibabaAcs3(signer: Extract<Signer, { name: 'alibaba-acs3' }>): BoundSigner {
  return {
    sign(request, values, now) {
      const keys = fillAll({ keyId: signer.keyId, secret: signer.secret }, values);
      if ('missing' in keys) return keys;
      const token = signer.token && fill(signer.token, values);
      if (keys.keyId.startsWith('STS.') && !token) return { missing: 'its security token is not known' };
      const bodyHash = sha256(request.body ?? '');
      const signed = {
        host: request.url.host,
        'x-acs-action': signer.action,
        'x-acs-version': signer.version,
        'x-acs-date': `${new Date(now).toISOString().slice(0, 19)}Z`,
        'x-acs-signature-nonce': values.get('nonce') ?? randomBytes(16).toString('hex'),
        'x-acs-content-sha256': bodyHash,
        ...(token ? { 'x-acs-security-token': token } : {}),
        ...(request.headers['Content-Type'] ? { 'content-type': request.headers['Content-Type'] } : {}),
      };
      const { lines, names } = canonicalHeaders(signed);
      const { pathname } = request.url;
      const canonical = [request.method, pathname, canonicalQuery(request.url), lines, names, bodyHash].join(
        '\n',
      );
      const signature = hmac256(keys.secret, `ACS3-HMAC-SHA256\n${sha256(canonical)}`).toString('hex');
      const authorization = `ACS3-HMAC-SHA256 Credential=${keys.keyId},SignedHeaders=${names},Signature=${signature}`;
      const { 'Content-Type': _, ...rest } = request.headers;
      return { ...request, headers: { ...rest, ...signed, Authorization: authorization } };
    },
  };
}
