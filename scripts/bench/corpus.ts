import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const LARGEST_FILE = 1e6;
/** Files are taken evenly over all of a folder's, at most about this many. */
const MOST_FILES = 4000;

/** Megabytes of lists of tokens, and what builds and tests leave behind. */
const leftOut = /^(gpt-tokenizer|\.[^/\\]*)[/\\]/;

/**
 * Text files of a folder, evenly taken, the same ones each time.
 *
 * @param bytes - about as many bytes as that
 */
export function textsOf(folder: string, bytes: number): Buffer[] {
  const files = filesBelow(folder);
  const stride = Math.max(1, Math.floor(files.length / MOST_FILES));
  const texts: Buffer[] = [];
  let length = 0;
  for (let i = 0; i < files.length && length < bytes; i += stride) {
    const text = readFileSync(files[i]!);
    if (text.length > LARGEST_FILE || text.subarray(0, 8000).includes(0)) continue;
    texts.push(text);
    length += text.length;
  }
  return texts;
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(`${folder}/`, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !leftOut.test(path.relative(folder, file)))
    .sort();
}
