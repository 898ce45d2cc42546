import type { PageData, PageFinding } from '../page-data.ts';
import { binOf, type Unit } from './bins.ts';

/** What the reader asked for; an empty text asks for nothing. */
export interface Selection {
  provider: string;
  severity: string;
  verdict: string;
  path: string;
  author: string;
  /** Start of a bin of the timeline, and its unit. */
  bin: number | undefined;
  unit: Unit;
  sort: SortKey;
  descending: boolean;
}

/** A column that can be sorted by. */
export type SortKey = 'severity' | 'title' | 'place' | 'author' | 'date' | 'verdict';

/** Nothing asked for, the gravest first. */
export const everything: Selection = {
  provider: '',
  severity: '',
  verdict: '',
  path: '',
  author: '',
  bin: undefined,
  unit: 'month',
  sort: 'severity',
  descending: false,
};

const SEVERITIES = ['critical', 'high', 'medium', 'low'];
const VERDICTS = ['live', 'unknown', 'unchecked', 'dead', 'suppressed'];

/** The findings that fit, sorted. */
export function select(data: PageData, wanted: Selection): PageFinding[] {
  const fitting = data.findings.filter((finding) => fits(finding, data, wanted) && inBin(finding, wanted));
  const key = sortKey(data, wanted.sort);
  const keyed = fitting.map((finding) => ({ finding, key: key(finding) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  if (wanted.descending) keyed.reverse();
  return keyed.map(({ finding }) => finding);
}

/** Whether a finding fits all that was asked for but the time. */
export function fits(finding: PageFinding, { rules }: PageData, wanted: Selection): boolean {
  return (
    (wanted.provider === '' || rules[finding.rule]!.provider === wanted.provider) &&
    (wanted.severity === '' || finding.severity === wanted.severity) &&
    (wanted.verdict === '' || verdictFits(finding, wanted.verdict)) &&
    contains(finding.file, wanted.path) &&
    contains(finding.author ?? '', wanted.author)
  );
}

function verdictFits({ verdict, blocks }: PageFinding, wanted: string): boolean {
  return wanted === 'blocks' ? blocks === true : verdict === wanted;
}

function contains(text: string, part: string): boolean {
  return part === '' || text.toLowerCase().includes(part.toLowerCase());
}

function inBin({ date }: PageFinding, { bin, unit }: Selection): boolean {
  return bin === undefined || (date !== undefined && binOf(Date.parse(date), unit) === bin);
}

/** Texts and numbers that sort as the column does; what blocks before what doesn't. */
function sortKey({ rules }: PageData, sort: SortKey): (finding: PageFinding) => string | number {
  switch (sort) {
    case 'severity':
      return ({ severity, verdict, blocks }) =>
        (blocks ? 0 : 100) + 10 * SEVERITIES.indexOf(severity) + VERDICTS.indexOf(verdict);
    case 'title':
      return ({ rule }) => rules[rule]!.title.toLowerCase();
    case 'place':
      return ({ file, line }) => `${file} ${String(line).padStart(9, '0')}`;
    case 'author':
      return ({ author = '\uffff' }) => author.toLowerCase();
    case 'date':
      return ({ date }) => (date === undefined ? Number.POSITIVE_INFINITY : Date.parse(date));
    case 'verdict':
      return ({ verdict }) => VERDICTS.indexOf(verdict);
  }
}
