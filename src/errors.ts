/** What a run's end means to the caller's shell; the table in docs/report.md. */
export const ExitCode = { Clean: 0, SecretsFound: 1, Usage: 2, Incomplete: 3, Internal: 70 } as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** An error the user can act on. Anything else that is thrown is a bug: exit code 70. */
export abstract class ScanError extends Error {
  abstract readonly exitCode: ExitCode;
  /** One line: what to do next. */
  readonly help: string | undefined;

  constructor(message: string, help?: string | undefined) {
    super(message);
    this.help = help;
  }
}

/** A flag, an argument or a combination of them is wrong. */
export class UsageError extends ScanError {
  readonly exitCode = ExitCode.Usage;
}

/** A rule file is wrong; the message starts with `file:line:column`. */
export class RuleError extends ScanError {
  readonly exitCode = ExitCode.Usage;
}

/** A config file is wrong; the message starts with `file:line:column`. */
export class ConfigError extends ScanError {
  readonly exitCode = ExitCode.Usage;
}

/** The installation is damaged or incomplete. */
export class SetupError extends ScanError {
  readonly exitCode = ExitCode.Usage;
}

/** The input as a whole could not be read (git failed, a missing range): "clean" would be a guess. */
export class SourceError extends ScanError {
  readonly exitCode = ExitCode.Incomplete;
}
