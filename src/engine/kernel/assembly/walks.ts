// Walks automata over the text. Where a text repeats a literal, walks from each of its places soon go through the same
// states as the one before: from there on its end is known, so that each byte is walked over about once.

const DFA_BYTES: usize = 16;
/** In an automaton's record: 1 once it was brought, and twice its slot, counted from 1, once it has one. */
const BROUGHT: usize = 12;

const START: u32 = 1;
export const DEAD: u32 = 0;
export const ACCEPT: u32 = 255;

const LINE_FEED: usize = 10;

/** Bytes after which a walk is recorded, and looks at what was. */
const NEAR: usize = 16;

/**
 * A slot for what was recorded last of an automaton: which it is and in which direction, and of which text; from and to
 * which place it goes, as `at * step`; then the state behind each byte, at the low bits of the byte's address.
 */
const SLOTS: u32 = 128;
const SLOT_BYTES: usize = 16 + 2048;
const KEY: usize = 0;
const TEXT: usize = 4;
const FIRST: usize = 8;
const END: usize = 12;
const STATES: usize = 16;
const RING: isize = 2048;

/** Brings an automaton to its place in memory, and marks its record. */
@external("env", "bring")
declare function bring(dfa: u32): void;

let dfas: usize = 0;
let automata: usize = 0;
const slots: usize = memory.data(<i32>(SLOTS * SLOT_BYTES));
let slotsGiven: u32 = 0;
/** Which text it is, counted. */
let textNumber: u32 = 0;

/** Where the last walk stopped, if it did. */
export let stoppedAt: usize = 0;

export function setupWalks(dfasAt: usize, automataAt: usize): void {
  dfas = dfasAt;
  automata = automataAt;
}

/** To be called before the walks over another text. */
export function forgetWalks(): void {
  textNumber++;
}

/**
 * Walks an automaton over the bytes from `from` to `end`, not included, to the right or the left.
 *
 * @returns ACCEPT, DEAD, or another state where it got to the end
 */
@inline
export function walk(dfa: i32, from: usize, end: usize, step: isize): u32 {
  const record = dfas + dfa * DFA_BYTES;
  if (load<u32>(record, BROUGHT) == 0) bring(dfa);
  const classes = automata + load<u32>(record);
  const classCount = load<u32>(record, 4);
  const length = (<isize>end - <isize>from) * step;
  const near = length > <isize>NEAR ? from + NEAR * step : end;
  let state = START;
  for (let at = from; at != near; at += step) {
    state = stateAfter(classes, classCount, state, load<u8>(at));
    if (isEnd(state)) {
      stoppedAt = at;
      return state;
    }
  }
  return near == end ? state : walkFar(dfa, classes, classCount, state, near, end, step);
}

@inline
function stateAfter(classes: usize, classCount: u32, state: u32, byte: usize): u32 {
  return load<u8>(classes + 256 + state * classCount + load<u8>(classes + byte));
}

/** Whether an automaton in this state matches where the text ends: as if a line feed stood there. */
export function matchesAtEnd(dfa: i32, state: u32): bool {
  const record = dfas + dfa * DFA_BYTES;
  const classes = automata + load<u32>(record);
  return stateAfter(classes, load<u32>(record, 4), state, LINE_FEED) == ACCEPT;
}

/** Goes on where {@link walk} ends, and where it joins the walk before, ends as that did. */
function walkFar(
  dfa: i32,
  classes: usize,
  classCount: u32,
  near: u32,
  from: usize,
  to: usize,
  step: isize,
): u32 {
  const key = 2 * dfa + i32(step < 0);
  const slot = slotOf(dfa);
  const states = slot + STATES;
  const begin = <isize>from * step;
  const end = <isize>to * step;
  const known = load<i32>(slot, END);
  const isKnown =
    load<i32>(slot, KEY) == key && load<u32>(slot, TEXT) == textNumber && begin <= known && known - begin <= RING;
  const knownFrom = isKnown ? load<i32>(slot, FIRST) : known;
  let first = begin;
  let state = near;
  let at = begin;
  while (at < end) {
    const address = <usize>(at * step);
    state = stateAfter(classes, classCount, state, load<u8>(address));
    const place = states + (address & (RING - 1));
    if (at >= knownFrom && at < known && load<u8>(place) == state) {
      first = min(first, knownFrom);
      const last = <usize>((known - 1) * step);
      const lastState = <u32>load<u8>(states + (last & (RING - 1)));
      if (known > end || (known == end && !isEnd(lastState))) {
        store<i32>(slot, <i32>first, FIRST);
        return load<u8>(states + (<usize>((end - 1) * step) & (RING - 1)));
      }
      state = lastState;
      stoppedAt = last;
      at = known;
    } else {
      store<u8>(place, <u8>state);
      stoppedAt = address;
      at++;
    }
    if (isEnd(state)) break;
  }
  store<i32>(slot, key, KEY);
  store<u32>(slot, textNumber, TEXT);
  store<i32>(slot, <i32>max(first, at - RING), FIRST);
  store<i32>(slot, <i32>at, END);
  return state;
}

/** Slots are given out in turn, so that automata that walk over the same text have one each. */
function slotOf(dfa: i32): usize {
  const record = dfas + dfa * DFA_BYTES;
  let brought = load<u32>(record, BROUGHT);
  if (brought == 1) {
    brought += 2 * (1 + (slotsGiven++ & (SLOTS - 1)));
    store<u32>(record, brought, BROUGHT);
  }
  return slots + ((brought >> 1) - 1) * SLOT_BYTES;
}

/** DEAD or ACCEPT: the first and the last number that a state can have. */
@inline
function isEnd(state: u32): bool {
  return state - 1 >= ACCEPT - 1;
}
