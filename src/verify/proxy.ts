/** Environment variables, as in `process.env`. */
export type Env = Record<string, string | undefined>;

/**
 * The proxy for an https URL: `https_proxy`, `HTTPS_PROXY`, `all_proxy`, `ALL_PROXY` in this order, unless
 * `no_proxy` or `NO_PROXY` names the host (`*`, `host`, `.suffix`, `*.suffix`, each with an optional `:port`).
 *
 * @returns undefined for a direct connection, and for a proxy that is not `http:` or `https:`
 */
export function proxyFor(url: URL, env: Env): URL | undefined {
  const named = env.https_proxy || env.HTTPS_PROXY || env.all_proxy || env.ALL_PROXY;
  if (!named || isExempt(url, env.no_proxy ?? env.NO_PROXY ?? '')) return undefined;
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(named) ? named : `http://${named}`;
  if (!URL.canParse(text)) return undefined;
  const proxy = new URL(text);
  return proxy.protocol === 'http:' || proxy.protocol === 'https:' ? proxy : undefined;
}

function isExempt(url: URL, noProxy: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return noProxy
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
