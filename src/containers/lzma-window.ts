import { Damaged, Unreadable } from './entry.ts';

const FIRST_SIZE = 1 << 12;
const LARGEST_DICTIONARY = 256 << 20;
const LEAST_SLACK = 4 << 20;

/** What an LZMA decoder wrote, as far back as it may look. */
export interface LzmaWindow {
  bytes: Uint8Array;
  /** Where the next byte goes. */
  at: number;
  /** What stands before must not be looked at. */
  start: number;
  /** What to take from `at` to get the position in what is decoded, which decides about contexts. */
  origin: number;
  /** Makes room for more bytes; what was written before and not taken is lost. */
  reserve(count: number): void;
  /** What was written since {@link LzmaWindow.reserve}, copied. */
  take(): Uint8Array;
}

/**
 * The window grows with what is written, whatever size of dictionary a hostile file asks for.
 *
 * @throws {Unreadable} the dictionary is larger than any in use
 */
export function createLzmaWindow(dictionary: number): LzmaWindow {
  if (dictionary > LARGEST_DICTIONARY) throw new Unreadable('it needs more than 256 MiB of memory');
  let taken = 0;
  const window: LzmaWindow = {
    bytes: new Uint8Array(FIRST_SIZE),
    at: 0,
    start: 0,
    origin: 0,
    reserve(count) {
      if (window.at + count > window.bytes.length) makeRoom(window, dictionary, count);
      taken = window.at;
    },
    take() {
      const bytes = window.bytes.slice(taken, window.at);
      taken = window.at;
      return bytes;
    },
  };
  return window;
}

function makeRoom(window: LzmaWindow, dictionary: number, count: number): void {
  const kept = window.bytes.subarray(Math.max(window.start, window.at - dictionary), window.at);
  const most = dictionary + count + Math.max(LEAST_SLACK, dictionary >> 2);
  const wanted = Math.min(most, Math.max(2 * window.bytes.length, kept.length + count));
  if (wanted > window.bytes.length) {
    const larger = new Uint8Array(wanted);
    larger.set(kept);
    window.bytes = larger;
  } else {
    window.bytes.set(kept);
  }
  window.origin += kept.length - window.at;
  window.at = kept.length;
  window.start = 0;
}

/** Copies what stands `distance` before the end; the two may overlap. */
export function repeatBytes(window: LzmaWindow, distance: number, length: number): void {
  const { bytes, at } = window;
  if (distance > at - window.start) throw new Damaged('it points before its start');
  for (let i = at; i < at + length; i++) bytes[i] = bytes[i - distance]!;
  window.at = at + length;
}
