import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
} from 'node:fs';
import path from 'node:path';

const cache = 'node_modules/.cache/leakgate';

/**
 * Makes files that depend on other files' contents alone, or copies what an earlier build made of the same contents.
 *
 * @param outputs - paths that `make` writes
 * @param inputs - files and folders that decide what they become
 */
export async function cached(outputs, inputs, make) {
  const folder = path.join(cache, hashOf(inputs));
  const kept = (output) => path.join(folder, path.basename(output));
  if (outputs.every((output) => existsSync(kept(output)))) {
    for (const output of outputs) copyFileSync(kept(output), output);
    return;
  }
  await make();
  mkdirSync(folder, { recursive: true });
  for (const output of outputs) copyWhole(output, kept(output));
}

/** Under its name only once it is whole: another build may read the cache at the same time. */
function copyWhole(from, to) {
  const half = `${to}.${process.pid}`;
  copyFileSync(from, half);
  renameSync(half, to);
}

function hashOf(inputs) {
  const hash = createHash('sha256').update(process.version);
  for (const file of inputs.flatMap(filesIn).sort()) hash.update(`${file}\0`).update(readFileSync(file));
  return hash.digest('hex').slice(0, 32);
}

function filesIn(input) {
  if (statSync(input).isFile()) return [input];
  return readdirSync(input, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
