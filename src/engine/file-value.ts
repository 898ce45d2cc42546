import type { Chunk } from '../types.ts';
import type { Matches } from './candidates.ts';
import type { Layer } from './judge-matches.ts';

/** A file longer than this holds more than one value. */
const LONGEST = 1024;

/** What people call a file that holds one secret: `master.key`, `.vault_pass`, `db_password.txt`. */
const secretName = /pass|pwd|secret|token|key|cred|cookie|auth/i;
const endings = /(?:[-_.]?file)?(?:\.(?:txt|secret|conf))?$/i;

/**
 * A file that holds nothing but one value, searched as the assignment that it stands for: its name, and the value.
 *
 * @returns none for any other file, and where the path is not known yet
 */
export function fileValueLayers(chunk: Chunk, search: (bytes: Uint8Array) => Matches): Layer[] {
  const { path, where, bytes, firstLine, continued } = chunk;
  if (bytes.length > LONGEST || where !== 'content' || firstLine !== 1 || continued) return [];
  const name = path.slice(path.lastIndexOf('/') + 1).replace(endings, '');
  return secretName.test(name) ? layersOf(chunk, name, search) : [];
}

function layersOf(chunk: Chunk, name: string, search: (bytes: Uint8Array) => Matches): Layer[] {
  const text = Buffer.from(chunk.bytes).toString('latin1');
  const value = text.replace(/^\xef\xbb\xbf/, '').trim();
  if (value === '' || /[\r\n"'`\\]/.test(value)) return [];
  const lead = Buffer.from(`${name} = "`);
  const bytes = Buffer.concat([lead, Buffer.from(`${value}"`, 'latin1')]);
  const matches = search(bytes).list.filter(({ groups }) => groups.secret![0] >= lead.length);
  const shift = text.indexOf(value) - lead.length;
  const inFile = (at: number) => Math.min(Math.max(0, at + shift), chunk.bytes.length);
  const decoded = {
    place: (start: number, end: number): [number, number] => [inFile(start), inFile(end)],
    layersAt: () => [],
    unpacked: () => undefined,
  };
  const { regions: _, ...rest } = chunk;
  return matches.length > 0 ? [{ chunk: { ...rest, bytes }, matches, decoded }] : [];
}
