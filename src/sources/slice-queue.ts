/** Numbers from 0 that several threads take; shared memory. */
export interface SliceQueue {
  /** One 32-bit word: the next number. */
  next: SharedArrayBuffer;
  count: number;
}

export function createSliceQueue(count: number): SliceQueue {
  return { next: new SharedArrayBuffer(4), count };
}

/** Takes numbers until none is left; no two threads get the same one. */
export function* takeSlices({ next, count }: SliceQueue): Generator<number> {
  const counter = new Int32Array(next);
  for (let slice = Atomics.add(counter, 0, 1); slice < count; slice = Atomics.add(counter, 0, 1)) yield slice;
}

/** How many no thread has taken yet. */
export function slicesLeft({ next, count }: SliceQueue): number {
  return Math.max(0, count - Atomics.load(new Int32Array(next), 0));
}

/** Far above any count, far below where the counter would wrap. */
const STOPPED = 1 << 30;

/** Lets every thread end with what it has. */
export function stopSlices({ next }: SliceQueue): void {
  Atomics.store(new Int32Array(next), 0, STOPPED);
}

export function areStopped({ next }: SliceQueue): boolean {
  return Atomics.load(new Int32Array(next), 0) >= STOPPED;
}
