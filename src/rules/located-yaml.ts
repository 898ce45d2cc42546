import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { nearest } from '../nearest.ts';

/** A YAML document and where each of its values stands. */
export interface Located {
  value: unknown;
  /** `file:line:column` of the value at `path`, or of the nearest one above it. */
  locate(path: readonly PropertyKey[]): string;
}

/**
 * Parses YAML, keeping positions. Aliases are refused: a bomb of them would expand without bound.
 *
 * @param fail - makes the error that is thrown for text that is not YAML
 */
export function parseYaml(file: string, text: string, fail: (message: string) => Error): Located {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const problem = document.errors[0];
  if (problem) throw fail(`${at(problem.pos[0])}: ${firstLine(problem.message)}`);
  visit(document, {
    Alias: (_, { range, source }) => {
      throw fail(`${at(range?.[0] ?? 0)}: *${source}: aliases are not supported, write it out`);
    },
  });
  return {
    value: document.toJS({ maxAliasCount: 0 }),
    locate: (path) => at(offsetOf(document, path)),
  };
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    const next: unknown = childOf(node, step);
    if (next === undefined) break;
    node = next;
    offset = rangeStart(node) ?? offset;
  }
  return offset;
}

function childOf(node: unknown, step: PropertyKey): unknown {
  if (isMap(node)) return node.items.find((item) => isScalar(item.key) && item.key.value === step)?.value;
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
