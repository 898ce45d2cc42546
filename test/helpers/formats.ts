import type { Format } from '../../src/report/format.ts';
import { renderers } from '../../src/report/renderers.ts';

/** All formats of a report. */
export const formats = Object.keys(renderers) as Format[];
