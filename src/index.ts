export type { Engine, ScanResult } from './engine/scan.ts';
export { ExitCode, ScanError } from './errors.ts';
export { Secret } from './secret.ts';
export type * from './types.ts';
export { createVerifier, type Verifier, type VerifierOptions } from './verify/verify.ts';
