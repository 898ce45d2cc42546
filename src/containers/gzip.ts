import { gunzipSync } from 'node:zlib';
import { Gunzip } from 'fflate';
import type { Spend } from './budget.ts';
import { Damaged } from './entry.ts';
import { MOST_UNUSED, pushed, STEP, unusedOf } from './inflate.ts';
import { LARGEST_WHOLE } from './stretches.ts';

/**
 * Undoes gzip, all members one after the other; what is no member after them is ignored.
 *
 * @throws when it is damaged, after what stands before that
 * @see https://www.rfc-editor.org/rfc/rfc1952
 */
export function* gunzip(bytes: Uint8Array, spend: Spend): Generator<Uint8Array> {
  spend(bytes.length);
  const whole = gunzipWhole(bytes);
  if (whole) yield whole;
  else yield* gunzipInSteps(bytes);
}

function gunzipWhole(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST_WHOLE });
  } catch {
    return undefined;
  }
}

function* gunzipInSteps(bytes: Uint8Array): Generator<Uint8Array> {
  const parts: Uint8Array[] = [];
  const inflate = new Gunzip((part) => parts.push(part));
  for (let at = 0; at < bytes.length; at += STEP) {
    yield* pushed(inflate, bytes.subarray(at, at + STEP), parts);
    if (unusedOf(inflate) > MOST_UNUSED) throw new Damaged('nothing comes of a part of it');
  }
  inflate.push(new Uint8Array(0), true);
  yield* parts.splice(0);
}
