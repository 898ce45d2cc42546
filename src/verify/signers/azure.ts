import { createHmac } from 'node:crypto';
import type { Signer } from '../../rules/verify-signers.ts';
import { type BoundSigner, fillAll } from './signing.ts';

const storageVersion = '2021-08-06';
const sasLifeSeconds = 300;

/**
 * Azure Storage Shared Key for requests without a body.
 *
 * @see https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key
 */
export function azureSharedKey(signer: Extract<Signer, { name: 'azure-shared-key' }>): BoundSigner {
  return {
    sign(request, values, now) {
      const keys = fillAll({ account: signer.account, key: signer.key }, values);
      if ('missing' in keys) return keys;
      const headers = { 'x-ms-date': new Date(now).toUTCString(), 'x-ms-version': storageVersion };
      const query = [...request.url.searchParams]
        .map(([name, value]) => `\n${name.toLowerCase()}:${value}`)
        .sort();
      const resource = `/${keys.account}${request.url.pathname}${query.join('')}`;
      const ownHeaders = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
      const text = `${request.method}${'\n'.repeat(12)}${ownHeaders.join('')}${resource}`;
      const signature = createHmac('sha256', Buffer.from(keys.key, 'base64')).update(text).digest('base64');
      const authorization = `SharedKey ${keys.account}:${signature}`;
      return { ...request, headers: { ...request.headers, ...headers, Authorization: authorization } };
    },
  };
}

/**
 * SharedAccessSignature of Service Bus, Event Hubs and Relay, valid for five minutes.
 *
 * @see https://learn.microsoft.com/rest/api/eventhub/generate-sas-token
 */
export function azureSas(signer: Extract<Signer, { name: 'azure-sas' }>): BoundSigner {
  return {
    sign(request, values, now) {
      const keys = fillAll(
        { key: signer.key, keyName: signer.keyName ?? 'RootManageSharedAccessKey' },
        values,
      );
      if ('missing' in keys) return keys;
      const resource = encodeURIComponent(`${request.url.origin}${request.url.pathname}`.toLowerCase());
      const expiry = Math.floor(now / 1000) + sasLifeSeconds;
      const signature = createHmac('sha256', keys.key).update(`${resource}\n${expiry}`).digest('base64');
      const parts = `sr=${resource}&sig=${encodeURIComponent(signature)}&se=${expiry}`;
      const authorization = `SharedAccessSignature ${parts}&skn=${encodeURIComponent(keys.keyName)}`;
      return { ...request, headers: { ...request.headers, Authorization: authorization } };
    },
  };
}
