/** Values of placeholders by name: the secret, its parts, what was derived or saved. */
export type Values = ReadonlyMap<string, string>;

const placeholder = /\{\{(\+?)([a-z_][a-z0-9_]*)\}\}/gi;

/** Names of the placeholders in a text. */
export function placeholdersOf(text: string): string[] {
  return [...text.matchAll(placeholder)].map((found) => found[2]!);
}

/**
 * Puts values into the placeholders of a text.
 *
 * @returns undefined when a value is missing
 */
export function fill(text: string, values: Values): string | undefined {
  if (placeholdersOf(text).some((name) => !values.get(name))) return undefined;
  return text.replace(placeholder, (_, _raw, name) => values.get(name)!);
}

/**
 * The same for the path and query of a URL: values are percent-encoded, so that none can end its segment;
 * `{{+name}}` keeps the characters of a path or query, and nothing that could lead elsewhere.
 *
 * @returns undefined when a value is missing or unfit
 */
export function fillUrl(text: string, values: Values): string | undefined {
  let unfit = false;
  const filled = text.replace(placeholder, (_, raw, name) => {
    const value = values.get(name);
    const fit = value && !/^\.\.?$|\p{Cs}/u.test(value) && (!raw || isPlainPath(value));
    if (!fit) unfit = true;
    return !fit ? '' : raw ? value : encodeURIComponent(value).replaceAll('%3A', ':').replaceAll('%40', '@');
  });
  return unfit ? undefined : filled;
}

function isPlainPath(value: string): boolean {
  return (
    /^[A-Za-z0-9._~%=&,;:@+/-]+$/.test(value) &&
    !value.includes('//') &&
    !/(^|\/)(?:\.|%2e){1,2}(\/|$)/i.test(value)
  );
}
