import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { globSource } from '../../config/globs.ts';
import { testRules } from '../../engine/test-rules.ts';
import { ExitCode, UsageError } from '../../errors.ts';
import { printable } from '../../report/printable.ts';
import { loadProvider } from '../../rules/load.ts';
import { ruleFile, shapeOf } from '../../rules/rule-from-sample.ts';
import type { Flags } from '../options.ts';
import { printError, printOut } from '../print.ts';

const STDIN = 0;

/**
 * Writes a rule file of one's own from a sample that is read from standard input, and proves it by its examples. The
 * sample is not kept: the file has its prefix, alphabet and length.
 *
 * @throws {UsageError} something is missing, the file exists, or the sample is no token
 */
export async function newRule(id: string | undefined, flags: Flags): Promise<number> {
  const { ask, close } = await asker();
  try {
    const answered = async (value: unknown, question: string) => {
      const answer = (typeof value === 'string' ? value : await ask(question)).trim();
      if (answer !== '') return answer;
      throw new UsageError(`rules new: ${question}?`, usage);
    };
    const ruleId = checkedId(await answered(id, 'which id, as in acme-token'));
    const docs = checkedPage(await answered(flags.docs, 'where is it documented, as a URL (--docs)'));
    const sample = await answered(undefined, 'what does a token look like (it is not kept)');
    const shape = shapeOf(sample);
    if (!shape)
      throw new UsageError('rules new: the sample is not one token of at least 12 random characters');
    const provider = ruleId.split('-')[0]!;
    const name = typeof flags.name === 'string' ? flags.name : provider[0]!.toUpperCase() + provider.slice(1);
    return write(`${provider}.yaml`, ruleFile({ id: ruleId, name, docs, shape }));
  } finally {
    close();
  }
}

/** The provider in it is the file's name. */
function checkedId(id: string): string {
  if (/^[a-z0-9]+(?:-[a-z0-9]+)+$/.test(id)) return id;
  throw new UsageError(
    `rules new: ${printable(id)} is no id`,
    'lower-case words joined by hyphens, as in acme-token',
  );
}

function checkedPage(url: string): string {
  if (/^https:\/\/[^\s\p{C}]+$/u.test(url) && URL.canParse(url)) return url;
  throw new UsageError(`rules new: ${printable(url)} is no https URL`, usage);
}

const usage = 'as in leakgate rules new acme-token --docs https://acme.example/docs < sample.txt';

/** Asks on a terminal; else each answer is what is left of standard input. */
async function asker(): Promise<{ ask: (question: string) => Promise<string>; close: () => void }> {
  const { isatty } = await import('node:tty');
  if (!isatty(STDIN)) {
    const rest = async (question: string) => (question.startsWith('what') ? readFileSync(STDIN, 'utf8') : '');
    return { ask: rest, close: () => {} };
  }
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output: process.stderr, historySize: 0 });
  // Lines that are there before their question, as when several are pasted, wait.
  const lines = terminal[Symbol.asyncIterator]();
  const ask = async (question: string) => {
    printError(`${question}? `);
    const { value } = await lines.next();
    return value ?? '';
  };
  return { ask, close: () => terminal.close() };
}

function write(file: string, text: string): number {
  if (existsSync(file)) throw isThere(file);
  const rules = loadProvider(file, text);
  const failed = testRules(rules, globSource);
  for (const { list, example, detail } of failed) printError(`${list}: ${example}\n  ${detail}\n`);
  if (failed.length > 0) return ExitCode.SecretsFound;
  writeNew(file, text);
  printOut(`${file}: its examples do what they say; scan with it by --rules ${file}\n`);
  return ExitCode.Clean;
}

/** Never over a file, and never through a link to where none is yet. */
function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === 'EEXIST' ? isThere(file) : new UsageError(`${file}: can't be written (${code})`);
  }
}

function isThere(file: string): UsageError {
  return new UsageError(`${file} is there already`, 'add the rule to it by hand');
}
