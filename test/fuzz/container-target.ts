import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { containerKind } from '../../src/containers/container-kind.ts';
import { expand } from '../../src/containers/expand.ts';
import { containerSamples } from '../containers/samples.ts';
import { shopIn } from '../containers/shop.ts';
import { chunkOf } from '../helpers/engine.ts';
import type { FuzzTarget } from './target.ts';

const DEPTH = 3;
/** What one container may give, besides 250 times its size: that of the budget for an archive. */
const MOST_BYTES = 65 << 20;

const words = [
  'PK\x03\x04',
  'PK\x01\x02',
  'PK\x05\x06',
  '\x1f\x8b\x08\x00',
  'BZh9',
  '1AY&SY',
  '\xfd7zXZ\x00',
  '(\xb5/\xfd',
  '7z\xbc\xaf\x27\x1c',
  'ustar\x00',
  'PACK\x00\x00\x00\x02\x00\x00\x00\x02',
  '# v2 git bundle\n',
  'LZIP\x01\x0c',
  '\x5d\x00\x00\x80\x00',
  '\x1f\x9d\x90',
  '\x78\x9c',
  '\x50\x2a\x4d\x18\x04\x00\x00\x00',
  '!<arch>\n',
  'SQLite format 3\x00',
  '%PDF-1.4',
  '/FlateDecode',
  '/Length 10',
  ' obj << >> stream\n',
  'endstream endobj',
  '{"cells": [',
  '"source": ["',
  '\xff\xff\xff\xff',
  '\x00\x00\x00\x00',
];

/** Containers of every kind, damaged: what they hold comes out or is left out, within bounds. */
export async function containerTarget(): Promise<FuzzTarget> {
  const folder = mkdtempSync(path.join(tmpdir(), 'leakgate-fuzz-'));
  const starts = [...containerSamples(shopIn(folder)).values()];
  rmSync(folder, { recursive: true, force: true });
  return {
    name: 'containers',
    starts,
    words,
    longest: 32 << 10,
    async run(input) {
      const kind = containerKind(input);
      if (!kind) return ['none'];
      const reasons = new Set<string>();
      let size = 0;
      for await (const item of expand(chunkOf(input, 'x'), kind, DEPTH)) {
        if (item.kind === 'inner') size += item.chunk.bytes.length;
        else reasons.add(item.reason.replace(/\d+/g, 'n').slice(0, 60));
      }
      if (size > MOST_BYTES) throw new Error(`${size} bytes out of ${input.length}`);
      return [...reasons].map((reason) => `${kind} ${reason}`);
    },
  };
}
