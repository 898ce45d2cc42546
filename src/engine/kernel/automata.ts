import type { Automata } from './kernel.ts';

/** Automata that are in memory already. */
export function automataIn(bytes: Uint8Array): Automata {
  return {
    length: bytes.length,
    read: (target, from) => target.set(bytes.subarray(from, from + target.length)),
  };
}

/** All their bytes. */
export function readAutomata(automata: Automata): Uint8Array {
  const bytes = new Uint8Array(automata.length);
  automata.read(bytes, 0);
  return bytes;
}
