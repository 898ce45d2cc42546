import { commitSituations } from './commit-situations.ts';
import { configSituations } from './config-situations.ts';
import { containerSituations } from './container-situations.ts';
import { historySituations } from './history-situations.ts';
import { hookSituations } from './hook-situations.ts';
import { rangeSituations } from './range-situations.ts';
import type { Situation } from './situation.ts';

/** Every situation of the suite. */
export const situations: Situation[] = [
  ...commitSituations,
  ...configSituations,
  ...hookSituations,
  ...rangeSituations,
  ...historySituations,
  ...containerSituations,
];
