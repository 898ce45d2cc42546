import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const LARGEST_FILE = 2e6;

/** The text files below some folders, one after the other. */
export function* sourceTexts(folders: readonly string[]): Generator<Buffer> {
  for (const folder of folders) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const bytes = readFileSync(path.join(entry.parentPath, entry.name));
      if (bytes.length <= LARGEST_FILE && !bytes.includes(0)) yield bytes;
    }
  }
}
