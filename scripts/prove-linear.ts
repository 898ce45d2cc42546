/**
 * Proves with recheck that no built-in pattern can be made to backtrack without bounds, and keeps the digests of the
 * proved ones in `rules/linear-time.json`, so that only patterns that changed are proved again:
 *
 *     npm run prove:linear
 *
 * @see https://makenowjust-labs.github.io/recheck/
 */
import { writeFileSync } from 'node:fs';
import { compileText } from '../src/engine/compiler/compile.ts';
import { loadDirectory } from '../src/rules/directory.ts';
import { isLinear, isProved, PROVED_FILE, proofKey } from '../test/helpers/linear-time.ts';

const proved = new Set<string>();
for (const rule of loadDirectory('rules')) {
  const ecma = compileText(rule.pattern, 'ecma');
  if (isProved(ecma) || (await isLinear(ecma))) proved.add(proofKey(ecma));
  else {
    console.error(`${rule.id}: not proved`);
    process.exitCode = 1;
  }
}
writeFileSync(PROVED_FILE, `${JSON.stringify([...proved].sort(), null, 2)}\n`);
