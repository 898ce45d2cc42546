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

/** A `file:` URI (RFC 8089). @param folder - absolute, as the platform writes it */
export function fileUri(folder: string, file: string): string {
  const [drive, rest] = /^([A-Za-z]:)?(.*)$/s.exec(folder.replaceAll('\\', '/'))!.slice(1);
  return `file://${drive ? `/${drive}` : ''}${relativeUri(rest!)}/${relativeUri(file)}`;
}
