/** What a renderer needs besides the report. */
export interface ReportContext {
  version: string;
  /** Colour and other escape sequences may be used. */
  color: boolean;
  /** Characters a line may have. */
  width: number;
  /** Secrets in clear. */
  showSecrets: boolean;
  /** List what was dropped, and by which filter. */
  explain: boolean;
  quiet: boolean;
  /** The names of the engines in use, for `-v`; undefined without it. */
  engines?: string;
}
