import type { Secret } from './secret.ts';

/** How bad it is when this secret is abused. */
export type Severity = 'critical' | 'high' | 'medium' | 'low';
/** How sure the pattern is that what it matched is a secret. */
export type Confidence = 'high' | 'medium' | 'low';
/** Which part of a repository a stretch of bytes is. */
export type Where = 'content' | 'commit-message' | 'tag-message' | 'note' | 'path';

/** Lines `first` to `last`, 1-based, both included. */
export interface LineRange {
  first: number;
  last: number;
}

/** The commit that brought a stretch of bytes. */
export interface CommitInfo {
  /** Full object id, lower-case hex. */
  id: string;
  /** `Name <email>`. */
  author: string;
  /** ISO 8601 with offset. */
  date: string;
}

/** A stretch of bytes to scan. */
export interface Chunk {
  kind: 'chunk';
  /** Relative to the repository root (or the scanned folder), `/` on every platform. */
  path: string;
  where: Where;
  /** The new blob, or a stretch of it; a view, valid until the next chunk is asked for. */
  bytes: Uint8Array;
  /** 1-based line in the file of the first line of `bytes`. */
  firstLine: number;
  /** 1-based column in the file of the first byte of `bytes`, in UTF-16 code units, where they don't start a line. */
  firstColumn?: number;
  commit?: CommitInfo;
  /** Git's id of the object that the bytes are from. */
  object?: string;
  /** The file that the bytes are inside of, by its `path`: then this chunk's path goes on with `!/` and one inside. */
  container?: string;
  /** Bytes of the whole object, where `bytes` is its first stretch. */
  wholeSize?: number;
  /** A further stretch of the object before; it begins with some lines that the one before ended with. */
  continued?: true;
  /**
   * Pairs of start and end in `bytes`, sorted and apart: matches outside of them are in another chunk too, and need
   * not be found here. Absent: all of it counts.
   */
  regions?: Uint32Array;
  /** Encodings that were undone to get these bytes, outermost first (`utf-16le`, `base64`). */
  decodedFrom?: string[];
}

/** Input that could not be searched: makes the run incomplete (exit code 3). */
export interface Problem {
  kind: 'problem';
  path: string;
  message: string;
}

/** Input that was left out on purpose: named in the receipt, does not change the exit code. */
export interface Skip {
  kind: 'skip';
  path: string;
  reason: string;
}

/** How many objects the source is going to give; may come several times and adds up. */
export interface Expected {
  kind: 'expected';
  count: number;
}

/** Several inputs in a row, each good until the next is asked for. */
export interface Batch {
  kind: 'batch';
  inputs: Iterable<Input>;
}

/** Input of which only the search itself says what is searched next, or which several threads share. */
export interface Work {
  kind: 'work';
  /**
   * @param search - runs the engine over input
   * @returns what was found, part by part, in an order that does not depend on who searched what
   */
  run(search: (inputs: AsyncIterable<Input>) => Promise<Searched>): Promise<Searched[]>;
}

/** All that a stream of input gave. */
export interface Searched {
  findings: Finding[];
  dropped: Dropped[];
  problems: Report['problems'];
  receipt: Omit<Receipt, 'rules' | 'ms' | 'weakened' | 'slow'>;
  times: SearchTimes;
}

/** How long the search of inputs took, and those of them that took long. */
export interface SearchTimes {
  /** Of all of them. */
  ms: number;
  bytes: number;
  /** Every input that took a quarter of a second or more. */
  long: SlowInput[];
  /** The input searched last: a further stretch of it counts with it. */
  last?: SlowInput;
}

/** Where chunks come from. */
export interface Source {
  /** The command's name: `staged`, `dir`, `stdin`. */
  name: string;
  /** What is scanned, for the report: a folder or repository, `.` when it is the current one. */
  root: string;
  range?: string;
  /** Branches that what is read goes to, where the source knows; else the one that is checked out. */
  branches?: string[];
  read(signal: AbortSignal): AsyncIterable<Input>;
  /** What the changes that `read` gave add. Absent: everything counts as new. */
  changes?: Changes;
  /** A file at the top of what is scanned, asked for after `read`. Absent: that of the working tree is meant. */
  topFile?: (name: string) => TopFile;
  /**
   * Looks up where what was found stands: path, commit, and whether HEAD has it. One finding becomes as many as it
   * has places, none when it is out of scope.
   *
   * @param search - runs the engine over more input of the same source
   */
  locate?: (
    found: readonly Finding[],
    signal: AbortSignal,
    search: (inputs: AsyncIterable<Input>) => Promise<{ findings: Finding[] }>,
  ) => Promise<Finding[]>;
  /** Lets go of what it still holds; called when the scan is over, however it ended. */
  close?: () => void;
}

/** The versions of a file at the top of a repository. */
export interface TopFile {
  /** One for the index, one for each tip of a range. */
  now: Uint8Array[];
  /** Those that the change begins with. */
  before: Uint8Array[];
}

/** One version of one path, as git holds it. */
export interface Version {
  path: string;
  where: Where;
  /** Git's id of the object; absent for what is no object, such as a path. */
  object?: string;
}

/** What one commit does to its paths, or the one that the index would become. */
export interface Change {
  commit?: CommitInfo;
  /** The versions that the commit has; those without counterpart in {@link Change.parents} are all new. */
  versions: Version[];
  /** For each parent, the versions that it has of the same paths. */
  parents: Version[][];
}

/** Tells what is new; asked only when something was found, so that a clean commit never reads old versions. */
export interface Changes {
  /** The changes that touch what was found. */
  of(found: readonly Finding[]): Promise<Change[]>;
  /** Reads those of the versions that `read` did not give. */
  open(versions: readonly Version[], signal: AbortSignal): AsyncIterable<Input>;
}

/** What a source gives. */
export type Input = Chunk | Problem | Skip | Expected | Batch | Work;

/** What to do about a finding. */
export interface Remediation {
  /** Page on which the credential is revoked. */
  revoke?: string;
  steps: string[];
  /** Environment variable that the provider's own tools read. */
  env?: string;
}

/** One kind of token, checked and complete: what `rules/*.yaml` become. */
export interface Rule {
  /** `provider-kind`, the name in reports and ignore comments. */
  id: string;
  provider: string;
  providerName: string;
  title: string;
  severity: Severity;
  confidence: Confidence;
  /** RE2 syntax, exactly one group named `secret`; `^` and `$` are line borders. */
  pattern: string;
  /** The provider's fixed prefix, which a report may show. */
  prefix?: string;
  /** One of `words` (any case) must stand within `within` bytes of the match. */
  context?: { words: string[]; within: number };
  /** Least Shannon entropy of the secret, bits per character. */
  entropy?: number;
  /** Character kinds that the secret must all contain. */
  mix?: ('digit' | 'lower' | 'upper')[];
  /** Name of a function in `engine/checks/`. */
  check?: string;
  /** Secrets that match are dropped: RE2 syntax. */
  reject?: string;
  /** Globs (picomatch); the path must match one. */
  paths?: string[];
  /** How values without a shape of their own are judged: `engine/judge.ts`. */
  judge?: 'secret' | 'password';
  /** A part of a multi-part secret, never a finding by itself. */
  part?: boolean;
  /** Name of a part, and the rule that finds it nearest by in the same file. */
  needs?: Record<string, string>;
  remediation: Remediation;
  /** Documentation that the facts come from. */
  docs?: string;
  /** Example lines by generators, see `engine/examples.ts`. */
  examples: { match: string[]; ignore: string[] };
  /** How to ask the provider; `src/verify/` reads it. */
  verify?: unknown;
}

/** A match of a rule's pattern that no filter has seen yet. */
export interface Candidate {
  rule: Rule;
  chunk: Chunk;
  /** Byte offsets of the secret in `chunk.bytes`. */
  start: number;
  end: number;
  /** Byte offsets of the whole match. */
  matchStart: number;
  matchEnd: number;
  secret: Secret;
  /** The pattern's other named groups, with byte offsets. */
  groups: Record<string, { secret: Secret; start: number; end: number }>;
  checksum: 'valid' | 'none';
  /** The rule's, lowered by what the value and the file look like. */
  confidence: Confidence;
  /** Set for what was decoded, once its offsets are those of the encoded bytes in the chunk. */
  decoded?: {
    /** The same in the decoded text, which is the bytes of its chunk. */
    inner: Candidate;
    /** What was undone, outermost first. */
    layers: readonly string[];
    /** Where it lies in a text that came out of compressed bytes, in which places are not exact. */
    unpacked?: { text: object; start: number; end: number };
  };
  /** Globs of paths at which another rule has the same text; only while the path is not known. */
  exceptPaths?: readonly string[];
}

/** Why a candidate is not a finding: the filter's name, and what it saw, without the secret. */
export interface DropReason {
  filter: string;
  detail: string;
}

/** A place in a text: 1-based lines, 1-based columns in UTF-16 code units, the end one past the last character. */
export interface Place {
  file: string;
  startLine: number;
  startColumn: number;
  endLine: number;
  endColumn: number;
}

/** One part of a multi-part secret, such as a key id beside its secret. */
export interface Part extends Place {
  name: string;
  ruleId: string;
  secret: Secret;
}

/** A secret, and all that is known of it before its provider is asked. */
export interface Finding extends Place {
  rule: Rule;
  /** Byte offsets of the secret in its chunk. */
  start: number;
  end: number;
  where: Where;
  commit?: CommitInfo;
  /** Git's id of the object that holds it. */
  object?: string;
  /** The file that it is inside of: `file` begins with it, and goes on with `!/` and a path inside. */
  container?: string;
  /** Whether the commit that is checked out still has it; absent where history was not asked. */
  atHead?: boolean;
  secret: Secret;
  /**
   * Names the finding across runs; follows rule and secret, not the position. Made without a salt by the engine, with
   * that of the ignore file by `src/suppress/`.
   */
  fingerprint: string;
  decodedFrom: string[];
  checksum: 'valid' | 'none';
  confidence: Confidence;
  parts: Part[];
  /** The fingerprint of the finding that it is a part of, or says more of the same secret. */
  partOf?: string;
  /** The service that is told when it is used: it is a decoy, and its provider is not asked. */
  canary?: string;
  /** The line on which it starts, every finding in it masked, at most 200 characters. */
  excerpt: string;
  /** See {@link Candidate.exceptPaths}. */
  exceptPaths?: readonly string[];
  /** Indexes of the config's `allow` entries whose conditions on the text hold. */
  allowed?: number[];
  /** The comment beside it that asks to allow it. */
  marker?: Marker;
  /** Why what asks to suppress it does not: it expired, or the policy forbids it. */
  unheeded?: string;
}

/** Whose a live secret is, as its provider said. */
export interface Account {
  id?: string;
  name?: string;
  kind?: 'user' | 'organisation' | 'service';
}

/** What the provider said about a secret. */
export type Verdict =
  | {
      status: 'live';
      checkedAt: string;
      account?: Account;
      scopes?: string[];
      broadScopes?: string[];
      expiresAt?: string;
      /** Sentences for the reader: no expiry, what the scopes allow. */
      notes?: string[];
    }
  | { status: 'dead'; checkedAt: string; reason?: string }
  /** Asked, and no clear answer: outage, timeout, status 500. */
  | ({ status: 'unknown'; checkedAt: string; reason: string } & OfflineFacts)
  | ({ status: 'unchecked'; reason: 'off' | 'no-verifier' | 'canary' } & OfflineFacts);

/** What the secret itself tells, nobody asked. */
export interface OfflineFacts {
  account?: Account;
  scopes?: string[];
  expiresAt?: string;
  notes?: string[];
}

/** `live`, `dead`, `unknown` or `unchecked`. */
export type VerdictStatus = Verdict['status'];

/** A candidate that a filter dropped, for `--explain`. */
export interface Dropped extends Place {
  ruleId: string;
  secret: Secret;
  reason: DropReason;
}

/** A finding, what its provider said, and whether it blocks. */
export interface ReportedFinding extends Finding {
  verdict: Verdict;
  blocks: boolean;
}

/** Input whose search took long. */
export interface SlowInput {
  path: string;
  /** How long it was searched. */
  ms: number;
  /** How much was searched: of itself, and of what it holds. */
  bytes: number;
}

/** What was read: expected and scanned differ only by what is named in `skipped`. */
export interface Receipt {
  expected: number;
  scanned: number;
  skipped: { path: string; reason: string }[];
  bytes: number;
  lines: number;
  rules: number;
  ms: number;
  /** What took a second to search, or many times its share of the time, the slowest first; absent: nothing did. */
  slow?: SlowInput[];
  /** What the scanned repository's own config leaves out, allows or lets through: phrases, each with its place. */
  weakened?: string[];
}

/** All that a scan gave. */
export interface Report {
  target: { kind: string; root: string; range: string | null };
  findings: ReportedFinding[];
  /** Those whose confidence is below what the settings ask for: counted, and never in the way. */
  unsure: Finding[];
  dropped: Dropped[];
  suppressed: Suppressed[];
  /** Entries of the ignore file that have had their day. */
  stale: StaleSuppression[];
  problems: { path: string; message: string }[];
  receipt: Receipt;
}

/** A comment in a file that asks to allow what stands beside it. */
export interface Marker {
  /** As it is written: `leakgate:allow`, `gitleaks:allow`. */
  name: string;
  /** 1-based line of the file. */
  line: number;
  /** It names other rules than the finding's, and so does not allow it. */
  forOthers?: true;
  /** What follows ` -- `, every finding in it masked. */
  reason?: string;
}

/** What may suppress a finding. */
export interface SuppressionPolicy {
  /** Whether markers beside a finding count. */
  inline: boolean;
  requireReason: boolean;
  /** Entries of the ignore file must expire within this many days; infinite when they need not. */
  maxDays: number;
}

/** A finding that the user decided to live with. */
export interface Suppressed {
  finding: Finding;
  /** `inline` (a marker beside it), `ignore-file` or `config`. */
  by: string;
  /** Empty when none was given. */
  reason: string;
  /** What to look for to undo it: the marker's name, or `file:line` of the entry. */
  source?: string;
  author?: string;
  /** Last day on which it counts, as in `2027-01-31`. */
  expires?: string;
  /** The change that was scanned brings the suppression itself; absent where no change was scanned. */
  isNew?: boolean;
}

/** What became of findings that somebody may have decided to live with. */
export interface Suppression {
  kept: Finding[];
  suppressed: Suppressed[];
  stale: StaleSuppression[];
}

/** An entry of the ignore file that no finding needed. */
export interface StaleSuppression {
  /** Name of the file, and 1-based line in it. */
  file: string;
  line: number;
  fingerprint: string;
  ruleId: string;
  path: string;
  expires?: string;
  /** `expired`; or `unused`, which only a run that reads everything can tell. */
  why: 'expired' | 'unused';
}
