import { commitSituations } from './commit-situations.ts';
import { configSituations } from './config-situations.ts';
import type { Situation } from './situation.ts';

/** Every situation of the suite. */
export const situations: Situation[] = [...commitSituations, ...configSituations];
