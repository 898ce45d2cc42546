import type { Signer } from '../../rules/verify-signers.ts';
import { fill } from '../template.ts';
import { type BoundSigner, canonicalHeaders, canonicalQuery, fillAll, hmac256, sha256 } from './signing.ts';

/**
 * AWS Signature Version 4.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
export function awsSigv4(signer: Extract<Signer, { name: 'aws-sigv4' }>): BoundSigner {
  return {
    sign(request, values, now) {
      const keys = fillAll({ keyId: signer.keyId, secret: signer.secret }, values);
      if ('missing' in keys) return keys;
      // A permanent key has none: one that stands near by is another key's.
      const token = keys.keyId.startsWith('AKIA') ? undefined : signer.token && fill(signer.token, values);
      if (keys.keyId.startsWith('ASIA') && !token) return { missing: 'its session token is not known' };
      const date = `${new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
      const signed = {
        ...(request.headers['Content-Type'] ? { 'Content-Type': request.headers['Content-Type'] } : {}),
        Host: request.url.host,
        'X-Amz-Date': date,
        ...(token ? { 'X-Amz-Security-Token': token } : {}),
      };
      const { lines, names } = canonicalHeaders(signed);
      const { pathname } = request.url;
      const bodyHash = sha256(request.body ?? '');
      const canonical = [request.method, pathname, canonicalQuery(request.url), lines, names, bodyHash].join(
        '\n',
      );
      const scope = `${date.slice(0, 8)}/${signer.region}/${signer.service}/aws4_request`;
      const key = scope
        .split('/')
        .reduce((k: string | Buffer, part) => hmac256(k, part), `AWS4${keys.secret}`);
      const signature = hmac256(key, `AWS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical)}`).toString(
        'hex',
      );
      const credential = `Credential=${keys.keyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
      const headers = { ...request.headers, ...signed, Authorization: `AWS4-HMAC-SHA256 ${credential}` };
      return { ...request, headers };
    },
  };
}
