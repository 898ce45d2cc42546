import type { Confidence } from '../types.ts';
import { surprise } from './entropy.ts';
import { likelihood } from './judge-model.ts';
import { placeholderReason } from './placeholders.ts';

/** What a value is judged as: `secret` for keys and tokens, `password` for what a person may have chosen. */
export type JudgeKind = 'secret' | 'password';

/** Why a value is no secret, or how sure it is that it is one. */
export type Judgement = { reason: string } | { confidence: Confidence };

/** Least likelihood, that of letters in one case, and that of high confidence; calibrated on values that the model was not trained on. */
const LEAST = 0.2;
const LEAST_OF_WORD = 0.5;
const HIGH = 0.95;

/**
 * Judges the value of an assignment, for rules whose secrets have no shape of their own: first by what it plainly is
 * (an address, code, a path), then by the model of judge-model.ts.
 */
export function judgeValue(text: string, kind: JudgeKind): Judgement {
  const value = unfolded(text.replace(joints, ''));
  const unescaped = kind === 'password' ? unescapedText(value) : undefined;
  if (unescaped !== undefined) return judgeEncoded(unescaped, 'percent escapes');
  if (uuid.test(value)) return judgeUuid(value);
  const reason = judgeForm(value, kind);
  if (reason) return { reason };
  const encoded = encodedText(value);
  if (encoded !== undefined) return judgeEncoded(encoded, 'base64');
  if (kind === 'password' && isPassphrase(value)) return { confidence: 'medium' };
  const likely = likelihood(value, kind);
  if (likely < (isWord(value) ? LEAST_OF_WORD : LEAST))
    return { reason: `is ${Math.round(100 * likely)}% likely to be a ${kind}` };
  return { confidence: isMachineMade(value, likely, kind) ? 'high' : 'medium' };
}

/** A value of several lines, each with an indent, as one. */
function unfolded(text: string): string {
  if (!text.includes('\n')) return text;
  return text
    .split('\n')
    .map((line) => line.trim())
    .join('');
}

/** Between two literals that make one value. */
const joints = /(["'])(?:\s*(?:\+|\.{1,2}|&|<>)\s*|\s+)\1/g;

/** Nothing but the name tells a UUID that is a secret from others. */
function judgeUuid(value: string): Judgement {
  return sampleUuid.test(value) ? { reason: 'is a UUID of documentation' } : { confidence: 'medium' };
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What people make up, and what RFC 9562 and encyclopedias show. */
const sampleUuid =
  /^(?:12345678|01234567|123e4567|550e8400|f81d4fae|6ba7b81[0-8]|a1b2c3d4|abcd(?:1234|ef\w\w)|deadbeef)-|^(.)\1{7}-|(.)\2{11}$/i;

/**
 * Words between the same marks, none of which says what something is or is for: three and one number. Between spaces four
 * are enough, of which none is one that joins the words of a sentence.
 */
function isPassphrase(value: string): boolean {
  const mark = /[-_. ]/.exec(value)?.[0];
  if (mark === undefined) return false;
  const pieces = value.split(mark);
  const words = pieces.filter((piece) => /^(?:[a-z]|[A-Z](?=[a-z])){3,12}$/.test(piece));
  const numbers = pieces.filter((piece) => /^\d{2,4}$/.test(piece));
  if (words.length + numbers.length < pieces.length || words.some((word) => technical.test(word)))
    return false;
  if (numbers.length === 1 && mark !== ' ') return words.length >= 3;
  return (
    mark === ' ' && numbers.length <= 1 && words.length >= 4 && !words.some((word) => joining.test(word))
  );
}

const joining =
  /^(?:a(?:ll|lso|ny|re)|been|but|can(?:not)?|did|does|each|enter|from|get|give|has|have|here|how|into|its|more|need|never|new|no[nt]e|old|once|one|only|our|out|per|please|set|should|some|than|that|them|then|there|they|this|those|too|two|use[ds]?|using|was|were|what|when|where|which|while|who|why|will|you|your)$/i;

const technical =
  /^(?:secrets?|pass\w*|pwd|keys?|tokens?|users?|names?|tests?|demo|app|apps|api|admin|root|auth|login|data\w*|base|field|input|form|label|the|and|for|not|with|must|min|max|characters|length|error|invalid|page|view|type|value|default|dev|prod|staging|cluster|server|service|client|host|local|config|string|file|path|version|postgres\w*|mysql|redis|mongo\w*|rabbit\w*|kafka|aws|gcp|azure|[a-z]*sql|[a-z]*db)$/i;

/** What a person chose as a password may stand in a text by chance, or be made up for it. */
function isMachineMade(value: string, likely: number, kind: JudgeKind): boolean {
  if (kind === 'secret') return likely >= HIGH;
  return value.length >= LEAST_LENGTH.secret && likelihood(value, 'secret') >= HIGH;
}

/** The text that a value is base64 of, as in a Kubernetes Secret; undefined when it is not, or when that is binary. */
function encodedText(value: string): string | undefined {
  if (value.length % 4 !== 0 || !/^[A-Za-z0-9+/]{6,}={0,2}$/.test(value)) return undefined;
  const text = Buffer.from(value, 'base64').toString('latin1').trim();
  return text.length >= 4 && /^[\x20-\x7e]+$/.test(text) ? text : undefined;
}

/** The text that a value of a URL stands for; undefined when nothing is escaped in it, or when that is no plain text. */
function unescapedText(value: string): string | undefined {
  if (!/%[0-9A-Fa-f]{2}/.test(value)) return undefined;
  const text = value.replace(/%([0-9A-Fa-f]{2})/g, (_, digits) => String.fromCharCode(parseInt(digits, 16)));
  return /^[\x21-\x7e]+$/.test(text) ? text : undefined;
}

/** What is encoded counts: the words of a sample are no better for it. */
function judgeEncoded(text: string, how: string): Judgement {
  if (uuid.test(text)) return judgeUuid(text);
  const reason = placeholderReason(text, 'password') ?? judgeForm(text, 'password');
  if (reason) return { reason: `is ${how} of a text that ${reason}` };
  return likelihood(text, 'password') < LEAST ? { reason: `is ${how} of words` } : { confidence: 'medium' };
}

const LEAST_LENGTH = { secret: 12, password: 6 };

/** Of random letters in one case, the model tells these from a word. */
const LONGEST_WORD = 15;

const isWord = (value: string) => /^(?:\p{Lu}?\p{Ll}+|\p{Lu}+)$/u.test(value);

/** Why a value is no secret by its form alone; undefined when the model is to say. */
export function judgeForm(value: string, kind: JudgeKind): string | undefined {
  if (value.length < LEAST_LENGTH[kind]) return `is shorter than ${LEAST_LENGTH[kind]}`;
  if (/\s/.test(value) && !(kind === 'password' && isPassphrase(value))) return 'has spaces';
  if (/^[\d.,:+-]*$|^v?\d+\.\d+\.\d+|^0x[0-9a-fA-F]{1,16}$/.test(value)) return 'is a number or version';
  if (isWord(value) && value.length <= LONGEST_WORD) return 'is a word';
  if (!/[A-Za-z\d]/.test(value) && /\p{Script=Cyrillic}/u.test(value)) return 'is a text';
  if (kind === 'password' && /^[A-Z]{2,8}\d[A-Z]{0,8}$|^[A-Z\d_]*PASSW(?:OR)?D$/.test(value))
    return 'is a name in capitals';
  if (uuid.test(value)) return 'is a UUID';
  const known = knownForms.find(([pattern]) => pattern.test(value))?.[1];
  if (known) return known;
  if (/^(?:https?|ftp|file|git|ssh|data|arn|urn):/i.test(value) && !value.includes('@'))
    return 'is an address';
  if (/^(?:[~.]{0,2}\/)?(?:[\w.@-]+\/){2,}[\w.@-]*$|^\.{0,2}\/[\w./-]+$/.test(value) && !isRandomPath(value))
    return 'is a path';
  if (/[\w.+-]@[\w-]+\.(?:[a-z]{2,12}|[A-Z]{2,12})$/.test(value)) return 'is a mail address';
  if (isEscaped(value)) return 'is escaped characters';
  if (/^(?:%-?[aAbBcdHIjmMpSTFyYzZ][-/:., T]?){3,}Z?$/.test(value)) return 'is the format of a date';
  if (isMangled(value)) return "is a compiler's name of a function";
  return isCode(value) ? 'is code' : undefined;
}

const knownForms: readonly [RegExp, string][] = [
  [/^[A-Z]{2,8}-v?\d{1,4}-(?:[A-Z]{2,8}-)?\d{1,5}$/, 'is a number in a catalogue'],
  [/^(?:idx|ix|fk|pk|uniq|uq)_[\da-f]{8,32}$/i, 'is the name of an index'],
  [/^[A-Z\d]+-HMAC-SHA\d{1,3}$/, 'is the name of an algorithm'],
  [algorithmName(), 'is the name of an algorithm'],
  [/^(?:salt|nonce|iv|key)[-_]?\d{1,6}$/i, 'is a word and a number'],
  [/^anonymous@/i, 'is what everybody gives'],
  [/::(?:[\da-f]{1,4}:){2,6}[\da-f]{1,4}$/i, 'is an address'],
  [/^root:[^:]{0,2}:0:0\b/, 'is a line of /etc/passwd'],
  [/(?::\*){3}/, 'is the name of a product'],
  [/(?:%[sdvqxu](?![A-Za-z\d]).{0,12}){2}/, 'is a format'],
  [/^[\w-]{40}:[\w-]{27}=/, 'is a signature that runs out'],
  [/^(?:&#?\w{2,8};)+$/, 'is escaped characters'],
];

/** Such as `PBKDF2WithHmacSHA256`, `A128CBC-HS256` and `AES/CBC/PKCS5Padding`; none is longer. */
function algorithmName(): RegExp {
  // Each text has one reading: so that one that is none is told in linear time.
  const ciphers = 'A(?=128|192|256)|AES|DES(?:ede)?|RC[245]|X?ChaCha20|Poly1305|Blowfish|Camellia';
  const modes = 'CBC|GCM|CTR|CCM|ECB|OFB|CFB|SIV|KW|NoPadding|Padding|OAEP|PSS|MGF1';
  const hashes = 'SHA|MD[245]|BLAKE[23][bs]?|HMAC|[HREP]S(?=256|384|512)';
  const keys = 'RSA|DSA|EdDSA|Ed(?=25519|448)|X(?=25519|448)|EC|DHE?|ES(?=[-+/])|SSA|P(?=256|384|521)';
  const derived = 'PBKDF2|PBES?|PKCS\\d|H?KDF|scrypt|bcrypt|argon2|SCRAM';
  const words = 'With|And|TLS|SSL|bit|BC|encryption|i?d(?=$|[-_])|\\d|[-_+/.]';
  return new RegExp(
    `^(?=.{0,63}[g-z])(?=.{6,64}$)(?:${[ciphers, modes, hashes, keys, derived, words].join('|')})+$`,
    'i',
  );
}

/** Percent escapes, and little else. */
function isEscaped(value: string): boolean {
  const escapes = value.match(/%[0-9A-Fa-f]{2}/g)?.length ?? 0;
  return escapes >= 2 && value.replace(/%[0-9A-Fa-f]{2}|[^A-Za-z0-9]/g, '').length < 3 * escapes;
}

/** Two words, each after its length. */
function isMangled(value: string): boolean {
  const rest = afterCounted(value.replace(/^_/, ''));
  return rest !== undefined && afterCounted(rest) !== undefined;
}

/** What follows a number and as many letters. */
function afterCounted(text: string): string | undefined {
  const digits = /^\d{1,2}/.exec(text)?.[0];
  if (digits === undefined) return undefined;
  const end = digits.length + Number(digits);
  return /^[A-Za-z_]{6,}$/.test(text.slice(digits.length, end)) ? text.slice(end) : undefined;
}

/** Base64 may hold slashes; no piece of a path is long and mixed, and no path of all kinds is as surprising. */
function isRandomPath(value: string): boolean {
  const mixed = /\d/.test(value) && /[A-Z]/.test(value) && /[a-z]/.test(value);
  if (mixed && value.length >= 20 && surprise(value) >= 6) return true;
  return value
    .split('/')
    .some((piece) => /^[\w+=]{16,}$/.test(piece) && /\d/.test(piece) && /[A-Z]/.test(piece));
}

/** A call, a member access, an index, a comparison: an expression rather than a literal. */
function isCode(value: string): boolean {
  return (
    expressions.some((pattern) => pattern.test(value)) ||
    (call.test(value) && !afterBracket.test(value)) ||
    isMember(value)
  );
}

const call = /^[A-Za-z_$][\w$.]*[([]/;
/** In an expression an operator follows a bracket, or another one. */
const afterBracket = /[)\]][A-Za-z0-9]/;

const expressions = [
  /^(?:new |await |return |typeof |lambda |function\b|fn\b|def\b)/,
  /^:?[A-Za-z_$]?[\w$]*(?:(?:\?\.|::|->)[A-Za-z_$][\w$]*)+/,
  /^(?:this|self)\.[A-Za-z_$]/,
  // The rest of a comparison.
  /^={1,2}[A-Za-z_$][\w$]*[.([?]/,
  // A regular expression.
  /^[([^]|[\])][*+?]$|\[\^?[a-zA-Z0-9\\]-[a-zA-Z0-9]|\(\?[:=!i]|\\[dws]/,
  // What stands between two brackets, or is joined to a string on either side.
  /^[)\]}].*[([{]$|^\..*\.$/,
  // What stands between two literals.
  /[)\]}"'`][,;:)\]}]|^\)\.[a-z]+\(|[=!]==?["'(]|=>|[({[]["'`]|["'`][)\]}]|&&|\|\|/,
];

/** `a.b.c`, perhaps called; letters after digits are a token's. */
function isMember(value: string): boolean {
  const chain = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+(?=[!?]?(?:\(.*|\[.*)?$)/.exec(value)?.[0];
  return chain !== undefined && !/\d[A-Za-z]/.test(chain);
}
