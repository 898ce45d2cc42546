import type { Candidate, DropReason } from '../types.ts';
import { nameReason } from './assigned-name.ts';
import type { Check } from './checks/check.ts';
import { lower } from './confidence.ts';
import { shannonEntropy, surprise } from './entropy.ts';
import { judgeValue } from './judge.ts';
import { placeholderReason } from './placeholders.ts';

/** Why a candidate is not a finding; undefined when the filter has nothing against it. */
export type Filter = (candidate: Candidate) => DropReason | undefined;

/** Checks by the name that rules use. */
export type Checks = Readonly<Record<string, Check>>;

/** The filters that every rule's candidates pass, in the order in which they run: cheap ones first. */
export function filters(checks: Checks): Filter[] {
  return [
    named('context', contextReason),
    named('alphabet', ({ rule, secret }) => {
      const missing = rule.mix?.find((kind) => !alphabets[kind].test(secret.reveal()));
      return missing && `has no ${missing}`;
    }),
    named('entropy', ({ rule, secret }) => {
      const entropy = shannonEntropy(secret.reveal());
      return rule.entropy !== undefined && entropy < rule.entropy
        ? `${entropy.toFixed(1)} bits a character, the rule asks for ${rule.entropy}`
        : undefined;
    }),
    named('checksum', (candidate) => checksumReason(candidate, checks)),
    named('placeholder', ({ rule, secret, checksum }) =>
      checksum === 'valid' ? undefined : placeholderReason(secret.reveal(), rule.judge === undefined),
    ),
    named('placeholder', exampleHostReason),
    named('name', nameReason),
    named('judge', judgeReason),
  ];
}

const alphabets = { digit: /\d/, lower: /[a-z]/, upper: /[A-Z]/ };

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
  const from = Math.max(0, matchStart - within - longest);
  const text = Buffer.from(chunk.bytes.subarray(from, matchEnd + within + longest))
    .toString('latin1')
    .toLowerCase();
  return words.some((word) => text.includes(word.toLowerCase()))
    ? undefined
    : `none of ${words.join(', ')} near by`;
}

function judgeReason(candidate: Candidate): string | undefined {
  const { rule, secret } = candidate;
  if (!rule.judge) return undefined;
  const judgement = judgeValue(secret.reveal(), rule.judge);
  if ('reason' in judgement) return judgement.reason;
  candidate.confidence = lower(candidate.confidence, judgement.confidence);
  return undefined;
}

function checksumReason(candidate: Candidate, checks: Checks): string | undefined {
  const check = candidate.rule.check === undefined ? undefined : checks[candidate.rule.check];
  const valid = check?.valid(candidate.secret.reveal());
  if (valid) candidate.checksum = 'valid';
  return valid === false ? 'the checksum or structure is wrong' : undefined;
}
