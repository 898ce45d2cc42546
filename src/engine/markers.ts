import type { Candidate, Chunk, Rule } from '../types.ts';
import { lastAtMost, type Places } from './places.ts';

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
  {
    needle: 'secretlint-',
    pattern: /^secretlint-(disable-next-line|disable-line|disable|enable)(?![\w-])/,
    kind: ([, word]) => secretlintKinds[word!]!,
    allows: (names) => (rule) => names.some((name) => namesForSecretlint(name, rule)),
  },
];

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
 * there. The text is searched when the first candidate asks.
 *
 * @param kept - a mark inside of one of their secrets is a part of the secret
 */
export function createMarkFinder(
  chunk: Chunk,
  places: Places,
  kept: readonly Candidate[],
): (candidate: Candidate) => MarkBeside | undefined {
  let marks: Marks | undefined;
  return (candidate) => {
    if (chunk.where === 'path') return undefined;
    marks ??= marksOf(chunk.bytes, places, kept);
    const beside = [...onLines(candidate, marks, places), ...openBlock(candidate, marks)];
    const mark = beside.find(({ allows }) => allows(candidate.rule)) ?? beside[0];
    if (!mark) return undefined;
    const { name, reason, at, allows } = mark;
    return { name, reason, line: places.lineAt(at), forOthers: !allows(candidate.rule) };
  };
}

interface Marks {
  byLine: Map<number, Mark[]>;
  /** Those that open or close a block, in their order. */
  blocks: Mark[];
  /** By rule id: those of `blocks` that are about the rule. */
  blocksFor: Map<string, Mark[]>;
}

function onLines(candidate: Candidate, { byLine }: Marks, places: Places): Mark[] {
  const first = places.lineAt(Math.min(candidate.matchStart, candidate.start));
  const last = places.lineAt(Math.max(candidate.matchEnd, candidate.end));
  const on = (line: number, kind: Mark['kind']) =>
    (byLine.get(line) ?? []).filter((mark) => mark.kind === kind);
  const lines = [places.lineAt(candidate.start), places.lineAt(candidate.end), first, last];
  return [...[...new Set(lines)].flatMap((line) => on(line, 'line')), ...on(first - 1, 'next-line')];
}

function openBlock({ rule, start }: Candidate, { blocks, blocksFor }: Marks): Mark[] {
  if (blocks.length === 0 || blocks.length > MOST_BLOCKS) return [];
  const about = blocksFor.get(rule.id) ?? blocks.filter(({ allows }) => allows(rule));
  blocksFor.set(rule.id, about);
  const last = about.findLast(({ at }) => at < start);
  return last?.kind === 'off' ? [last] : [];
}

function marksOf(bytes: Uint8Array, places: Places, kept: readonly Candidate[]): Marks {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const marks: Marks = { byLine: new Map(), blocks: [], blocksFor: new Map() };
  const secrets = kept.toSorted((a, b) => a.start - b.start);
  const starts = [0, ...secrets.map(({ start }) => start)];
  const isInSecret = (at: number) => at < (secrets[lastAtMost(starts, at) - 1]?.end ?? 0);
  for (const form of forms) {
    for (let at = view.indexOf(form.needle); at !== -1; at = view.indexOf(form.needle, at + 1)) {
      const mark = isInSecret(at) ? undefined : markAt(view, at, form);
      if (mark) addMark(marks, mark, places);
    }
  }
  return marks;
}

function addMark({ byLine, blocks }: Marks, mark: Mark, places: Places): void {
  if (mark.kind === 'on' || mark.kind === 'off') {
    blocks.push(mark);
    return;
  }
  const line = places.lineAt(mark.at);
  const known = byLine.get(line);
  if (!known) byLine.set(line, [mark]);
  else if (known.length < MOST_ON_A_LINE) known.push(mark);
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
    allows: names.length > 0 && allows ? allows(names) : () => true,
    reason: reasonAt === undefined || end <= start ? undefined : [start, end],
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
