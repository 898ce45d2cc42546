import { ExitCode } from '../../errors.ts';
import { printOut } from '../print.ts';
import { completionsOf } from './words.ts';

/** Answers what a script of `./scripts.ts` asks: which word of a command line is completed, from 0, and the words. */
export function answerCompletion([at, ...words]: readonly string[]): number {
  const lines = completionsOf(words, Number(at)).map(({ word, meaning }) =>
    meaning === undefined ? `${word}\n` : `${word}\t${meaning}\n`,
  );
  printOut(lines.join(''));
  return ExitCode.Clean;
}
