/** What every section is given. */
export interface BenchSetting {
  /** A folder for this run, removed at its end. */
  scratch: string;
  /** A folder that stays between runs: trees and histories at their commits. */
  cache: string;
  /** Folder of clones or mirrors; undefined: what the cache lacks is fetched from GitHub. */
  clones: string | undefined;
  /** Times that each command is run. */
  rounds: number;
  /** A first look: fewer rounds, one history, no other scanners. */
  quick: boolean;
  /** What to scan in place of the pinned tree and histories. */
  tree: string | undefined;
  histories: readonly string[] | undefined;
}

/** The built command. */
export const leakgate = [process.execPath, `${process.cwd()}/dist/leakgate.cjs`];
