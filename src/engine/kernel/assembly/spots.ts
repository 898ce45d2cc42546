// Where the rarest three bytes of an entry may stand, by a hash of them and by the bytes around. What a text holds is
// looked at without branches that depend on it: a processor guesses those wrong, at the price of some twenty steps.

const PAIR: u32 = 0x9e35;
const THIRD: u32 = 0x6b43;
const FOLD: u32 = 0xdf;

/** Bytes of a text that are collected from at once. */
export const STRETCH: usize = 1024;

/** Where the filter lets something through; up to two more are written than count. */
const places: usize = memory.data(<i32>(4 * (STRETCH + 2)));

/** What is left of the places: each with the first entry of its hash, 32 bits each. */
export const spots: usize = memory.data(<i32>(8 * (STRETCH + 1)));
export const SPOT_BYTES: usize = 8;

/** A byte for each hash of three bytes: kinds of the bytes that may stand around them, 0 where no entry has the hash. */
let filter: usize = 0;
/** By hash, 16 bits: the first entry that has it; the others follow it. */
let first: usize = 0;
/** By entry, the first of its hash: bits of the bytes that may stand behind the three, then in front, of all that have it. */
let near: usize = 0;

export function setupSpots(filterAt: usize, firstAt: usize, nearAt: usize): void {
  filter = filterAt;
  first = firstAt;
  near = nearAt;
}

@inline
function hashOf(a: u32, b: u32, c: u32): u32 {
  return (((a & FOLD) | ((b & FOLD) << 8)) * PAIR + (c & FOLD) * THIRD) & 0xffff;
}

/**
 * Collects the spots from `from` up to `to`, at most {@link STRETCH} bytes, two or more before the end of the text; 48
 * bytes behind the text and 16 in front of it must be readable.
 *
 * @returns where the list in {@link spots} ends
 */
export function collectSpots(from: usize, to: usize, text: usize, textEnd: usize): usize {
  return nearPlaces(collectPlaces(from, to, text, textEnd), text, textEnd);
}

function collectPlaces(from: usize, to: usize, text: usize, textEnd: usize): usize {
  const filterAt = filter;
  let place = places;
  let before = from == text ? i8x16.splat(0) : kindBits(v128.load(from - 16));
  let here = kindsOf16(from, textEnd);
  for (let p = from; p < to; p += 16) {
    const next = kindsOf16(p + 16, textEnd);
    const kinds = v128.or(kindsBehind(here, next), v128.andnot(kindsInFront(before, here), hiddenInFront(p)));
    let mask: u32 = i8x16.bitmask(i8x16.eq(v128.and(filters16(p, filterAt), kinds), kinds));
    if (p + 16 > to) mask &= (1 << <u32>(to - p)) - 1;
    place = writePlaces(place, p, mask);
    before = here;
    here = next;
  }
  return place;
}

/** Writes the positions of a mask, mostly none, one or two. */
@inline
function writePlaces(place: usize, p: usize, mask: u32): usize {
  const end = place + 4 * popcnt(mask);
  store<u32>(place, p + ctz(mask));
  mask &= mask - 1;
  store<u32>(place, p + ctz(mask), 4);
  mask &= mask - 1;
  for (let at = place + 8; mask != 0; mask &= mask - 1, at += 4) store<u32>(at, p + ctz(mask));
  return end;
}

/** Of the places up to `end` those where the bytes beside the three are such as stand there in some entry of their hash. */
function nearPlaces(end: usize, text: usize, textEnd: usize): usize {
  let spot = spots;
  for (let place = places; place < end; place += 4) {
    const gramAt = load<u32>(place);
    const bytes = load<u32>(gramAt);
    const entry = <u32>load<u16>(first + 2 * hashOf(bytes & 0xff, (bytes >> 8) & 0xff, (bytes >> 16) & 0xff));
    const bits = near + 8 * entry;
    const behind = (load<u32>(bits) >> (bytes >> 24 & 31)) | u32(gramAt + 3 >= textEnd);
    const inFront = (load<u32>(bits, 4) >> (load<u8>(gramAt - 1) & 31)) | u32(gramAt == text);
    store<u32>(spot, gramAt);
    store<u32>(spot, entry, 4);
    spot += (behind & inFront & 1) * SPOT_BYTES;
  }
  return spot;
}

/** The filter's bytes for the 16 positions from `p` on. */
@inline
function filters16(p: usize, filterAt: usize): v128 {
  const fold = i8x16.splat(<i8>FOLD);
  const low = i16x8.splat(0x00df);
  const pair = i16x8.splat(<i16>PAIR);
  const third = i16x8.splat(<i16>THIRD);
  const even = i16x8.add(
    i16x8.mul(v128.and(v128.load(p), fold), pair),
    i16x8.mul(v128.and(v128.load(p, 2), low), third),
  );
  const odd = i16x8.add(
    i16x8.mul(v128.and(v128.load(p, 1), fold), pair),
    i16x8.mul(v128.and(v128.load(p, 3), low), third),
  );
  const even0 = <u64>i64x2.extract_lane(even, 0);
  const even1 = <u64>i64x2.extract_lane(even, 1);
  const odd0 = <u64>i64x2.extract_lane(odd, 0);
  const odd1 = <u64>i64x2.extract_lane(odd, 1);
  let found = i8x16.splat(0);
  found = v128.load_lane<u8>(filterAt + <usize>(even0 & 0xffff), found, 0);
  found = v128.load_lane<u8>(filterAt + <usize>(odd0 & 0xffff), found, 1);
  found = v128.load_lane<u8>(filterAt + <usize>((even0 >> 16) & 0xffff), found, 2);
  found = v128.load_lane<u8>(filterAt + <usize>((odd0 >> 16) & 0xffff), found, 3);
  found = v128.load_lane<u8>(filterAt + <usize>((even0 >> 32) & 0xffff), found, 4);
  found = v128.load_lane<u8>(filterAt + <usize>((odd0 >> 32) & 0xffff), found, 5);
  found = v128.load_lane<u8>(filterAt + <usize>(even0 >> 48), found, 6);
  found = v128.load_lane<u8>(filterAt + <usize>(odd0 >> 48), found, 7);
  found = v128.load_lane<u8>(filterAt + <usize>(even1 & 0xffff), found, 8);
  found = v128.load_lane<u8>(filterAt + <usize>(odd1 & 0xffff), found, 9);
  found = v128.load_lane<u8>(filterAt + <usize>((even1 >> 16) & 0xffff), found, 10);
  found = v128.load_lane<u8>(filterAt + <usize>((odd1 >> 16) & 0xffff), found, 11);
  found = v128.load_lane<u8>(filterAt + <usize>((even1 >> 32) & 0xffff), found, 12);
  found = v128.load_lane<u8>(filterAt + <usize>((odd1 >> 32) & 0xffff), found, 13);
  found = v128.load_lane<u8>(filterAt + <usize>(even1 >> 48), found, 14);
  return v128.load_lane<u8>(filterAt + <usize>(odd1 >> 48), found, 15);
}

/** For each of 16 positions the kind of the byte three further on. */
@inline
function kindsBehind(here: v128, next: v128): v128 {
  return i8x16.shuffle(here, next, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18);
}

/** For each of 16 positions the kind of the byte before, as the filter has it. */
@inline
function kindsInFront(before: v128, here: v128): v128 {
  const kinds = i8x16.shuffle(before, here, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
  return i16x8.shl(kinds, 4);
}

/** All bits set for each of 16 positions in front of which an escape may end: `\n`, `%3D`. */
@inline
function hiddenInFront(p: usize): v128 {
  return v128.or(
    i8x16.eq(v128.load(p - 2), i8x16.splat(0x5c)),
    i8x16.eq(v128.load(p - 3), i8x16.splat(0x25)),
  );
}

/** The kinds of the 16 bytes from `p` on; none for those behind the text, which are not known. */
@inline
function kindsOf16(p: usize, textEnd: usize): v128 {
  const kinds = kindBits(v128.load(p));
  return p + 16 > textEnd ? v128.and(kinds, lanesBelow(max(<isize>textEnd - <isize>p, 0))) : kinds;
}

function lanesBelow(count: isize): v128 {
  const lanes = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  return i8x16.lt_s(lanes, i8x16.splat(<i8>count));
}

/** For each byte the bit of its kind, one of the lower four: `byteKind` in `../../compiler/layout.ts`. */
@inline
function kindBits(bytes: v128): v128 {
  const folded = v128.and(bytes, i8x16.splat(<i8>FOLD));
  // Of what is shifted over from the byte beside, the mask leaves nothing.
  const mixed = v128.and(v128.xor(folded, i16x8.shr_u(folded, 3)), i8x16.splat(7));
  const bits = i8x16(1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 8, 2, 4, 8, 2, 4);
  return i8x16.swizzle(bits, v128.or(mixed, v128.and(wordBytes(bytes), i8x16.splat(8))));
}

/** All bits set for each byte that is a letter, a digit or `_`. */
@inline
export function wordBytes(bytes: v128): v128 {
  const letters = i8x16.le_u(
    i8x16.sub(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(97)),
    i8x16.splat(25),
  );
  const digits = i8x16.le_u(i8x16.sub(bytes, i8x16.splat(48)), i8x16.splat(9));
  return v128.or(v128.or(letters, digits), i8x16.eq(bytes, i8x16.splat(95)));
}
