/** What stands between the `BEGIN` and `END` lines of a PEM or PGP block. */
export interface Armor {
  /** The words after `BEGIN`. */
  label: string;
  /** Lines of the form `Name: value`, joined by newlines. */
  headers: string;
  /** The base64 characters, nothing else. */
  base64: string;
}

const block = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*)-----END \1-----/;
// No character fits two loops that follow each other: a block may be made to be slow.
const escapes = /(?<!\\)\\+[nrt]|&#(?:10|13|xa|xd);/gi;
const concatenation = /["'`](?:\s*[+.,\\])?[^\S\r\n]*[\r\n]\s*(?:[+.]\s*)?["'`]/g;
const margin = /^[\t ]*(?:\/\/|[#*>|])+[\t ]+/gm;
/** In a patch the mark stands before the `END` line, too, which no base64 reaches. */
const added = /[\r\n]\+$/;
const header = /^[\t ]*[A-Za-z-]+: [^\r\n]*$/gm;

/**
 * Reads a block as it stands in a file of any kind: on one line with `\n` escapes, as joined string
 * literals, in a comment, in a patch, or indented.
 */
export function readArmor(text: string): Armor | undefined {
  const [, label, inner] = block.exec(text) ?? [];
  if (label === undefined || inner === undefined) return undefined;
  const own = added.test(inner) ? inner.replace(/^\+/gm, '') : inner;
  const lines = own.replace(escapes, '\n').replace(concatenation, '\n').replace(margin, '');
  const headers = lines.match(header) ?? [];
  return {
    label,
    headers: headers.join('\n'),
    base64: lines.replace(header, '').replace(/[^A-Za-z0-9+/=]/g, ''),
  };
}

/** A block with lines of 64 base64 characters; `extra` lines stand before or after them. */
export function writeArmor(
  label: string,
  bytes: Uint8Array,
  extra: { before?: string[]; after?: string[] } = {},
) {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [
    `-----BEGIN ${label}-----`,
    ...(extra.before ?? []),
    ...lines,
    ...(extra.after ?? []),
    `-----END ${label}-----`,
  ].join('\n');
}
