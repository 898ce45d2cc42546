import { parseDate, toIso } from '../expiry.ts';
import { whenExpired } from './jwt.ts';
import type { Reader } from './knowledge.ts';

const firstYear = 2024;

/** Year and month of issue, which an Azure DevOps token of 84 characters carries as two letters. */
export const readAzureDevopsPat: Reader = (values) => {
  const [, year, month] = /^[A-Za-z0-9]{52}JQQJ99([A-Z])([A-L])/.exec(values.get('secret') ?? '') ?? [];
  if (!year || !month) return undefined;
  const issued = `${firstYear + year.charCodeAt(0) - 65}-${String(month.charCodeAt(0) - 64).padStart(2, '0')}`;
  return { notes: [`It was issued in ${issued}; such tokens usually live a year at most.`] };
};

const permissions: Record<string, string> = {
  r: 'read',
  w: 'write',
  d: 'delete',
  l: 'list',
  a: 'add',
  c: 'create',
  u: 'update',
  p: 'process',
  x: 'delete-version',
  y: 'delete-permanently',
  t: 'tags',
  f: 'filter',
  i: 'immutable-storage',
};

/**
 * Permissions and expiry, which a shared access signature carries in its query.
 *
 * @see https://learn.microsoft.com/rest/api/storageservices/create-account-sas
 */
export const readAzureSas: Reader = (values, now) => {
  const secret = values.get('secret') ?? '';
  const query = new URLSearchParams(secret.slice(secret.indexOf('?') + 1));
  if (!query.has('sig') || !query.has('sv')) return undefined;
  const expiry = toIso(parseDate(query.get('se') ?? ''));
  const scopes = [...(query.get('sp') ?? '')].flatMap((letter) => permissions[letter] ?? []);
  const wholeAccount = query.has('ss') && /[wd]/.test(query.get('sp') ?? '');
  return {
    ...whenExpired(expiry, now),
    scopes,
    ...(expiry ? { expiry } : query.has('si') || query.has('se') ? {} : { expiry: 'never' }),
    notes: wholeAccount ? ['This secret can change data of the whole storage account.'] : [],
  };
};
