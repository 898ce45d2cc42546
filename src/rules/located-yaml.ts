import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  Parser,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import type { z } from 'zod';
import { nearest } from '../nearest.ts';

/** A YAML document and where each of its values stands. */
export interface Located {
  value: unknown;
  /** `file:line:column` of the value at `path`, or of the nearest one above it. */
  locate(path: readonly PropertyKey[]): string;
}

/** Lists and maps inside of each other; rules and configs need a dozen. */
const deepest = 100;

/**
 * Parses YAML, keeping positions. Aliases are refused: a bomb of them would expand without bound. So is what is
 * nested beyond reason: the parser would reach the end of its stack at each level again.
 *
 * @param fail - makes the error that is thrown for text that is not YAML
 */
export function parseYaml(file: string, text: string, fail: (message: string) => Error): Located {
  const lines = new LineCounter();
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  if (isTooDeep(text)) throw fail(`${file}: lists and maps are nested more than ${deepest} deep`);
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false });
  const problem = document.errors[0];
  if (problem) throw fail(`${at(problem.pos[0])}: ${firstLine(problem.message)}`);
  visit(document, {
    Alias: (_, { range, source }) => {
      throw fail(`${at(range?.[0] ?? 0)}: *${source}: aliases are not supported, write it out`);
    },
    Map: (_, map) => {
      const again = repeatedKey(map);
      if (again) throw fail(`${at(rangeStart(again) ?? 0)}: Map keys must be unique`);
    },
  });
  const findValue = valueFinder();
  return {
    value: document.toJS({ maxAliasCount: 0 }),
    locate: (path) => at(offsetOf(document, path, findValue)),
  };
}

function isTooDeep(text: string): boolean {
  const parser = new Parser();
  for (const token of new Lexer().lex(text)) {
    for (const _ of parser.next(token));
    if (parser.stack.length > deepest) return true;
  }
  return false;
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
}

/** The parser would compare each key with all before it. */
function repeatedKey({ items }: YAMLMap): unknown {
  const seen = new Set<unknown>();
  return items.map(({ key }) => key).find((key) => isScalar(key) && seen.size === seen.add(key.value).size);
}

type FindValue = (map: YAMLMap, key: PropertyKey) => unknown;

/** Looks the keys of a map up in a table, which is made once. */
function valueFinder(): FindValue {
  const tables = new Map<YAMLMap, Map<unknown, unknown>>();
  return (map, key) => {
    const known = tables.get(map);
    const table =
      known ?? new Map(map.items.map((pair) => [isScalar(pair.key) ? pair.key.value : pair, pair.value]));
    if (!known) tables.set(map, table);
    return table.get(key);
  };
}

function offsetOf(document: Document, path: readonly PropertyKey[], findValue: FindValue): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    const next: unknown = childOf(node, step, findValue);
    if (next === undefined) break;
    node = next;
    offset = rangeStart(node) ?? offset;
  }
  return offset;
}

function childOf(node: unknown, step: PropertyKey, findValue: FindValue): unknown {
  if (isMap(node)) return findValue(node, step);
  if (isSeq(node)) return node.items[Number(step)];
  return undefined;
}

function rangeStart(node: unknown): number | undefined {
  if (isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)) return node.range?.[0];
  return undefined;
}

/**
 * The line to print for what a schema has against a document, a misspelt key first: `file:l:c: path: message`.
 *
 * @param known - the keys that the schema knows at a place
 */
export function describeIssue(
  located: Located,
  error: z.ZodError,
  known: (path: readonly PropertyKey[]) => readonly string[],
): [string, string | undefined] {
  const issue = error.issues.find(({ code }) => code === 'unrecognized_keys') ?? error.issues[0]!;
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const path = unknown === undefined ? issue.path : [...issue.path, unknown];
  const near = unknown === undefined ? undefined : nearest(unknown, known(issue.path));
  return [
    `${located.locate(path)}: ${path.join('.') || '(top level)'}: ${issue.message}`,
    near && `did you mean ${near}?`,
  ];
}
