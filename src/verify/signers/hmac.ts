import { createHmac } from 'node:crypto';
import type { Signer } from '../../rules/verify-signers.ts';
import { fill } from '../template.ts';
import { type BoundSigner, fillAll } from './signing.ts';

/** HMAC of a text that the rule composes, put into a header of the rule's choice. */
export function hmacHeader(signer: Extract<Signer, { name: 'hmac' }>): BoundSigner {
  return {
    sign(request, values) {
      const known = new Map([...values, ['path', request.url.pathname], ['body', request.body ?? '']]);
      const filled = fillAll(
        { key: signer.key, text: signer.text.replaceAll('{{body}}', request.body ?? '') },
        known,
      );
      if ('missing' in filled) return filled;
      const signature = createHmac(signer.hash, filled.key).update(filled.text).digest(signer.encoding);
      const value = fill(signer.value, new Map([...known, ['signature', signature]]));
      if (value === undefined) return { missing: 'a part of its signature header is not known' };
      return { ...request, headers: { ...request.headers, [signer.header]: value } };
    },
  };
}
