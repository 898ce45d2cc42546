import type { Candidate, DropReason, Rule } from '../types.ts';
import { nameReason } from './assigned-name.ts';
import type { Check } from './checks/check.ts';
import { lower } from './confidence.ts';
import { shannonEntropy, surprise } from './entropy.ts';
import { judgeValue } from './judge.ts';
import { latin1 } from './latin1.ts';
import { placeholderReason } from './placeholders.ts';
import { publishedBy } from './published.ts';
import { remembered } from './remembered.ts';

/** Why a candidate is not a finding; undefined when the filter has nothing against it. */
export type Filter = (candidate: Candidate) => DropReason | undefined;

/** Checks by the name that rules use. */
export type Checks = Readonly<Record<string, Check>>;

/** The filters that every rule's candidates pass, in the order in which they run: cheap ones first. */
export function filters(checks: Checks): Filter[] {
  const lookAtValue = rememberedByRule((value, rule) => valueReasons(value, rule, checks));
  return [
    named('context', contextReason),
    (candidate) => {
      const { checksum, reason } = lookAtValue(candidate.secret.reveal(), candidate.rule);
      candidate.checksum = checksum;
      return reason;
    },
    named('placeholder', exampleHostReason),
    named('name', nameReason),
    named('judge', judgeReason),
    named('placeholder', publishedReason),
  ];
}

/** What a value says of itself, wherever it stands. */
interface ValueReasons {
  checksum: Candidate['checksum'];
  reason?: DropReason;
}

function valueReasons(value: string, rule: Rule, checks: Checks): ValueReasons {
  const missing = rule.mix?.find((kind) => !alphabets[kind].test(value));
  if (missing) return refused('alphabet', `has no ${missing}`);
  const entropy = rule.entropy === undefined ? 0 : shannonEntropy(value);
  if (entropy < (rule.entropy ?? 0))
    return refused('entropy', `${entropy.toFixed(1)} bits a character, the rule asks for ${rule.entropy}`);
  const valid = rule.check === undefined ? undefined : checks[rule.check]?.valid(value);
  if (valid === false) return refused('checksum', 'the checksum or structure is wrong');
  if (valid) return { checksum: 'valid' };
  const placeholder = placeholderReason(value, rule.judge ?? 'random');
  return placeholder ? refused('placeholder', placeholder) : { checksum: 'none' };
}

function refused(filter: string, detail: string): ValueReasons {
  return { checksum: 'none', reason: { filter, detail } };
}

const alphabets = { digit: /\d/, lower: /[a-z]/, upper: /[A-Z]/ };

function rememberedByRule<T extends {}>(
  make: (value: string, rule: Rule) => T,
): (value: string, rule: Rule) => T {
  const byRule = new WeakMap<Rule, (value: string) => T>();
  return (value, rule) => {
    const known = byRule.get(rule);
    if (known) return known(value);
    const ofRule = remembered((text) => make(text, rule));
    byRule.set(rule, ofRule);
    return ofRule(value);
  };
}

function named(filter: string, reason: (candidate: Candidate) => string | undefined): Filter {
  return (candidate) => {
    const detail = reason(candidate);
    return detail ? { filter, detail } : undefined;
  };
}

/** Names that RFC 2606 keeps for documentation, and the words that stand for a host in it. */
const exampleHost =
  /^(?:[\w-]+\.){0,2}example(?:\.(?:com|org|net|edu))?$|\.invalid$|^(?:host(?:name)?|server|domain|my-?host|some-?host|remote-?host)$|^your/i;

/** A password that a person made up, beside a host that is nobody's; a random one counts wherever it stands. */
function exampleHostReason({ rule, groups, secret }: Candidate): string | undefined {
  const host = rule.provider === 'generic' ? groups.host?.secret.reveal() : undefined;
  if (host === undefined || !exampleHost.test(host)) return undefined;
  const password = secret.reveal();
  return password.length < 10 || surprise(password) < 5 ? 'the host is one of documentation' : undefined;
}

function contextReason({ rule, chunk, matchStart, matchEnd }: Candidate): string | undefined {
  if (!rule.context) return undefined;
  const { words, within } = rule.context;
  const longest = Math.max(...words.map((word) => word.length));
  const reach = within + longest;
  const text = latin1(chunk.bytes, matchStart - reach, matchEnd + reach).toLowerCase();
  return words.some((word) => text.includes(word.toLowerCase()))
    ? undefined
    : `none of ${words.join(', ')} near by`;
}

function publishedReason({ secret }: Candidate): string | undefined {
  const by = publishedBy(secret.reveal());
  return by && `is the sample of ${by}`;
}

const judged = rememberedByRule((value, { judge }) => judgeValue(value, judge!));

function judgeReason(candidate: Candidate): string | undefined {
  if (!candidate.rule.judge) return undefined;
  const judgement = judged(candidate.secret.reveal(), candidate.rule);
  if ('reason' in judgement) return judgement.reason;
  candidate.confidence = lower(candidate.confidence, judgement.confidence);
  return undefined;
}
