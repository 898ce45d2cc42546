import type { Chunk } from '../types.ts';
import type { Matches } from './candidates.ts';
import type { Layer } from './judge-matches.ts';

/** A file longer than this holds more than one value. */
const LONGEST = 1024;

/** What people call a file that holds one secret: `master.key`, `.vault_pass`, `db_password.txt`, `ldap.secret`. */
const secretName = /pass|pwd|secret|token|key|cred|cookie|auth/i;
const endings = /(?:[-_.]?file)?(?:\.(?:txt|secret|conf))?$/i;

/** What OpenVPN takes with `auth-user-pass`: a line with the user, and one with the password. */
const loginName = /auth|pass|cred|login|vpn/i;
const login = /^[\w.@+-]{1,80}\r?\n(\S+)$/;

/**
 * A file that holds nothing but one value, searched as the assignment that it stands for: its name, and the value; or
 * nothing but a user and a password.
 *
 * @returns none for any other file, and where the path is not known yet
 */
export function fileValueLayers(chunk: Chunk, search: (bytes: Uint8Array) => Matches): Layer[] {
  const { path, where, bytes, firstLine, continued } = chunk;
  if (bytes.length > LONGEST || where !== 'content' || firstLine !== 1 || continued) return [];
  const file = path.slice(path.lastIndexOf('/') + 1);
  const short = file.replace(endings, '');
  const name = [short, file].find((one) => secretName.test(one));
  const mayBeLogin = loginName.test(file);
  if (name === undefined && !mayBeLogin) return [];
  const value = Buffer.from(bytes)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trim();
  const password = mayBeLogin && login.exec(value)?.[1];
  if (password) return layersOf(chunk, 'password', password, search);
  return name === undefined ? [] : layersOf(chunk, name, value, search);
}

function layersOf(
  chunk: Chunk,
  name: string,
  value: string,
  search: (bytes: Uint8Array) => Matches,
): Layer[] {
  if (value === '' || /[\r\n"'`\\]/.test(value)) return [];
  const text = Buffer.from(chunk.bytes).toString('latin1');
  const lead = Buffer.from(`${name} = "`);
  const bytes = Buffer.concat([lead, Buffer.from(`${value}"`, 'latin1')]);
  const matches = search(bytes).list.filter(({ groups }) => groups.secret![0] >= lead.length);
  const shift = text.lastIndexOf(value) - lead.length;
  const inFile = (at: number) => Math.min(Math.max(0, at + shift), chunk.bytes.length);
  const decoded = {
    place: (start: number, end: number): [number, number] => [inFile(start), inFile(end)],
    layersAt: () => [],
    unpacked: () => undefined,
  };
  const { regions: _, ...rest } = chunk;
  return matches.length > 0 ? [{ chunk: { ...rest, bytes }, matches, decoded }] : [];
}
