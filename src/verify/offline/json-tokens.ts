import type { Account } from '../../types.ts';
import { jsonObject } from '../jwt.ts';
import { plainText } from '../read-values.ts';
import type { Reader } from './knowledge.ts';

/** The organisation in a Sentry `sntrys_` token; the addresses in it are shown, never used. */
export const readSentryOrg: Reader = (values) => {
  const found = jsonIn(values.get('secret') ?? '', /^sntrys_(.+)_/);
  return found && account({ name: found.org, kind: 'organisation' });
};

/** Organisation and name in a Grafana Cloud `glc_` token. */
export const readGrafanaCloud: Reader = (values) => {
  const found = jsonIn(values.get('secret') ?? '', /^glc_(.+)$/);
  return found && account({ id: found.o, name: found.n, kind: 'organisation' });
};

/** The service account in a 1Password `ops_` token. */
export const readOnepassword: Reader = (values) => {
  const found = jsonIn(values.get('secret') ?? '', /^ops_(.+)$/);
  return found && account({ id: found.signInAddress, name: found.email, kind: 'service' });
};

function jsonIn(secret: string, shape: RegExp): Record<string, unknown> | undefined {
  const body = shape.exec(secret)?.[1];
  return body === undefined ? undefined : jsonObject(Buffer.from(body, 'base64').toString('utf8'));
}

function account(found: { id?: unknown; name?: unknown; kind: NonNullable<Account['kind']> }) {
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? plainText(value) : undefined);
  const id = text(typeof found.id === 'number' ? String(found.id) : found.id);
  const name = text(found.name);
  return { account: { ...(id ? { id } : {}), ...(name ? { name } : {}), kind: found.kind } };
}
