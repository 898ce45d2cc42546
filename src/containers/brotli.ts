import { brotliDecompressSync, constants } from 'node:zlib';
import type { Spend } from './budget.ts';
import { LARGEST_CONTAINER } from './container-kind.ts';
import { Damaged, Unreadable } from './entry.ts';

/** What stands before damage is found up to so many compressed bytes. */
const NEAR = 16;

/**
 * Undoes Brotli; what follows its end is ignored.
 *
 * @throws {Damaged} after what stands before the damage
 * @see https://www.rfc-editor.org/rfc/rfc7932
 */
export function* unbrotli(bytes: Uint8Array, spend: Spend): Generator<Uint8Array> {
  spend(bytes.length);
  const whole = attempt(bytes, constants.BROTLI_OPERATION_FINISH);
  if (whole) {
    yield whole;
    return;
  }
  let [good, bad] = [0, bytes.length];
  let start: Uint8Array | undefined;
  for (let end = bad; bad - good > NEAR; end = (good + bad) >> 1) {
    const part = attempt(bytes.subarray(0, end), constants.BROTLI_OPERATION_FLUSH);
    spend(part ? part.length : end);
    if (part) [good, start] = [end, part];
    else bad = end;
  }
  if (start) yield start;
  throw new Damaged('what can be unpacked was searched');
}

/** @returns undefined where it is damaged */
function attempt(bytes: Uint8Array, finishFlush: number): Uint8Array | undefined {
  try {
    return brotliDecompressSync(bytes, { finishFlush, maxOutputLength: LARGEST_CONTAINER });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') return undefined;
    throw new Unreadable(`more than ${LARGEST_CONTAINER >> 20} MiB come out of it`);
  }
}
