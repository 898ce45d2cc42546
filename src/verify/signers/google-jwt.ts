import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import type { Signer } from '../../rules/verify-signers.ts';
import { jsonObject } from '../jwt.ts';
import { fill } from '../template.ts';
import type { BoundSigner } from './signing.ts';

/** Google's own token address; the `token_uri` of a leaked file is never used. */
const audience = 'https://oauth2.googleapis.com/token';

/**
 * Fills `{{assertion}}` with a service account's RS256 JWT, valid for five minutes.
 *
 * @see https://developers.google.com/identity/protocols/oauth2/service-account#authorizingrequests
 */
export function googleJwt(signer: Extract<Signer, { name: 'google-jwt' }>): BoundSigner {
  return {
    values(values, now) {
      const text = fill(signer.key, values);
      if (text === undefined) return { missing: 'its private key is not known' };
      const file = jsonObject(text);
      const email = signer.email === undefined ? file?.client_email : fill(signer.email, values);
      const key = rsaKey(
        (typeof file?.private_key === 'string' ? file.private_key : text).replaceAll('\\n', '\n'),
      );
      if (typeof email !== 'string' || email === '') return { missing: 'its client e-mail is not known' };
      if (!key) return { missing: 'its private key is not complete' };
      const issued = Math.floor(now / 1000);
      const claims = { iss: email, scope: signer.scope, aud: audience, iat: issued, exp: issued + 300 };
      const unsigned = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
      const signature = signed(unsigned, key);
      if (!signature) return { missing: 'its private key is not complete' };
      return [['assertion', `${unsigned}.${signature}`]];
    },
  };
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Undefined for a key whose numbers are no RSA key's, which only shows here. */
function signed(text: string, key: KeyObject): string | undefined {
  try {
    return sign('sha256', Buffer.from(text), key).toString('base64url');
  } catch {
    return undefined;
  }
}

function rsaKey(pem: string) {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === 'rsa' ? key : undefined;
  } catch {
    return undefined;
  }
}
