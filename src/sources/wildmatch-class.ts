/** Bytes that are in, as 256 times 0 or 1. */
export type ByteSet = Uint8Array;

/** A class that was read, and where the pattern goes on. */
export interface ClassEnd {
  set: ByteSet;
  end: number;
}

const CLASSES: Readonly<Record<string, RegExp>> = {
  alnum: /[0-9A-Za-z]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the class of control characters
  cntrl: /[\0-\x1f\x7f]/,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[ \t\n\r]/,
  upper: /[A-Z]/,
  xdigit: /[0-9A-Fa-f]/,
};

/**
 * Reads `[…]` as git does: it takes no `/`, `]` may stand first, a backslash makes the next byte plain. Undefined: it
 * has no end, or names a class that there is not.
 */
export function readClass(pattern: string, start: number, ignoreCase: boolean): ClassEnd | undefined {
  const set = new Uint8Array(256);
  let at = start + 1;
  const negated = pattern[at] === '!' || pattern[at] === '^';
  if (negated) at++;
  let before = '';
  do {
    const member = readMember(pattern, at, before);
    if (!member) return undefined;
    member.add(set, ignoreCase);
    before = member.last;
    at = member.end;
  } while (pattern[at] !== ']');
  return { set: set.map((on, byte) => (byte === 47 ? 0 : on ^ Number(negated))), end: at + 1 };
}

type Add = (set: ByteSet, ignoreCase: boolean) => void;

interface Member {
  add: Add;
  /** What a range may begin with. */
  last: string;
  end: number;
}

function readMember(pattern: string, at: number, before: string): Member | undefined {
  const char = pattern[at];
  if (char === undefined) return undefined;
  const next = pattern[at + 1];
  if (char === '-' && before && next !== undefined && next !== ']') return readRange(pattern, at + 1, before);
  if (char === '[' && next === ':') return readNamed(pattern, at);
  const plain = char === '\\' ? next : char;
  if (plain === undefined) return undefined;
  return { add: addingByte(plain), last: plain, end: at + (char === '\\' ? 2 : 1) };
}

function readRange(pattern: string, at: number, from: string): Member | undefined {
  const escaped = pattern[at] === '\\';
  const to = pattern[escaped ? at + 1 : at];
  if (to === undefined) return undefined;
  return { add: addingRange(from.charCodeAt(0), to.charCodeAt(0)), last: '', end: at + (escaped ? 2 : 1) };
}

function readNamed(pattern: string, at: number): Member | undefined {
  const close = pattern.indexOf(']', at + 2);
  if (close < 0) return undefined;
  if (close === at + 2 || pattern[close - 1] !== ':') return { add: addingByte('['), last: '[', end: at + 1 };
  const name = pattern.slice(at + 2, close - 1);
  if (!Object.hasOwn(CLASSES, name)) return undefined;
  return { add: addingClass(CLASSES[name]!), last: '', end: close + 1 };
}

/** Git folds the case of ranges and classes; of single bytes it does not. */
function addingByte(char: string): Add {
  return (set) => {
    set[char.charCodeAt(0)] = 1;
  };
}

function addingRange(from: number, to: number): Add {
  return (set, ignoreCase) => {
    for (let byte = from; byte <= to; byte++) addFolded(set, byte, ignoreCase);
  };
}

function addingClass(chars: RegExp): Add {
  return (set, ignoreCase) => {
    for (let byte = 0; byte < 128; byte++) {
      if (chars.test(String.fromCharCode(byte))) addFolded(set, byte, ignoreCase);
    }
  };
}

function addFolded(set: ByteSet, byte: number, ignoreCase: boolean): void {
  set[byte] = 1;
  if (ignoreCase && /[A-Za-z]/.test(String.fromCharCode(byte))) set[byte ^ 32] = 1;
}
