import type { Candidate } from '../types.ts';
import { isWord } from './compiler/layout.ts';
import { latin1 } from './latin1.ts';
import { remembered } from './remembered.ts';

/** Bytes before a match in which the name that it is a part of may begin. */
const BEFORE = 40;

/** Bytes in front of the name that tell what it is the name of. */
const LEAD = 4;

/** What is no secret although its name has a word such as token or password. */
const others: readonly [RegExp, string][] = [
  [/(?:^|\n|--- )X?PASS: /, 'is a test that passed'],
  [/^[\s\S]{0,3}[ (]\w+\): $/, 'is a function in a list of changes'],
  [/(?:ccc|pub)\?key=$/, 'names a document'],
  [/csrf|xsrf|authenticity[_-]?token|verification[_-]?token|antiforgery/i, 'belongs to one page or form'],
  [
    /client[_-]?request[_-]?token|(?:change|lifecycle[_-]?action|idempotency|policy[_-]?update)[_-]?token/i,
    'marks one request',
  ],
  [/sec-websocket-(?:key|accept)/i, 'belongs to one connection'],
  [/cart[_-]?token/i, 'says which cart it is'],
  [/^(?:\d{3}|\*:\*):secret:$/, 'is in the address of a secret of AWS'],
  [/^dia&token=$/, 'is in the public address of a file of Firebase'],
  [/_t \*?\w+, $/, 'is a parameter'],
  [/^[\s\S]{2}::\w+["'] ?: ?["']$/, 'is of a type of resource'],
  [
    /(?:next|page|paging|pagination|continuation|continue|sync|resume|cursor|delta|forward|backward)[_-]?token/i,
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
  [/(?:encrypted|wrapped)[_-]?(?:content[_-]?|data[_-]?)?(?:key|secret|token)/i, 'is encrypted'],
  [/(?:allow(?:ed)?|exclude)[_-]?credentials?/i, 'says which ones count'],
  [/\)\s*,\s*[@bru]?["'`]$/, 'is an argument of another call'],
  [/(?:^|\W)\w{0,30}id["']?\s{0,3}[:=]>?\s{0,3}[@bru]?["'`]?$/i, 'says which one it is'],
  [
    /(?:primary|foreign|partition|sort|row|cache|query|lookup|idempotency|object|item|document|message|translation|i18n|index|routing|group|unique|host|known|site|anon|anonymous)[_-]?key/i,
    'names an entry, or is public',
  ],
  [/(?:gpg|pgp|install|recv|release[_-]?manager)[_-]?keys?/i, 'says which key it is'],
  [
    /public[_.-]?key|publishable|fingerprint|thumbprint|checksum|integrity|digest|dkim|x-amz-credential/i,
    'is public',
  ],
];

/** Why the name beside a value of no provider says that it is no secret, or a value that is its provider's name. */
export function nameReason({ rule, chunk, matchStart, start, secret }: Candidate): string | undefined {
  if (rule.judge && secret.reveal().toLowerCase() === rule.providerName.toLowerCase())
    return "is its provider's name";
  if (rule.provider !== 'generic' || rule.judge === undefined) return undefined;
  const name = nameStart(chunk.bytes, matchStart);
  const other = otherUse(latin1(chunk.bytes, Math.max(0, name - LEAD), start));
  return other && `by its name, it ${other}`;
}

function nameStart(bytes: Uint8Array, matchStart: number): number {
  const least = Math.max(0, matchStart - BEFORE);
  let at = matchStart;
  while (at > least && isOfName(bytes[at - 1]!)) at--;
  return at;
}

function isOfName(byte: number): boolean {
  return isWord(byte) || '$.-'.includes(String.fromCharCode(byte));
}

/** Empty for a name that has none. */
const otherUse = remembered((name) => others.find(([pattern]) => pattern.test(name))?.[1] ?? '');
