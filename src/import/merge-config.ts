import { Document, isMap, isSeq, parseDocument } from 'yaml';
import { ConfigError } from '../errors.ts';
import type { ConfigKeys } from './imported.ts';

/** The comment on a new file, by which editors check it. */
const MODELINE = ' yaml-language-server: $schema=./node_modules/leakgate/schema/config.json';

/**
 * Adds what was imported to the text of a `.leakgate.yaml`, keeping what is there, comments included: lists grow by
 * what they lack, other keys are only set where there is none.
 *
 * @param text - undefined when there is no file yet
 * @returns the text, and the keys that were there with another value
 */
export function mergeConfig(text: string | undefined, added: ConfigKeys): { text: string; kept: string[] } {
  const document = text === undefined ? newDocument() : parseDocument(text);
  const [problem] = document.errors;
  if (problem)
    throw new ConfigError(`the config that is there is no YAML: ${problem.message.split('\n')[0]}`);
  const kept: string[] = [];
  if (!isMap(document.contents)) document.contents = document.createNode({}) as never;
  for (const [key, value] of Object.entries(added)) {
    const present = document.get(key);
    if (present === undefined || present === null) document.set(key, nodeOf(document, value));
    else if (Array.isArray(value) && isSeq(present)) {
      const known = new Set((present.toJSON() as unknown[]).map((item) => JSON.stringify(item)));
      for (const item of value) if (!known.has(JSON.stringify(item))) present.add(nodeOf(document, item));
    } else if (JSON.stringify(document.toJS()[key]) !== JSON.stringify(value)) kept.push(key);
  }
  return { text: document.toString({ lineWidth: 0, singleQuote: true }), kept };
}

/** Aliases, which our own reader refuses, stay out. */
function nodeOf(document: Document, value: unknown) {
  return document.createNode(value, { aliasDuplicateObjects: false });
}

function newDocument(): Document {
  const document = new Document({});
  document.commentBefore = MODELINE;
  return document;
}

/** Ids of the rules that stand in the text of a config. */
export function ruleIdsOf(text: string): string[] {
  const entries = parseDocument(text).toJS()?.['custom-rules'] as
    | { rules?: { id?: unknown }[] }[]
    | undefined;
  return (entries ?? []).flatMap(({ rules = [] }) => rules.map(({ id }) => String(id)));
}
