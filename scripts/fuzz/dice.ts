/** A whole number below `sides`. */
export type Dice = (sides: number) => number;

/** Dice that fall the same way for the same seed. */
export function diceFrom(seed: number): Dice {
  let state = seed >>> 0 || 1;
  return (sides) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % sides;
  };
}

/** One of several. */
export function pick<T>(list: readonly T[], dice: Dice): T {
  return list[dice(list.length)]!;
}
