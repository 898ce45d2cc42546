import type { Random } from './checks/check.ts';
import { alphabets, pick, seededRandom } from './checks/random.ts';
import { checks } from './checks/registry.ts';

const placeholder = new RegExp(
  `<(?:(${Object.keys(alphabets).join('|')}|x):(\\d+)|(uuid)|(token|wrong):([^<>]*))>`,
  'g',
);

/**
 * Expands the generators in a rule's example line, the same way in every run:
 * `<alnum:36>` (any alphabet of `checks/random.ts`), `<x:36>` (that many `x`), `<uuid>`,
 * `<token:FORM>` (a token of the rule's `check`, right checksum), `<wrong:FORM>` (the same, checksum spoilt).
 *
 * @param check - the rule's `check` key
 */
export function expandExample(example: string, check: string | undefined, seed = example): string {
  const random = seededRandom(seed);
  return example.replace(placeholder, (_, alphabet, length, uuid, kind, form) => {
    if (uuid) return makeUuid(random);
    if (kind) return makeToken(random, check, form, kind === 'wrong');
    if (alphabet === 'x') return 'x'.repeat(Number(length));
    return pick(random, alphabets[alphabet as keyof typeof alphabets], Number(length));
  });
}

function makeUuid(random: Random): string {
  const hex = pick(random, alphabets.hex, 30);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-a${hex.slice(15, 18)}-${hex.slice(18)}`;
}

function makeToken(random: Random, name: string | undefined, form: string, spoil: boolean): string {
  const check = name === undefined ? undefined : checks[name];
  if (!check) throw new Error(`<token:${form}> needs a rule with a known check, not ${name}`);
  const token = check.make(random, form);
  return spoil ? spoilt(token, check.valid) : token;
}

/** Changes letters and digits from the end on until the checksum no longer holds. */
function spoilt(token: string, valid: (secret: string) => boolean | undefined): string {
  for (let i = token.length - 1; i > 0; i--) {
    if (!/[A-Za-z0-9]/.test(token[i]!)) continue;
    for (const other of '0aA1bB') {
      const changed = token.slice(0, i) + other + token.slice(i + 1);
      if (changed !== token && valid(changed) === false) return changed;
    }
  }
  throw new Error('no character of the token changes its checksum');
}
