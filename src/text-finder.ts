/** Texts, each with an item; tells which of them stand in some bytes. */
export interface TextFinder<T> {
  /** The item of a text, made when it comes for the first time. */
  itemOf(text: Buffer, make: () => T): T;
  /** The items of the texts that the bytes hold, in the order in which the texts were added. */
  heldIn(bytes: Buffer): T[];
}

/** Bytes of a text by which it is found. */
const WINDOW = 8;
/** So few are looked for one by one. */
const FEW = 16;
const MARKS = 1 << 16;

interface Known<T> {
  text: Buffer;
  item: T;
  number: number;
  /** Where in the text the bytes stand by which it is found. */
  offset: number;
}

/** Goes through the bytes once, however many texts there are: a file may have thousands, and thousands of versions. */
export function createTextFinder<T>(): TextFinder<T> {
  const all = new Map<string, Known<T>>();
  const short: Known<T>[] = [];
  const byWindow = new Map<number, Known<T>[]>();
  const marks = new Uint8Array(MARKS);
  const addLong = (known: Known<T>): void => {
    const { offset, hash } = rarestWindow(known.text, (one) => byWindow.get(one)?.length ?? 0);
    known.offset = offset;
    marks[hash & (MARKS - 1)] = 1;
    const group = byWindow.get(hash);
    if (group) group.push(known);
    else byWindow.set(hash, [known]);
  };
  return {
    itemOf(text, make) {
      const key = text.toString('latin1');
      const before = all.get(key);
      if (before) return before.item;
      const known = { text, item: make(), number: all.size, offset: 0 };
      all.set(key, known);
      if (text.length < WINDOW) short.push(known);
      else addLong(known);
      return known.item;
    },
    heldIn(bytes) {
      if (all.size <= FEW)
        return [...all.values()].filter(({ text }) => bytes.includes(text)).map(({ item }) => item);
      const held = new Uint8Array(all.size);
      for (const { text, number } of short) if (bytes.includes(text)) held[number] = 1;
      eachWindow(bytes, (hash, start) => {
        if (marks[hash & (MARKS - 1)] === 0) return;
        for (const { text, number, offset } of byWindow.get(hash) ?? [])
          if (held[number] === 0 && standsAt(bytes, text, start - offset)) held[number] = 1;
      });
      return [...all.values()].filter(({ number }) => held[number] === 1).map(({ item }) => item);
    },
  };
}

/** Calls with the hash of each stretch of so many bytes, and where it starts. */
function eachWindow(bytes: Buffer, visit: (hash: number, start: number) => void): void {
  let early = 0;
  let late = 0;
  for (let i = 0; i < bytes.length; i++) {
    early = (early << 8) | (late >>> 24);
    late = (late << 8) | bytes[i]!;
    if (i < WINDOW - 1) continue;
    const hash = Math.imul(early, 0x85ebca6b) ^ Math.imul(late, 0x9e3779b1);
    visit(hash ^ (hash >>> 15), i - WINDOW + 1);
  }
}

/** The window that the fewest others have: tokens of one kind begin, and may end, alike. */
function rarestWindow(text: Buffer, countOf: (hash: number) => number): { offset: number; hash: number } {
  let rarest = { offset: 0, hash: 0 };
  let least = Number.POSITIVE_INFINITY;
  eachWindow(text, (hash, offset) => {
    const count = least === 0 ? 0 : countOf(hash);
    if (count >= least) return;
    least = count;
    rarest = { offset, hash };
  });
  return rarest;
}

function standsAt(bytes: Buffer, text: Buffer, at: number): boolean {
  const end = at + text.length;
  return at >= 0 && end <= bytes.length && bytes.compare(text, 0, text.length, at, end) === 0;
}
