/** One suppression, as a line of an ignore file says it. */
export interface Entry {
  fingerprint: string;
  /** For the reader: the fingerprint decides. `-` when it was not known. */
  ruleId: string;
  /** Where it was when the line was written; for the reader, too. */
  path: string;
  /** Empty when none was given. */
  reason: string;
  author?: string;
  /** Last day on which it counts, as in `2027-01-31`. */
  expires?: string;
}

/**
 * An entry as a line, without its end: `FINGERPRINT RULE PATH [by=AUTHOR] [until=DATE] [-- REASON]`. What has blanks,
 * quotes or characters that can't be seen is written as a JSON string.
 */
export function formatEntry({ fingerprint, ruleId, path, reason, author, expires }: Entry): string {
  const fields = [
    fingerprint,
    ruleId,
    quoted(path),
    ...(author === undefined ? [] : [`by=${quoted(author)}`]),
    ...(expires === undefined ? [] : [`until=${expires}`]),
    ...(reason === '' ? [] : [`-- ${oneLine(reason)}`]),
  ];
  return fields.join(' ');
}

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

function quoted(text: string): string {
  if (/^[^\s"\\#-][^\s"\\]*$/.test(text) && text.search(UNSEEN) === -1) return text;
  return JSON.stringify(text).replace(UNSEEN, escapeUnseen);
}

function escapeUnseen(char: string): string {
  return Array.from(
    { length: char.length },
    (_, i) => `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('');
}

function oneLine(text: string): string {
  return text.replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim();
}

/** What is wrong with a line. */
export interface EntryProblem {
  /** UTF-16 code units before it. */
  at: number;
  message: string;
  help?: string;
}

interface Field {
  text: string;
  at: number;
}

const FORM = 'a line reads: FINGERPRINT RULE PATH by=AUTHOR until=YYYY-MM-DD -- REASON';

/** Reads a line of {@link formatEntry}'s form. */
export function parseEntry(line: string): Entry | EntryProblem {
  const { fields, reason } = fieldsOf(line);
  const [fingerprint, ruleId, path, ...options] = fields;
  if (!/^[0-9a-f]{32}$/.test(fingerprint!.text))
    return { at: fingerprint!.at, message: 'no fingerprint (32 hex characters)', help: FORM };
  if (!ruleId || !path) return { at: line.length, message: 'the rule or the path is missing', help: FORM };
  if (!/^[\w.-]+$/.test(ruleId.text)) return { at: ruleId.at, message: 'no rule id', help: FORM };
  const entry: Entry = { fingerprint: fingerprint!.text, ruleId: ruleId.text, path: '', reason };
  const name = unquoted(path.text);
  if (name === undefined) return { at: path.at, message: 'the quotes of the path are wrong', help: FORM };
  entry.path = name;
  for (const option of options) {
    const problem = takeOption(entry, option);
    if (problem) return problem;
  }
  return entry;
}

/** Blank-separated fields, up to a field `--`; what follows that is the reason. */
function fieldsOf(line: string): { fields: Field[]; reason: string } {
  const fields: Field[] = [];
  for (const match of line.matchAll(/(?:[a-z]+=)?"(?:[^"\\]|\\.)*"(?!\S)|\S+/g)) {
    if (match[0] === '--') return { fields, reason: line.slice(match.index + 2).trim() };
    fields.push({ text: match[0], at: match.index });
  }
  return { fields, reason: '' };
}

function takeOption(entry: Entry, { text, at }: Field): EntryProblem | undefined {
  const [, name, value = ''] = /^(by|until)=(.*)$/s.exec(text) ?? [];
  const key = name === 'by' ? 'author' : 'expires';
  if (name === undefined) return { at, message: 'neither by=, until= nor --', help: FORM };
  if (entry[key] !== undefined) return { at, message: `${name}= is there twice` };
  const plain = unquoted(value);
  if (plain === undefined) return { at, message: `the quotes of ${name}= are wrong` };
  if (name === 'until' && !isDate(plain)) return { at, message: 'until= takes a date, as in 2027-01-31' };
  entry[key] = plain;
  return undefined;
}

function unquoted(text: string): string | undefined {
  if (!text.startsWith('"')) return text.includes('"') ? undefined : text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a text is a day that exists, as in `2027-01-31`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
