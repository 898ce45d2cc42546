/**
 * The glob for a line of a file in the syntax of `.gitignore`.
 *
 * @returns undefined for a comment, an empty line, and one that takes back (`!`)
 */
export function gitignoreGlob(line: string): string | undefined {
  const text = withoutBlanks(line.replace(/\r$/, '')).replace(/^\.\//, '');
  if (text === '' || text.startsWith('#') || text.startsWith('!')) return undefined;
  const plain = text.replace(/^\\([#!])/, '$1');
  const isFolder = plain.endsWith('/');
  const body = plain.replace(/^\/|\/$/g, '');
  const isAnchored = /\/(?!$)/.test(plain);
  const isFile = /\.[\w*]+$/.test(body) && !isFolder;
  if (body.endsWith('**')) return isAnchored ? body : `**/${body}`;
  if (isFile && !isAnchored) return body;
  const start = isAnchored || body.startsWith('**/') ? body : `**/${body}`;
  if (isFolder) return `${start}/**`;
  return isFile ? (isAnchored && !body.includes('/') ? `/${body}` : start) : `${start}{,/**}`;
}

/** Blanks at the end do not count, unless a backslash stands before. */
function withoutBlanks(line: string): string {
  const text = line.trimEnd();
  return text.endsWith('\\') ? line.slice(0, text.length + 1) : text;
}
