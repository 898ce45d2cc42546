export { ExitCode, ScanError } from './errors.ts';
export { IncompleteError } from './library/incomplete-error.ts';
export type {
  Reporter,
  RuleFile,
  Scan,
  ScanOptions,
  ScanReport,
  SourceChoice,
} from './library/options.ts';
export { render } from './library/render.ts';
export { scan } from './library/scan.ts';
export type { Format } from './report/format.ts';
export { Secret } from './secret.ts';
export type * from './types.ts';
export { createVerifier, type Verifier, type VerifierOptions } from './verify/verify.ts';
