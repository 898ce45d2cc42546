import { Refused } from './send-failure.ts';

/** Environment variables, as in `process.env`. */
export type Env = Record<string, string | undefined>;

/** Variables that name a proxy for https, the first one that is set counts; `LEAKGATE_PROXY` is for leakgate alone. */
const forHttps = ['LEAKGATE_PROXY', 'https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'];
/** Those that are meant for every protocol. */
const forAll = ['LEAKGATE_PROXY', 'all_proxy', 'ALL_PROXY'];

/**
 * The proxy for an https URL, unless `no_proxy` or `NO_PROXY` names the host (`*`, `host`, `.suffix`, `*.suffix`,
 * each with an optional `:port`).
 *
 * @param otherwise - the proxy of the user's config, where the environment names none
 * @returns undefined for a direct connection
 * @throws {Refused} the proxy is of a kind that can not be used: going around it is not what its owner wants
 */
export function proxyFor(url: URL, env: Env, otherwise?: string): URL | undefined {
  const name = forHttps.find((key) => env[key]);
  const named = name === undefined ? otherwise : env[name];
  if (!named || isExempt(url, noProxy(env))) return undefined;
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(named) ? named : `http://${named}`;
  const proxy = URL.canParse(text) ? new URL(text) : undefined;
  if (proxy?.protocol === 'http:' || proxy?.protocol === 'https:') return proxy;
  throw new Refused(`${name ?? 'the proxy of your config'} names no http or https proxy`);
}

/** Whether a connection that is not https would have to go through a proxy. */
export function isBehindProxy(host: string, port: number | undefined, env: Env, otherwise?: string): boolean {
  if (!forAll.some((key) => env[key]) && !otherwise) return false;
  const bracketed = host.includes(':') ? `[${host}]` : host;
  return !isExempt(new URL(`tcp://${bracketed}${port ? `:${port}` : ''}`), noProxy(env));
}

const noProxy = (env: Env) => env.no_proxy ?? env.NO_PROXY ?? '';

function isExempt(url: URL, exceptions: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return exceptions
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      const [, name = '', only] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
      if (only && only !== port) return false;
      if (name === '*') return true;
      const suffix = name.replace(/^\*?\./, '');
      return host === suffix || host.endsWith(`.${suffix}`);
    });
}
