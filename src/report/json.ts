import { jsonText } from './json-text.ts';
import type { JsonReport } from './schema.ts';

/** The JSON report of docs/report.md, schema `leakgate-report/1`; a piece for each finding, of which there may be many. */
export function* renderJson(report: JsonReport): Generator<string> {
  let before = '{';
  for (const [key, value] of Object.entries(report)) {
    if (value === undefined) continue;
    yield `${before}\n  ${jsonText(key)}: `;
    if (Array.isArray(value) && value.length > 0) yield* listText(value);
    else yield indented(value, 2);
    before = ',';
  }
  yield '\n}\n';
}

function* listText(items: readonly unknown[]): Generator<string> {
  let before = '[';
  for (const item of items) {
    yield `${before}\n    ${indented(item, 4)}`;
    before = ',';
  }
  yield '\n  ]';
}

/** No string of JSON has a line end in it. */
function indented(value: unknown, spaces: number): string {
  return jsonText(value, 2).replaceAll('\n', `\n${' '.repeat(spaces)}`);
}
