import type { Candidate, Chunk, Rule } from '../types.ts';
import { lastAtMost } from './last-at-most.ts';
import type { Places } from './places.ts';

/** A comment that a tool reads as a wish to allow what stands beside it, or between it and another. */
interface Mark {
  /** As it is written, without what follows. */
  name: string;
  kind: 'line' | 'next-line' | 'on' | 'off';
  /** Byte offset. */
  at: number;
  allows: (rule: Rule) => boolean;
  /** Byte offsets. */
  reason: [start: number, end: number] | undefined;
}

/** The mark beside a candidate. */
export interface MarkBeside {
  name: string;
  /** 1-based line of the file. */
  line: number;
  /** It names other rules. */
  forOthers: boolean;
  reason: [start: number, end: number] | undefined;
}

/** A tool's comments, as its documentation has them. */
interface Form {
  /** Begins every mark. */
  needle: string;
  /** The mark itself, from the needle on. */
  pattern: RegExp;
  kind: (match: RegExpExecArray) => Mark['kind'];
  /** Which rules the words behind it name; every rule where the tool takes no names. */
  allows?: (names: readonly string[]) => Mark['allows'];
}

const onLine = () => 'line' as const;

/** The one tool whose marks open and close blocks. */
const secretlint: Form = {
  needle: 'secretlint-',
  pattern: /^secretlint-(disable-next-line|disable-line|disable|enable)(?![\w-])/,
  kind: ([, word]) => secretlintKinds[word!]!,
  allows: (names) => (rule) => names.some((name) => namesForSecretlint(name, rule)),
};

const forms: readonly Form[] = [
  {
    needle: 'leakgate:allow',
    pattern: /^leakgate:allow(-next-line)?(?![\w-])/,
    kind: ([, next]) => (next ? 'next-line' : 'line'),
    allows: (names) => (rule) => names.includes(rule.id) || names.includes(rule.provider),
  },
  { needle: 'gitleaks:allow', pattern: /^gitleaks:allow(?![\w-])/, kind: onLine },
  { needle: 'betterleaks:allow', pattern: /^betterleaks:allow(?![\w-])/, kind: onLine },
  { needle: 'trufflehog:ignore', pattern: /^trufflehog:ignore(?![\w-])/, kind: onLine },
  {
    needle: 'pragma:',
    pattern: /^pragma: ?(?:allow|white)list( nextline)?[ -]secret(?![\w-])/,
    kind: ([, next]) => (next ? 'next-line' : 'line'),
  },
  secretlint,
];

const anyNeedle = new RegExp(forms.map(({ needle }) => needle).join('|'));

const secretlintKinds: Readonly<Record<string, Mark['kind']>> = {
  'disable-next-line': 'next-line',
  'disable-line': 'line',
  disable: 'off',
  enable: 'on',
};

/** `@secretlint/secretlint-rule-github` is for the rules of that provider, a preset for all. */
function namesForSecretlint(name: string, { id, provider }: Rule): boolean {
  const short = name.replace(/^.*secretlint-rule-/, '');
  if (short === 'privatekey') return id.includes('private-key');
  return short.startsWith('preset-') || short === provider || short === id;
}

/** Further marks on one line, and all blocks of a file with more, do not count: they are there to keep a scan busy. */
const MOST_ON_A_LINE = 50;
const MOST_BLOCKS = 1000;

/**
 * Finds the mark beside a candidate: on one of the lines of its match, on the line before, or a block that is open
 * there. Of the text only these lines are searched, and the whole once for blocks.
 *
 * @param kept - a mark inside of one of their secrets is a part of the secret
 */
export function createMarkFinder(
  chunk: Chunk,
  places: Places,
  kept: readonly Candidate[],
): (candidate: Candidate) => MarkBeside | undefined {
  if (chunk.where === 'path') return () => undefined;
  const text: MarkedText = { view: viewOf(chunk.bytes), isInSecret: withinSecrets(kept) };
  const onLine = lineMarks(text, places, chunk.firstLine);
  const openAt = blockMarks(text);
  return (candidate) => {
    const beside = [...besideMatch(candidate, onLine, places), ...openAt(candidate)];
    const mark = beside.find(({ allows }) => allows(candidate.rule)) ?? beside[0];
    if (!mark) return undefined;
    const { name, reason, at, allows } = mark;
    return { name, reason, line: places.lineAt(at), forOthers: !allows(candidate.rule) };
  };
}

interface MarkedText {
  view: Buffer;
  /** Whether a byte offset lies in one of the secrets. */
  isInSecret: (at: number) => boolean;
}

function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function withinSecrets(kept: readonly Candidate[]): MarkedText['isInSecret'] {
  const secrets = kept.toSorted((a, b) => a.start - b.start);
  const starts = [0, ...secrets.map(({ start }) => start)];
  return (at) => at < (secrets[lastAtMost(starts, at) - 1]?.end ?? 0);
}

function besideMatch(candidate: Candidate, onLine: (line: number) => Mark[], places: Places): Mark[] {
  const first = places.lineAt(Math.min(candidate.matchStart, candidate.start));
  const last = places.lineAt(Math.max(candidate.matchEnd, candidate.end));
  const ends = () => [places.lineAt(candidate.start), places.lineAt(candidate.end), first, last];
  const here = first === last ? onLine(first) : [...new Set(ends())].flatMap(onLine);
  const before = onLine(first - 1);
  if (here.length === 0 && before.length === 0) return before;
  return [
    ...here.filter(({ kind }) => kind === 'line'),
    ...before.filter(({ kind }) => kind === 'next-line'),
  ];
}

/** The marks on a line, those of blocks left out. */
function lineMarks(text: MarkedText, places: Places, firstLine: number): (line: number) => Mark[] {
  const known = new Map<number, Mark[]>();
  return (line) => {
    const before = known.get(line);
    if (before || line < firstLine) return before ?? [];
    const { start, end } = places.line(line);
    const isMarked = anyNeedle.test(text.view.toString('latin1', start, end));
    const marks = isMarked ? forms.flatMap((form) => marksIn(text, form, start, end)) : [];
    const own = marks.filter(({ kind }) => !isOfBlock(kind)).slice(0, MOST_ON_A_LINE);
    known.set(line, own);
    return own;
  };
}

function isOfBlock(kind: Mark['kind']): boolean {
  return kind === 'on' || kind === 'off';
}

/** The mark of the block that is open where a candidate begins. */
function blockMarks(text: MarkedText): (candidate: Candidate) => Mark[] {
  const byRule = new Map<string, Mark[]>();
  let blocks: Mark[] | undefined;
  return ({ rule, start }) => {
    blocks ??= marksIn(text, secretlint, 0, text.view.length).filter(({ kind }) => isOfBlock(kind));
    if (blocks.length === 0 || blocks.length > MOST_BLOCKS) return [];
    const about = byRule.get(rule.id) ?? blocks.filter(({ allows }) => allows(rule));
    byRule.set(rule.id, about);
    const last = about.findLast(({ at }) => at < start);
    return last?.kind === 'off' ? [last] : [];
  };
}

function marksIn({ view, isInSecret }: MarkedText, form: Form, start: number, end: number): Mark[] {
  const stretch = view.subarray(start, end);
  const marks: Mark[] = [];
  for (let at = stretch.indexOf(form.needle); at !== -1; at = stretch.indexOf(form.needle, at + 1)) {
    const mark = isInSecret(start + at) ? undefined : markAt(view, start + at, form);
    if (mark) marks.push(mark);
  }
  return marks;
}

/** Bytes that are looked at behind the beginning of a mark. */
const REACH = 500;
/** What ends a comment that is not ended by the line. */
const CLOSERS = /\*\/|--+!?>|%>|#\}|\}\}|\*\)|"""|'''/;

function markAt(view: Buffer, at: number, { pattern, kind, allows }: Form): Mark | undefined {
  if (at > 0 && /[\w-]/.test(String.fromCharCode(view[at - 1]!))) return undefined;
  const text = view.toString('latin1', at, Math.min(view.length, at + REACH)).split(/[\r\n]/, 1)[0]!;
  const match = pattern.exec(text);
  if (!match) return undefined;
  const rest = text.slice(match[0].length).split(CLOSERS, 1)[0]!;
  const { names, reasonAt } = wordsOf(rest);
  const start = at + match[0].length + (reasonAt ?? 0);
  const end = at + match[0].length + rest.trimEnd().length;
  return {
    name: match[0],
    kind: kind(match),
    at,
    allows: names.length > 0 && allows ? rememberedByRule(allows(names)) : () => true,
    reason: reasonAt === undefined || end <= start ? undefined : [start, end],
  };
}

/** A line may have very many findings, and a mark very many names. */
function rememberedByRule(allows: Mark['allows']): Mark['allows'] {
  const known = new Map<Rule, boolean>();
  return (rule) => {
    const before = known.get(rule);
    if (before !== undefined) return before;
    const answer = allows(rule);
    known.set(rule, answer);
    return answer;
  };
}

/** Names behind a mark, up to `--`; where the reason begins, which follows that. */
function wordsOf(rest: string): { names: string[]; reasonAt: number | undefined } {
  const dashes = /(?:^|[ \t])--(?:[ \t]+|$)/.exec(rest);
  const before = dashes ? rest.slice(0, dashes.index) : rest;
  const [list = ''] = /^(?:[ \t,]+@?[\w./-]+)*/.exec(before) ?? [];
  return {
    names: list.split(/[ \t,]+/).filter((word) => word !== ''),
    reasonAt: dashes ? dashes.index + dashes[0].length : undefined,
  };
}
