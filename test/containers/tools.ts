import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { shopIn, type Workshop } from './shop.ts';

export { hasTool, type Workshop } from './shop.ts';

/** A fresh folder, removed when the test ends. */
export function workshop(): Workshop {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'leakgate-containers-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));
  return shopIn(root);
}
