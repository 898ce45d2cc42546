import { createHash, randomBytes } from 'node:crypto';
import type { Step } from '../rules/verify-schema.ts';
import type { HttpRequest } from './http.ts';
import { bindSigner } from './signers/registry.ts';
import type { Unfilled } from './signers/signing.ts';
import { fill, fillUrl, placeholdersOf, type Values } from './template.ts';

const hostLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The request of one step, with every value filled in and signed.
 *
 * @param labels - of the rule: patterns for the host's first label
 * @param endpoint - base URL that the user named for this provider: replaces the rule's origin
 * @param now - milliseconds since 1970
 */
export function buildRequest(
  step: Step,
  labels: Record<string, string> | undefined,
  values: Values,
  endpoint: string | undefined,
  now: number,
): HttpRequest | Unfilled {
  const signer = step.signer && bindSigner(step.signer);
  const clock = new Map([...clockValues(now), ...values]);
  const computed = signer?.values?.(clock, now) ?? [];
  if ('missing' in computed) return computed;
  const known = new Map([...clock, ...computed]);
  const url = urlOf(step.url, labels ?? {}, known, endpoint);
  if (!(url instanceof URL)) return url;
  const filled = fillRest(step, known);
  if ('missing' in filled) return filled;
  const request: HttpRequest = {
    method: step.method,
    url,
    named: endpoint !== undefined,
    headers: { 'User-Agent': 'leakgate', ...filled.headers },
    body: filled.body,
  };
  return signer?.sign ? signer.sign(request, known, now) : request;
}

function clockValues(now: number): [string, string][] {
  return [
    ['now_iso', `${new Date(now).toISOString().slice(0, 19)}Z`],
    ['now_unix', String(Math.floor(now / 1000))],
    ['nonce', randomBytes(16).toString('hex')],
  ];
}

function urlOf(
  template: string,
  labels: Record<string, string>,
  values: Values,
  endpoint: string | undefined,
): URL | Unfilled {
  const [, origin = '', label, rest = ''] =
    /^(https:\/\/(?:\{\{([a-z_]+)\}\})?[^/{}]+)?(\/.*)$/.exec(template) ?? [];
  const path = fillUrl(rest, values);
  if (path === undefined) return { missing: firstMissing(rest, values) };
  if (endpoint !== undefined) return new URL(endpoint.replace(/(?<!\/)\/+$/, '') + path);
  if (!origin) return { missing: 'no host is known for it: name one with --endpoint' };
  if (!label) return new URL(origin + path);
  const value = values.get(label)?.toLowerCase();
  const fits = value && hostLabel.test(value) && new RegExp(`^(?:${labels[label]})$`).test(value);
  return fits
    ? new URL(origin.replace(`{{${label}}}`, value) + path)
    : { missing: `its ${label} is not known` };
}

function fillRest(step: Step, values: Values): { headers: Record<string, string>; body?: string } | Unfilled {
  const headers: Record<string, string> = {};
  for (const [name, template] of Object.entries(step.headers ?? {})) {
    const value = fill(template, values);
    if (value === undefined) return { missing: firstMissing(template, values) };
    headers[name] = value;
  }
  if (step.basic) {
    const pair = fill(`${step.basic.user}:${step.basic.password}`, values);
    if (pair === undefined)
      return { missing: firstMissing(`${step.basic.user}${step.basic.password}`, values) };
    headers.Authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
  }
  if (!step.body) return { headers };
  const body = bodyOf(step.body, values);
  if (body === undefined) return { missing: firstMissing(JSON.stringify(step.body), values) };
  headers['Content-Type'] ??= body.type;
  return { headers, body: body.text };
}

function firstMissing(template: string, values: Values): string {
  const name = placeholdersOf(template).find((candidate) => !values.get(candidate));
  return name
    ? `its ${name.replaceAll('_', ' ')} is not known`
    : 'a part of it has characters that fit no URL';
}

function bodyOf(body: NonNullable<Step['body']>, values: Values): { text: string; type: string } | undefined {
  if ('form' in body) return formBody(body.form, values);
  if ('json' in body) return jsonBody(body.json, values);
  if ('multipart' in body) return multipartBody(body.multipart, values);
  const text = fill(body.text, values);
  return text === undefined ? undefined : { text, type: body.type ?? 'text/plain' };
}

function formBody(fields: Record<string, string>, values: Values) {
  const form = new URLSearchParams();
  for (const [name, template] of Object.entries(fields)) {
    const value = fill(template, values);
    if (value === undefined) return undefined;
    form.append(name, value);
  }
  return { text: form.toString(), type: 'application/x-www-form-urlencoded' };
}

function jsonBody(json: unknown, values: Values) {
  if (placeholdersOf(JSON.stringify(json)).some((name) => !values.get(name))) return undefined;
  const filled = JSON.stringify(json, (_, value) =>
    typeof value === 'string' ? fill(value, values) : value,
  );
  return { text: filled, type: 'application/json' };
}

function multipartBody(fields: Record<string, string>, values: Values) {
  const boundary = createHash('sha256').update(randomBytes(16)).digest('hex');
  const parts = Object.entries(fields).map(([name, template]) => [name, fill(template, values)]);
  if (parts.some(([, value]) => value === undefined)) return undefined;
  const text = parts.map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return { text: `${text.join('')}--${boundary}--\r\n`, type: `multipart/form-data; boundary=${boundary}` };
}
