import type { Candidate } from '../types.ts';
import { latin1 } from './latin1.ts';

/** Bytes before a match in which the name that it is a part of may begin. */
const BEFORE = 40;

/** What is no secret although its name has a word such as token or password. */
const others: readonly [RegExp, string][] = [
  [/csrf|xsrf|authenticity[_-]?token|verification[_-]?token|antiforgery/i, 'belongs to one page or form'],
  [
    /(?:next|page|paging|pagination|continuation|continue|sync|resume|cursor|delta)[_-]?token/i,
    'marks a place in a list',
  ],
  [
    /(?:reset|forgot|forgotten|change|update|confirm)[_-]?password["']?\s?[=/]/i,
    'is of a link that is used once',
  ],
  [
    /(?:max|num|total|prompt|completion|input|output|eos|bos|pad|unk|mask|cls|sep)[_-]?tokens?\b/i,
    'counts or names words',
  ],
  [/hashed[_-]?(?:secret|token|key)/i, 'is a hash'],
  [/\)\s*,\s*[@bru]?["'`]$/, 'is an argument of another call'],
  [/public[_-]?key|publishable|fingerprint|thumbprint|checksum|integrity|digest/i, 'is public'],
];

/** Why the name beside a value of no provider says that it is no secret, or a value that is its provider's name. */
export function nameReason({ rule, chunk, matchStart, start, secret }: Candidate): string | undefined {
  if (rule.judge && secret.reveal().toLowerCase() === rule.providerName.toLowerCase())
    return "is its provider's name";
  if (rule.provider !== 'generic' || rule.judge === undefined) return undefined;
  const from = Math.max(0, matchStart - BEFORE);
  const before = latin1(chunk.bytes, from, start);
  const name = /[\w$.-]*$/.exec(before.slice(0, matchStart - from))![0] + before.slice(matchStart - from);
  const other = others.find(([pattern]) => pattern.test(name));
  return other && `by its name, it ${other[1]}`;
}
