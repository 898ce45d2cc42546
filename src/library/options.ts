import type { ExitCode } from '../errors.ts';
import type { Report, ReportedFinding, Severity, Source, VerdictStatus } from '../types.ts';
import type { Verifier } from '../verify/verify.ts';

/** What is scanned: one of leakgate's own sources, or a {@link Source} of yours. */
export type SourceChoice =
  /** The lines that the next commit adds; `files` (relative to the top of the repository) narrows. */
  | { kind: 'staged'; files?: readonly string[] }
  /** Files, folders and globs, relative to `cwd`; all of `cwd` when absent. `gitignore: false` reads what git ignores, too. */
  | { kind: 'dir'; paths?: readonly string[]; gitignore?: boolean }
  /** What the commits of a range such as `main..HEAD` add, and their messages. */
  | { kind: 'diff'; range: string }
  /** Every blob and message of the history once; `unreachable`: what no ref reaches, too. */
  | { kind: 'history'; range?: string; unreachable?: boolean }
  /** A text or bytes at hand; `path` is the name to report. */
  | { kind: 'text'; text: string | Uint8Array; path?: string }
  | Source;

/** What a rule file holds, as data: see docs/rules.md and the schema in rules/schema.json. */
export interface RuleFile {
  provider: string;
  name: string;
  remediation: { revoke?: string; steps: string[]; env?: string };
  rules: {
    id: string;
    title: string;
    severity: Severity;
    /** RE2 syntax, exactly one group named `secret`. */
    pattern: string;
    /** `{ exempt: 'why' }` for a rule without examples. */
    examples: { match?: string[]; ignore?: string[]; exempt?: string };
    [key: string]: unknown;
  }[];
}

/** How to scan. The config and the ignore file of what is scanned, the user's config and `LEAKGATE_…` variables count as for the command. */
export interface ScanOptions {
  source: SourceChoice;
  /** Where relative names start and the repository is looked for; the current folder when absent. */
  cwd?: string;
  /** Ends the reading; the scan is then incomplete, and so rejects. */
  signal?: AbortSignal;
  /**
   * Absent or `false`: nothing is sent anywhere, every verdict is `unchecked`. `true`: providers are asked, as the
   * command does, unless the environment or the user's config says `offline`. Or a verifier of yours.
   */
  verify?: boolean | Verifier;
  /** Only these rules: ids, providers or globs. */
  only?: readonly string[];
  /** Not these rules. */
  skip?: readonly string[];
  /** More rules: paths of rule files, or what a rule file holds. */
  rules?: readonly (string | RuleFile)[];
  /** Verdicts that block; all but `dead` when absent. */
  blockOn?: readonly VerdictStatus[];
  /** Path of another config; `false`: the scanned tree has no say, by config, ignore file or comment. */
  config?: string | false;
  /** Path of another `.leakgateignore`. */
  ignoreFile?: string;
  /** Fill `report.dropped`. */
  explain?: boolean;
  /** Bytes; larger files are skipped, and named in the receipt. */
  maxFileSize?: number;
  /** How many archives inside of each other are opened. */
  maxArchiveDepth?: number;
  /** How many encodings on top of each other are undone. */
  maxDecodeDepth?: number;
  /** Told of the report one after the other, also when the scan is incomplete, before anybody else is. */
  reporters?: readonly Reporter[];
}

/** A report, and how the command would end with it. */
export interface ScanReport extends Report {
  /** `SecretsFound` beats `Incomplete`. */
  exitCode: ExitCode;
  /** All that was to be read was read, but for what `receipt.skipped` names. */
  complete: boolean;
}

/** Takes a report: prints, sends or keeps it. What it throws, the scan rejects with. */
export type Reporter = (report: ScanReport) => void | Promise<void>;

/**
 * A scan, which begins when somebody asks for its findings or its report. Findings come once all was read, since only
 * then it is known which are new, suppressed or dead.
 *
 * Both ways fail closed: iterating throws after the last finding, and `report()` rejects, with an
 * {@link IncompleteError} when something could not be read. To end without an error is to have read everything.
 */
export interface Scan extends AsyncIterable<ReportedFinding> {
  report(): Promise<ScanReport>;
}
