import { openPack } from '../engine/rule-pack.ts';
import { readInstalledPack } from '../rules/installed.ts';
import type { Rule } from '../types.ts';

/**
 * All rules of this installation, parsed: for what tells of them, not for a scan.
 *
 * @throws {SetupError} a file of the installation is missing
 */
export function installedRules(): Rule[] {
  const pack = openPack(readInstalledPack());
  return Array.from({ length: pack.count }, (_, i) => pack.rule(i).rule);
}
