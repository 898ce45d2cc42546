import type { Chunk } from '../types.ts';
import { latin1 } from './latin1.ts';
import type { NamedValue } from './named-values.ts';

/** A file longer than this holds more than one value. */
const LONGEST = 1024;

/** What people call a file that holds one secret: `master.key`, `.vault_pass`, `db_password.txt`, `ldap.secret`. */
const secretName = /pass|pwd|secret|token|key|cred|cookie|auth/i;
const endings = /(?:[-_.]?file)?(?:\.(?:txt|secret|conf))?$/i;

/** What OpenVPN takes with `auth-user-pass`: a line with the user, and one with the password. */
const loginName = /auth|pass|cred|login|vpn/i;
const login = /^[\w.@+-]{1,80}\r?\n(\S+)$/;

/**
 * The value of a file that holds nothing else, named by the file; or the password of one that holds nothing but a user
 * and a password.
 *
 * @returns none for any other file, and where the path is not known yet
 */
export function fileValues(chunk: Chunk): NamedValue[] {
  const { path, where, bytes, firstLine, continued } = chunk;
  if (bytes.length > LONGEST || where !== 'content' || firstLine !== 1 || continued) return [];
  const file = path.slice(path.lastIndexOf('/') + 1);
  const short = file.replace(endings, '');
  const name = [short, file].find((one) => secretName.test(one));
  const mayBeLogin = loginName.test(file);
  if (name === undefined && !mayBeLogin) return [];
  const text = latin1(bytes, 0, bytes.length);
  const value = text.replace(/^\xef\xbb\xbf/, '').trim();
  const password = mayBeLogin && login.exec(value)?.[1];
  if (password) return valuesOf('password', password, text);
  return name === undefined ? [] : valuesOf(name, value, text);
}

function valuesOf(name: string, value: string, text: string): NamedValue[] {
  if (value === '' || /[\r\n"'`\\]/.test(value)) return [];
  const start = text.lastIndexOf(value);
  return [{ name, start, end: start + value.length }];
}
