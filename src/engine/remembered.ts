/** How many answers are kept. */
const MOST = 4096;

/**
 * Asks once for each text, as long as these are few: a history has the same value in version after version, a slow file
 * line after line.
 *
 * @param make - gives the same for the same text, never undefined
 */
export function remembered<T extends {}>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const made = make(text);
    if (known.size >= MOST) known.clear();
    known.set(text, made);
    return made;
  };
}
