import type { Renderer } from '../../src/report/context.ts';
import type { JsonReport } from '../../src/report/schema.ts';

/** What a renderer writes to a file, or to a pipe. */
export function rendered(render: Renderer, report: JsonReport): string {
  const context = { color: false, width: undefined, linkFolder: undefined, quiet: false, verbose: false };
  return [...render(report, context)].join('');
}
