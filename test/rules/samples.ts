import { generateKeyPairSync } from 'node:crypto';
import { expandExample } from '../../src/engine/examples.ts';
import { loadDirectory } from '../../src/rules/directory.ts';
import type { Finding, Rule } from '../../src/types.ts';
import { chunkOf, engineOf } from '../helpers/engine.ts';
import { findingOf } from '../verify/findings.ts';

/** The rules that ship. */
export const builtIn = loadDirectory('rules');

/** A secret of the rule's own examples, and for each part it needs one of that part's examples. */
export function sampleOf(rule: Rule): Finding {
  const found = firstFinding(rule);
  const parts = Object.fromEntries(found.parts.map((part) => [part.name, part.secret.reveal()]));
  for (const [name, id] of Object.entries(rule.needs ?? {})) {
    parts[name] ??= firstFinding(builtIn.find((other) => other.id === id)!).secret.reveal();
  }
  const secret = rule.check === 'pem' ? realKey() : found.secret.reveal();
  return findingOf(rule, secret, { ...guessed(rule), ...parts });
}

/** The examples' keys are right in structure alone. */
function realKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** Named groups that the example leaves out. */
function guessed(rule: Rule): Record<string, string> {
  const names = [...rule.pattern.matchAll(/\(\?<([a-z_]+)>/g)].map((group) => group[1]!);
  return Object.fromEntries(names.filter((name) => name !== 'secret').map((name) => [name, 'acme']));
}

function firstFinding(rule: Rule): Finding {
  const { part: _, paths: __, verify: ___, needs: ____, ...alone } = rule;
  const engine = engineOf([alone]);
  for (const example of rule.examples.match) {
    const [found] = engine.scan(chunkOf(expandExample(example, rule.check))).findings;
    if (found) return found;
  }
  throw new Error(`no example of ${rule.id} is found`);
}
