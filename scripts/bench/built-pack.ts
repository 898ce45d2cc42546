import { readFileSync } from 'node:fs';
import { automataIn } from '../../src/engine/kernel/automata.ts';
import { openPack, type RulePack } from '../../src/engine/rule-pack.ts';

/** The rules that the last build compiled, which takes seconds: no need to do it again. */
export function builtPack(): RulePack {
  const tables = new Uint8Array(readFileSync('dist/rules.bin'));
  const automata = automataIn(readFileSync('dist/rules.automata'));
  return openPack({ gate: { tables, automata }, texts: () => readFileSync('dist/rules.text') });
}
