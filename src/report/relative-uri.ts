/** A relative path with `/` as a URI reference (RFC 3986): everything but unreserved characters percent-encoded. */
export function relativeUri(file: string): string {
  return file
    .split('/')
    .map((name) =>
      encodeURIComponent(name.replace(/\p{Cs}/gu, '\ufffd')).replace(
        /[!'()*]/g,
        (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    )
    .join('/');
}
