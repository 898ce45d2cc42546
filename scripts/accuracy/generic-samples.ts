import type { Random } from '../../src/engine/checks/check.ts';
import { alphabets, pick } from '../../src/engine/checks/random.ts';

/** Makes one secret. */
type Generator = (random: Random) => string;

const one = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
const between = (random: Random, low: number, high: number) => low + Math.floor(random() * (high - low + 1));

/** Words that people put into passwords. */
const words =
  'summer winter spring autumn dragon monkey shadow master sunshine princess football baseball hockey soccer purple orange silver golden coffee cookie pepper ginger tiger eagle falcon wizard knight ranger hunter rocket planet river mountain ocean thunder lightning diamond crystal copper marble berlin paris london tokyo madrid lisbon oslo vienna prague dublin chicago denver boston dallas austin michael jennifer thomas jessica daniel andrew joshua charlie jordan taylor maria anna peter julia oscar felix'.split(
    ' ',
  );
const capital = (word: string) => word[0]!.toUpperCase() + word.slice(1);
const symbols = '!@#$%^&*-_+=?.';

/** Letters that people put other characters for. */
const swaps: Readonly<Record<string, string>> = { a: '@', e: '3', i: '1', o: '0', s: '$', t: '7' };
const swapped = (word: string) =>
  [...word].map((char, i) => (i % 2 === 1 ? (swaps[char] ?? char) : char)).join('');

/** Keys and tokens that a program made. */
export const secretGenerators: Readonly<Record<string, Generator>> = {
  'hex 16': (r) => pick(r, alphabets.hex, 16),
  'hex 32': (r) => pick(r, alphabets.hex, 32),
  'hex 40': (r) => pick(r, alphabets.hex, 40),
  'hex 64': (r) => pick(r, alphabets.hex, 64),
  'HEX 32': (r) => pick(r, alphabets.HEX, 32),
  'letters and digits 16-22': (r) => pick(r, alphabets.alnum, between(r, 16, 22)),
  'letters and digits 24-64': (r) => pick(r, alphabets.alnum, between(r, 24, 64)),
  'lower case and digits 20-40': (r) => pick(r, alphabets.lowalnum, between(r, 20, 40)),
  'upper case and digits 20-32': (r) => pick(r, alphabets.upalnum, between(r, 20, 32)),
  'letters alone, mixed case 16-22': (r) => pick(r, alphabets.alpha, between(r, 16, 22)),
  'letters alone, mixed case 24-40': (r) => pick(r, alphabets.alpha, between(r, 24, 40)),
  'lower case alone 16-20': (r) => pick(r, alphabets.lower, between(r, 16, 20)),
  'lower case alone 24-32': (r) => pick(r, alphabets.lower, between(r, 24, 32)),
  'base64 of 16 bytes': (r) => base64(r, 16),
  'base64 of 24 bytes': (r) => base64(r, 24),
  'base64 of 32 bytes': (r) => base64(r, 32),
  'base64url of 32 bytes': (r) => base64(r, 32).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
  'base32 of 20 bytes': (r) => pick(r, alphabets.base32, 32),
  'prefix and random': (r) => `${pick(r, alphabets.lower, between(r, 2, 4))}_${pick(r, alphabets.alnum, 28)}`,
  'groups of hex': (r) => Array.from({ length: 4 }, () => pick(r, alphabets.hex, 8)).join('-'),
  UUID: (r) => [8, 4, 4, 4, 12].map((size) => pick(r, alphabets.hex, size)).join('-'),
};

/** Passwords, of machines and of people. */
export const passwordGenerators: Readonly<Record<string, Generator>> = {
  'letters and digits 10-14': (r) =>
    `${pick(r, alphabets.alnum, between(r, 9, 13))}${pick(r, alphabets.digits, 1)}`,
  'letters and digits 16-24': (r) => pick(r, alphabets.alnum, between(r, 16, 24)),
  'all kinds 12-20': (r) => mixed(r, between(r, 12, 20)),
  'lower case and digits 12': (r) => `${pick(r, alphabets.lowalnum, 11)}${pick(r, alphabets.digits, 1)}`,
  'word and year': (r) =>
    `${capital(one(r, words))}${between(r, 1975, 2026)}${one(r, [...symbols.slice(0, 3)])}`,
  'word and digits': (r) => `${one(r, words)}${between(r, 10, 9999)}`,
  'two words and digits': (r) => `${capital(one(r, words))}${capital(one(r, words))}${between(r, 1, 999)}`,
  'swapped letters': (r) =>
    `${capital(swapped(one(r, words)))}${swapped(one(r, words))}${one(r, [...symbols])}`,
  'passphrase with digits': (r) => `${one(r, words)}-${one(r, words)}-${one(r, words)}-${between(r, 10, 99)}`,
  'letters alone, mixed case 16-22': (r) => pick(r, alphabets.alpha, between(r, 16, 22)),
};

function base64(random: Random, bytes: number): string {
  return Buffer.from(Uint8Array.from({ length: bytes }, () => Math.floor(random() * 256))).toString('base64');
}

/** Characters of every kind; none that a shell, a quote or a comment would end. */
function mixed(random: Random, length: number): string {
  const safe = '!@%^*_+=?.-';
  return [...pick(random, alphabets.alnum, length - 3)]
    .map((char, i) => (i % 4 === 2 ? char + one(random, [...safe]) : char))
    .join('')
    .slice(0, length);
}

/** What people call a secret. */
export const secretNames = [
  'api_key',
  'client_secret',
  'access_token',
  'secret_key',
  'service_auth_token',
  'private_key',
  'encryption_key',
  'app_secret',
  'jwt_secret',
  'webhook_secret',
  'acme_token',
  'acme_key',
];

/** What people call a password. */
export const passwordNames = [
  'password',
  'db_password',
  'admin_password',
  'smtp_password',
  'redis_passwd',
  'root_password',
  'keystore_passphrase',
  'db_pass',
];

/** Where a key stands without a name of its own, by file. */
export const namelessForms: Readonly<Record<string, (value: string) => string>> = {
  'query.html': (v) => `<script src="https://maps.corp.example.net/js?v=3&key=${v}"></script>`,
  'query.js': (v) => `fetch('https://api.corp.example.net/v1/items?auth=${v}');`,
  'client.ts': (v) => `const acme = new AcmeClient('${v}');`,
  'setter.php': (v) => `$acme->setKey("${v}");`,
  'told.md': (v) => `The API key for Acme is ${v}.`,
  'note.txt': (v) => `acme api key ${v}`,
  'joined.js': (v) => `const apiKey = '${v.slice(0, 7)}' + '${v.slice(7, 14)}' + '${v.slice(14)}';`,
};
