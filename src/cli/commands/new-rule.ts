import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { globSource } from '../../config/globs.ts';
import { testRules } from '../../engine/test-rules.ts';
import { ExitCode, UsageError } from '../../errors.ts';
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
  const ask = await asker();
  const answered = async (value: unknown, question: string) => {
    const answer = typeof value === 'string' ? value : await ask(question);
    if (answer) return answer.trim();
    throw new UsageError(`rules new: ${question}?`, usage);
  };
  const ruleId = await answered(id, 'which id, as in acme-token');
  const docs = await answered(flags.docs, 'where is it documented, as a URL (--docs)');
  const sample = await answered(undefined, 'what does a token look like (it is not kept)');
  const shape = shapeOf(sample);
  if (!shape) throw new UsageError('rules new: the sample is not one token of at least 12 random characters');
  const provider = ruleId.split('-')[0]!;
  const name = typeof flags.name === 'string' ? flags.name : provider[0]!.toUpperCase() + provider.slice(1);
  return write(`${provider}.yaml`, ruleFile({ id: ruleId, name, docs, shape }));
}

const usage = 'as in leakgate rules new acme-token --docs https://acme.example/docs < sample.txt';

/** Asks on a terminal; else each answer is what is left of standard input. */
async function asker(): Promise<(question: string) => Promise<string>> {
  const { isatty } = await import('node:tty');
  if (!isatty(STDIN)) {
    return async (question) => (question.startsWith('what') ? readFileSync(STDIN, 'utf8').trim() : '');
  }
  const { createInterface } = await import('node:readline/promises');
  return async (question) => {
    const terminal = createInterface({ input: process.stdin, output: process.stderr, historySize: 0 });
    try {
      return await terminal.question(`${question}? `);
    } finally {
      terminal.close();
    }
  };
}

function write(file: string, text: string): number {
  if (existsSync(file)) throw new UsageError(`${file} is there already`, 'add the rule to it by hand');
  const rules = loadProvider(file, text);
  const failed = testRules(rules, globSource);
  for (const { list, example, detail } of failed) printError(`${list}: ${example}\n  ${detail}\n`);
  if (failed.length > 0) return ExitCode.SecretsFound;
  writeFileSync(file, text);
  printOut(`${file}: its examples do what they say; scan with it by --rules ${file}\n`);
  return ExitCode.Clean;
}
