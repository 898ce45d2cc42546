/** Words by which people mark a value as not real; long enough not to occur in a random token by chance. */
const markers = new RegExp(
  [
    'example|placeholder|change[-_]?me|replace[-_]?(?:me|this|with)|insert[-_]?(?:here|your)|[-_]here\\b',
    'your[-_]?(?:own|secret|token|key|pass|api|access|client|user|account|personal|jwt|app|auth|project|org)',
    'dummy|redacted|sample|fake[-_]|todo|fixme|notreal|not[-_]a[-_]real|lorem|foobar|synthetic|goes[-_]here',
    'super[-_]?secret|top[-_]?secret|correct[- ]?horse|hunter2(?!\\d)|deadbeef|cafebabe|some[-_](?:secret|token|key|pass)',
    // German, French, Spanish, Portuguese, Italian, Dutch, Polish, Swedish and Danish, Turkish, Russian.
    'beispiel|platzhalter|(?:dein|ihr)[-_]?(?:e[-_])?(?:geheim|passwort|token|schl|api)|(?:ae|ä)ndere?[-_]?mich|ersetze',
    'exemple|(?:votre|ton|mon)[-_]?(?:mot|cle|jeton|secret|token|api)|motdepasse|mot[-_]de[-_]passe|remplace[rz]?[-_]|changez?[-_]?moi',
    'ejemplo|(?:tu|su)[-_](?:clave|token|secreto|api|contrase)|micontrase|contrasena|c[aá]mbia(?:me|lo)|reempla[zc]',
    'exemplo|(?:sua|seu)[-_]?(?:senha|chave|token|segredo)|minhasenha|substitu[ai]|mude[-_]?me|trocar[-_]',
    'esempio|segnaposto|(?:tua|tuo|vostra)[-_]?(?:password|chiave|token|segreto)|sostituisc|cambia(?:mi|questo)',
    'voorbeeld|(?:jouw|uw)[-_]?(?:wachtwoord|sleutel|token|geheim)|wachtwoord|vervang|wijzig[-_]?mij',
    'przyklad|twoj[-_e]?(?:haslo|klucz|token)|zmien[-_]?(?:mnie|to)',
    'exempel|ditt?[-_]?(?:losenord|nyckel|token)|eksempel|dit[-_]?kodeord|skift[-_]?mig',
    'ornek|senin[-_]?(?:sifre|anahtar)|degistir',
    'vash[-_]?(?:parol|token|klyuch)|izmenite|zamenite|пример|(?:ваш|мой)[-_]?(?:парол|токен|ключ|секрет)|измени(?:те)?|замени(?:те)?',
  ].join('|'),
  'i',
);

const lookups =
  /^[$%@#&]?[({<[]|[)}>\]]$|\$[({]|\{\{|<%|%[({]|^\$\$?[A-Za-z_]\w*$|[-_/:.=@]\$[A-Za-z_]\w*$|\$(?:[A-Z_]{3,}|[a-z_]{4,})$|^%[A-Za-z_]+%$|process\.env|\benviron\b|getenv|import\.meta|secrets\.|vault:|^env[.:]|ssm:|\bref\+/;

/** A name in angle brackets within a value, also where it is cut before the second one; or what a field would hold. */
const named = /<[a-z][a-z\d]*(?:[-_: ][a-z\d]+)*>|[=:@/]<[a-z]{3,}$|=(?:uuid|value|token|secret|key)$/i;

/** What is left of a value whose rest was crossed out. */
const crossedOut = /^\S{6,}(?:x{4}|X{4})$/;

/** Base64 of a key's BEGIN line; too short for more than the END line. */
const armorAlone = /^LS0tLS1CRUdJT[A-Za-z0-9+/]{0,90}={0,2}$/;

/**
 * Why a value is a placeholder or an environment look-up rather than a secret; undefined when it is neither.
 *
 * @param kind - `random` comes from a provider's alphabet: only marks that no such token holds by chance count; a
 *   `password` of a person may begin as the keyboard does
 */
export function placeholderReason(value: string, kind: 'random' | 'secret' | 'password'): string | undefined {
  const random = kind === 'random';
  const marker = markers.exec(value)?.[0];
  if (marker && (!random || marker.length >= 6)) return `contains "${marker.toLowerCase()}"`;
  if (named.test(value)) return 'names what would stand there';
  if (crossedOut.test(value)) return 'is crossed out at its end';
  if (armorAlone.test(value)) return 'is an empty key';
  if (isRepetitive(value)) return 'repeats a few characters';
  if (isSequence(value, kind === 'password' ? 0.8 : 0.5)) return 'is a keyboard or counting sequence';
  if (!random && lookups.test(value)) return 'looks the value up elsewhere';
  return undefined;
}

/** One character for most of its length, or a short block again and again. */
function isRepetitive(value: string): boolean {
  const body = value.replace(/[-_.:]/g, '');
  if (body.length < 6) return false;
  if (hasAtMost(body, Math.min(4, body.length / 4))) return true;
  if (/(.)\1{7}/.test(body) && hasAtMost(body, body.length / 3)) return true;
  return /^(.{1,8})\1{2,}/.test(body) && /^(.{1,8}?)\1+.{0,8}$/.test(body);
}

/** Whether a text is made of so many characters or fewer. */
function hasAtMost(text: string, most: number): boolean {
  const seen = new Set<string>();
  for (const char of text) if (seen.add(char).size > most) return false;
  return true;
}

const sequences = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  '0123456789abcdef0123456789abcdef',
  '98765432109876543210',
  'zyxwvutsrqponmlkjihgfedcba',
];

const SHORTEST_RUN = 6;
const shortRuns = new Set(
  sequences.flatMap((s) => Array.from(s.slice(SHORTEST_RUN - 1), (_, at) => s.slice(at, at + SHORTEST_RUN))),
);

/** By two characters of 7 bits: whether the second follows the first in a sequence. */
const follows = new Uint8Array(1 << 14);
for (const sequence of sequences) {
  for (let at = 1; at < sequence.length; at++)
    follows[(sequence.charCodeAt(at - 1) << 7) | sequence.charCodeAt(at)] = 1;
}

/** Whether a run may be among every `step`th character. */
function mayHoldRun(text: string, step = 1): boolean {
  let length = 1;
  let before = 0;
  for (let at = 0; at < text.length; at += step) {
    const code = text.charCodeAt(at);
    length = follows[(before << 7) | code] === 1 ? length + 1 : 1;
    if (length === SHORTEST_RUN) return true;
    before = code;
  }
  return false;
}

/** A well-known sequence, two that alternate (`a1b2c3`), or one whose letters are doubled (`AaBbCc`). */
function isSequence(value: string, least: number): boolean {
  const lower = value.toLowerCase();
  if (runsOn(lower, least)) return true;
  const folded = lower.replace(/[^a-z0-9]/g, '');
  const every = (rest: number) => [...folded].filter((_, i) => i % 2 === rest).join('');
  return (
    (mayHoldRun(folded, 2) && runsOn(every(0), least) && runsOn(every(1), least)) ||
    runsOn(folded.replace(/(.)\1/g, '$1'), least)
  );
}

/** Half of it or more (of a password, nearly all) lies in runs of at least six characters of a sequence. */
function runsOn(folded: string, least: number): boolean {
  if (!mayHoldRun(folded)) return false;
  let covered = 0;
  for (let at = 0; at + SHORTEST_RUN <= folded.length; ) {
    const run = longestRun(folded, at);
    covered += run;
    at += Math.max(1, run);
  }
  return covered >= least * folded.length && covered > 0;
}

function longestRun(text: string, at: number): number {
  if (!shortRuns.has(text.slice(at, at + SHORTEST_RUN))) return 0;
  let length = SHORTEST_RUN;
  const holds = (n: number) =>
    at + n <= text.length && sequences.some((s) => s.includes(text.slice(at, at + n)));
  while (holds(length + 1)) length++;
  return length;
}
