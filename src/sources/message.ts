import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SourceError } from '../errors.ts';
import { type MessageCleanup, messageCleanup } from '../git/message-cleanup.ts';
import type { Source } from '../types.ts';
import { indexTopFile } from './index-top-file.ts';

/**
 * The message of the commit that is being made, from the file that git gives a `commit-msg` hook.
 *
 * @param file - relative to `root`, or absolute
 */
export function messageSource(file: string, root: string): Source {
  return {
    name: 'commit-msg',
    root: '.',
    async *read() {
      yield { kind: 'expected', count: 1 };
      const text = readMessage(path.resolve(root, file));
      const kept = committedText(text, messageCleanup(text, root, process.env));
      const bytes = Buffer.from(kept, 'latin1');
      yield { kind: 'chunk', path: file, where: 'commit-message', bytes, firstLine: 1 };
    },
    topFile: (name) => indexTopFile(name, root),
  };
}

/** As one character a byte, so that no byte is lost. */
function readMessage(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch (error) {
    throw new SourceError(`${file} can't be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

const SCISSORS = ' ------------------------ >8 ------------------------';

/**
 * What of a message file git will commit. What it takes out is left empty, so that lines keep their numbers.
 *
 * @param text - one character a byte
 */
export function committedText(text: string, cleanup: MessageCleanup): string {
  const comment = Buffer.from(cleanup.comment).toString('latin1');
  const lines = text.split('\n');
  const at = lines.indexOf(comment + SCISSORS);
  const cut = at !== -1 && isCut(lines.slice(at + 1), comment, cleanup.scissors);
  const kept = cut ? lines.slice(0, at) : lines;
  return kept.map((line) => (cleanup.stripsComments && line.startsWith(comment) ? '' : line)).join('\n');
}

/** Without `commit -v` a scissors line is text like any other, and the hook is not told which it is. */
function isCut(rest: readonly string[], comment: string, scissors: MessageCleanup['scissors']): boolean {
  if (scissors !== 'diff') return scissors === 'always';
  const first = rest.find((line) => line !== '' && !line.startsWith(comment));
  return first === undefined || first.startsWith('diff --');
}
