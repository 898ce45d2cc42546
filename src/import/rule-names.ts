/** The rules of this installation, as another scanner's rule names are looked up in them. */
export interface KnownRules {
  ids: ReadonlySet<string>;
  providers: ReadonlySet<string>;
}

/** Rules of other scanners whose names say something else than ours; the words are theirs, lower-case. */
const others = new Map<string, string[]>(
  Object.entries({
    'generic-api-key': ['generic-*'],
    'generic-high-entropy-secret': ['generic-*'],
    'generic-password': ['generic-password*'],
    'username-password': ['generic-password*', 'basic-auth-url'],
    'high-entropy-string': ['generic-*'],
    'base64-high-entropy-string': ['generic-*'],
    'hex-high-entropy-string': ['generic-*'],
    'secret-keyword': ['generic-*'],
    'basic-auth-detector': ['basic-auth-url'],
    'basic-auth': ['basic-auth-url'],
    basicauth: ['basic-auth-url'],
    'json-web-token': ['jwt'],
    privatekey: ['*private-key*'],
    'private-key': ['*private-key*'],
    'rsa-private-key': ['*private-key*'],
    'aws-access-token': ['aws'],
    'aws-keys': ['aws'],
    'aws-access-key': ['aws'],
    'curl-auth-header': ['http-bearer-token', 'http-basic-credentials'],
    'curl-auth-user': ['curl-user-password'],
    'gcp-api-key': ['google-api-key'],
    'gcp-service-account': ['google*'],
    gcp: ['google*'],
    'database-connection-string': ['database-url', 'connection-string'],
    database_connection_string: ['database-url', 'connection-string'],
  }),
);

/**
 * The rules of ours that another scanner's rule stands for, as selectors: by the same id, by meaning, or all of the
 * provider that its name begins with.
 *
 * @returns undefined when there is none
 */
export function selectorsFor(name: string, known: KnownRules): string[] | undefined {
  const id = name
    .trim()
    .toLowerCase()
    .replace(/[\s_.]+/g, '-');
  if (known.ids.has(id)) return [id];
  const same = others.get(id);
  if (same) return same;
  const words = id.split('-');
  for (let length = words.length; length > 0; length--) {
    const provider = words.slice(0, length).join('-');
    if (known.providers.has(provider) && provider !== 'generic') return [provider];
  }
  return undefined;
}

/** A rule id in our form: lower-case words joined by hyphens. */
export function ruleId(name: string): string {
  const id = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return id === '' ? 'rule' : id;
}
