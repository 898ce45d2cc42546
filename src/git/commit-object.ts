import type { CommitInfo } from '../types.ts';

const LF = 10;
const EMPTY_LINE = Buffer.from('\n\n');
const MERGETAG = Buffer.from('\nmergetag ');

/** What of a raw commit or tag object people wrote. */
export interface WrittenPart {
  /** The message, and in a commit the messages of the signed tags that it merged. */
  kind: 'message' | 'merged-tag';
  bytes: Uint8Array;
}

/** @param raw - the object as `git cat-file` gives it: headers, an empty line, the message */
export function writtenParts(raw: Uint8Array): WrittenPart[] {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const end = headerEnd(bytes);
  const parts: WrittenPart[] = [{ kind: 'message', bytes: bytes.subarray(Math.min(end + 2, bytes.length)) }];
  const head = bytes.subarray(0, end);
  for (let at = head.indexOf(MERGETAG); at !== -1; at = head.indexOf(MERGETAG, at + 1)) {
    parts.push({ kind: 'merged-tag', bytes: bytes.subarray(at + 1, fieldEnd(bytes, at + 1, end)) });
  }
  return parts;
}

/** Author and time of a raw commit. */
export function commitInfo(id: string, raw: Uint8Array): CommitInfo {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const headers = bytes.toString('utf8', 0, headerEnd(bytes));
  const line = /^author (.*)$/m.exec(headers)?.[1] ?? '';
  const time = / ?(-?\d{1,20}) ([+-]\d{4})$/.exec(line);
  if (!time) return { id, author: '', date: isoDate(0, '+0000') };
  return { id, author: line.slice(0, time.index), date: isoDate(Number(time[1]), time[2]!) };
}

/**
 * ISO 8601 with the zone's own offset.
 *
 * @param zone - as git writes it: `+0130`
 */
function isoDate(seconds: number, zone: string): string {
  const minutes = (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3))) * (zone[0] === '-' ? -1 : 1);
  const local = new Date((seconds + minutes * 60) * 1000);
  if (Number.isNaN(local.getTime())) return new Date(0).toISOString();
  return `${local.toISOString().slice(0, 19)}${zone.slice(0, 3)}:${zone.slice(3)}`;
}

function headerEnd(bytes: Buffer): number {
  const end = bytes.indexOf(EMPTY_LINE);
  return end === -1 ? bytes.length : end;
}

/** Further lines of a header begin with a space. */
function fieldEnd(bytes: Buffer, start: number, end: number): number {
  let at = bytes.indexOf(LF, start);
  while (at !== -1 && at < end && bytes[at + 1] === 0x20) at = bytes.indexOf(LF, at + 1);
  return at === -1 ? end : at;
}
