import { globSource } from '../../src/config/globs.ts';
import { packRules } from '../../src/engine/compiler/pack.ts';
import { expandExample } from '../../src/engine/examples.ts';
import { createTwin } from '../../src/engine/kernel/twin.ts';
import { openPack } from '../../src/engine/rule-pack.ts';
import { createEngine, type Engine } from '../../src/engine/scan.ts';
import type { Rule } from '../../src/types.ts';
import { chunkOf } from './surroundings.ts';

/** A generated text that holds a secret of a rule. */
export interface Sample {
  ruleId: string;
  provider: string;
  /** The example with its generators expanded. */
  text: string;
  secret: string;
  /** What examples call it, where the rule finds it by that. */
  name: string | undefined;
  path: string;
  /** The secret is found by its own form, whatever stands around it. */
  distinctive: boolean;
}

/** An engine over rules, with the kernel that needs no build. */
export function engineOf(rules: readonly Rule[]): Engine {
  return createEngine({
    packs: [{ pack: openPack(packRules(rules, globSource)) }],
    createKernel: createTwin,
    takes: () => true,
    explain: false,
  });
}

/** Samples of every rule that is no part: each `match` example, expanded with several seeds. */
export function providerSamples(rules: readonly Rule[], seeds: number): Sample[] {
  return rules.filter((rule) => !rule.part).flatMap((rule) => samplesOf(rule, seeds));
}

function samplesOf(rule: Rule, seeds: number): Sample[] {
  const { paths: _, ...anywhere } = rule;
  const alone = engineOf([anywhere]);
  const names = [...rule.examples.match.flatMap(namesIn), rule.remediation.env ?? ''].filter(Boolean);
  return rule.examples.match.flatMap((example) =>
    Array.from({ length: seeds }, (_, seed) => {
      const text = expandExample(example, rule.check, `${example} ${seed}`);
      const secret = firstSecret(alone, text);
      if (secret === undefined) return [];
      const distinctive = firstSecret(alone, ` ${secret} `) === secret && !secret.includes('\n');
      return [
        {
          ruleId: rule.id,
          provider: rule.provider,
          text,
          secret,
          name: names.find((name) => plain(name, secret).some((line) => firstSecret(alone, line) === secret)),
          path: pathFor(rule),
          distinctive,
        },
      ];
    }).flat(),
  );
}

function firstSecret(engine: Engine, text: string): string | undefined {
  const result = engine.scan(chunkOf(Buffer.from(text), 'example'));
  if (result instanceof Promise) throw new Error('the engine has all its code');
  return result.findings[0]?.secret.reveal();
}

/** The identifiers before an example's generators. */
function namesIn(example: string): string[] {
  const named = /([A-Za-z_][\w.-]{2,60})["'`\]]?\s{0,3}(?:=>|[:=])\s{0,3}["'`]?<(?:[A-Za-z\d]+:|uuid)/g;
  return [...example.matchAll(named)].map(([, name]) => name!);
}

function plain(name: string, secret: string): string[] {
  return [`${name}=${secret}`, `"${name}": "${secret}"`];
}

/** A path that the rule's globs take. */
function pathFor(rule: Rule): string {
  return (rule.paths?.[0] ?? 'src/settings.txt')
    .replace(/^!/, '')
    .replace(/\{([^,}]*)[^}]*\}/g, '$1')
    .replaceAll('**/', '')
    .replaceAll('/**', '/a')
    .replace(/\*/g, 'a');
}
