import type { JsonReport } from './schema.ts';

/** What a renderer is told besides the report. */
export interface RenderContext {
  /** Colour and other escape sequences may be used. */
  color: boolean;
  /** Columns of the terminal; undefined when what is written is piped or kept. */
  width: number | undefined;
  /** Absolute folder that files are relative to, when the terminal is known to show links; else undefined. */
  linkFolder: string | undefined;
  quiet: boolean;
  /** List every place, skip and suppression. */
  verbose: boolean;
  /** The names of the engines in use, for `verbose`. */
  engines?: string;
}

/** Turns a report into text, in pieces that are written one after the other. */
export type Renderer = (report: JsonReport, context: RenderContext) => Iterable<string>;
