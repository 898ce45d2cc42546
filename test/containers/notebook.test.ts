import { expect, test } from 'vitest';
import { containerKind } from '../../src/containers/container-kind.ts';
import { expand } from '../../src/containers/expand.ts';
import { chunkOf } from '../helpers/engine.ts';

async function textsOf(json: unknown): Promise<[path: string, text: string, repeats: boolean][]> {
  const bytes = Buffer.from(JSON.stringify(json, undefined, 1));
  const texts: [string, string, boolean][] = [];
  for await (const item of expand(chunkOf(bytes, 'x.ipynb'), containerKind(bytes)!, 3)) {
    if (item.kind === 'inner')
      texts.push([item.chunk.path, Buffer.from(item.chunk.bytes).toString(), item.repeats]);
  }
  return texts;
}

test('sources and outputs of a notebook, lines joined', async () => {
  const cells = [
    { cell_type: 'markdown', source: ['# Title\n', 'text'] },
    {
      cell_type: 'code',
      source: 'a = 1\nb = 2',
      outputs: [
        { output_type: 'stream', text: ['one\n', 'two\n'] },
        { output_type: 'display_data', data: { 'text/plain': ['x\n', 'y'], 'image/png': 'a\nb' } },
      ],
    },
  ];
  expect(await textsOf({ cells, metadata: {}, nbformat: 4 })).toEqual([
    ['x.ipynb!/cell 1', '# Title\ntext', true],
    ['x.ipynb!/cell 2', 'a = 1\nb = 2', true],
    ['x.ipynb!/cell 2 output', 'stream\none\ntwo\n\ndisplay_data\nx\ny', true],
  ]);
});

test('a notebook of version 3', async () => {
  const worksheets = [{ cells: [{ cell_type: 'code', input: ['a\n', 'b'], outputs: [] }] }];
  expect(await textsOf({ metadata: {}, nbformat: 3, worksheets })).toEqual([
    ['x.ipynb!/cell 1', 'a\nb', true],
  ]);
});

test('JSON that only looks like one, and what is no JSON', async () => {
  expect(await textsOf({ cells: 5 })).toEqual([]);
  expect(await textsOf({ cells: [1, null, 'x'] })).toEqual([]);
  const bytes = Buffer.from('{"cells": [');
  expect(containerKind(Buffer.concat([bytes, Buffer.alloc(20)]))).toBe('notebook');
});

test('a very large one is left to be searched as text, and told', async () => {
  const bytes = Buffer.alloc((128 << 20) + 1, ' ');
  bytes.write('{"nbformat": 4, "cells": [{"source": "a"}]}');
  const items: unknown[] = [];
  for await (const item of expand(chunkOf(bytes, 'x.ipynb'), containerKind(bytes)!, 3)) items.push(item);
  expect(items).toEqual([{ kind: 'skip', path: 'x.ipynb', reason: 'not opened: it is larger than 128 MiB' }]);
});
