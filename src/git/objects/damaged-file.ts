/** Something in a file contradicts its format. Stays inside `git/`: readers turn it into a value. */
export class DamagedFile extends Error {}

/** Turns what damaged or vanished files throw into a value; a bug stays an exception. */
export function guarded<T>(action: () => T, otherwise: (reason: string) => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof DamagedFile) return otherwise(error.message);
    const { code } = error as NodeJS.ErrnoException;
    if (code !== undefined && /^E[A-Z0-9]+$/.test(code)) return otherwise(code);
    throw error;
  }
}
