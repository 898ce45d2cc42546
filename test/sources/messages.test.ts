import { describe, expect, test } from 'vitest';
import { commitInfo } from '../../src/git/commit-object.ts';
import { createObjectParser } from '../../src/git/object-parts.ts';
import { committedText } from '../../src/sources/message.ts';
import { messageChunks } from '../../src/sources/messages.ts';

const ID = 'a'.repeat(40);
const raw = (message: string, extra = '') =>
  Buffer.from(
    `tree ${ID}\nauthor N <n@example.com> 1700000000 -0130\ncommitter N <n@example.com> 1 +0000\n${extra}\n${message}`,
  );

describe('a raw commit', () => {
  test('has an author and a time in its own zone', () => {
    expect(commitInfo(ID, raw('x'))).toEqual({
      id: ID,
      author: 'N <n@example.com>',
      date: '2023-11-14T20:43:20-01:30',
    });
  });

  test('gives its message, and the messages of the signed tags that it merged', () => {
    const tags = `mergetag object ${ID}\n type commit\n \n one\ngpgsig x\n y\nmergetag object ${ID}\n \n two\n`;
    const chunks = messageChunks('commit', ID, raw('subject\n\nbody\n', tags));
    expect(
      chunks.map(({ where, bytes }) => [where, Buffer.from(bytes).toString().split('\n').at(-1)]),
    ).toEqual([
      ['commit-message', ''],
      ['tag-message', ' one'],
      ['tag-message', ' two'],
    ]);
  });
});

describe('what of a message file is committed', () => {
  const cut = '# ------------------------ >8 ------------------------';
  test.each([
    ['comments', 'a\n# b\nc\n', { comment: '#', stripsComments: true, scissors: 'diff' }, 'a\n\nc\n'],
    ['comments that stay', 'a\n# b\n', { comment: '#', stripsComments: false, scissors: 'diff' }, 'a\n# b\n'],
    [
      'the diff of -v',
      `a\n${cut}\n# x\ndiff --git a b\n+c\n`,
      { comment: '#', stripsComments: true, scissors: 'diff' },
      'a',
    ],
    ['no diff', `a\n${cut}\nb\n`, { comment: '#', stripsComments: true, scissors: 'diff' }, 'a\n\nb\n'],
    ['scissors', `a\n${cut}\nb\n`, { comment: '#', stripsComments: false, scissors: 'always' }, 'a'],
    [
      'no scissors',
      `a\n${cut}\nb\n`,
      { comment: '#', stripsComments: false, scissors: 'never' },
      `a\n${cut}\nb\n`,
    ],
  ] as const)('%s', (_name, text, cleanup, expected) => {
    expect(committedText(text, cleanup)).toBe(expected);
  });
});

describe('the output of git cat-file --batch', () => {
  const objects = ['', 'x', 'two\nlines\n', 'y'.repeat(5000)];
  const output = Buffer.from(
    `${objects.map((text, i) => `${i}${ID.slice(1)} blob ${text.length}\n${text}\n`).join('')}${ID} missing\n`,
  );

  test.each([1, 3, 64, 4096, 1 << 20])('in pieces of %d bytes', (size) => {
    const parser = createObjectParser();
    const got: string[] = [];
    for (let at = 0; at < output.length; at += size) {
      for (const part of parser.push(output.subarray(at, at + size))) {
        got.push(part.kind === 'missing' ? 'missing' : Buffer.from(part.bytes).toString());
      }
    }
    expect(got).toEqual([...objects, 'missing']);
    expect(parser.isInside()).toBe(false);
  });

  test('a large object comes in stretches that overlap by whole lines', () => {
    const line = `${'z'.repeat(99)}\n`;
    const count = 400_000;
    const size = line.length * count;
    const parser = createObjectParser();
    const parts: { firstLine: number; lines: number; continued: boolean }[] = [];
    const take = (bytes: Buffer) => {
      for (const part of parser.push(bytes)) {
        if (part.kind === 'missing') throw new Error('missing');
        parts.push({ firstLine: part.firstLine, lines: part.bytes.length / 100, continued: part.continued });
      }
    };
    take(Buffer.from(`${ID} blob ${size}\n`));
    const block = Buffer.from(line.repeat(1000));
    for (let i = 0; i < count / 1000; i++) take(block);
    take(Buffer.from('\n'));
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.map(({ continued }) => continued)).toEqual(parts.map((_, i) => i > 0));
    const last = parts.at(-1)!;
    expect(last.firstLine + last.lines - 1).toBeCloseTo(count, 6);
    for (const [i, part] of parts.entries()) {
      if (i > 0) expect(part.firstLine).toBeLessThan(parts[i - 1]!.firstLine + parts[i - 1]!.lines);
    }
  });
});
