import yargs from 'yargs';
import { commandNamed, commands } from './commands.ts';
import { generalOptions, type Option } from './options.ts';

/** The help of one command, or of all. */
export async function helpText(topic: string | undefined): Promise<string> {
  const command = topic === undefined ? undefined : commandNamed(topic);
  const parser = yargs([]).scriptName('leakgate').version(false).help(false).wrap(100);
  if (command) {
    parser.usage(`leakgate ${topic} ${command.arguments}\n\n${command.describe}`);
    parser.example(...command.example);
    parser.options(yargsOptions({ ...command.options, ...generalOptions }));
  } else {
    parser.usage('leakgate <command>\n\nStops commits that add a secret.');
    for (const [name, { arguments: args, describe }] of Object.entries(commands)) {
      parser.command(`${name} ${args.includes('|') ? '' : args}`.trim(), describe);
    }
    parser.options(yargsOptions(generalOptions));
    parser.epilogue(
      'leakgate <command> --help shows its flags. Exit codes: 0 clean, 1 secrets found, 2 usage, 3 not all was read.',
    );
  }
  return `${await parser.getHelp()}\n`;
}

function yargsOptions(options: Readonly<Record<string, Option>>) {
  return Object.fromEntries(
    Object.entries(options).map(([name, { type, short, describe, multiple, value }]) => [
      name,
      {
        type,
        describe: value ? `${value}: ${describe}` : describe,
        ...(short ? { alias: short } : {}),
        ...(multiple ? { array: true } : {}),
      },
    ]),
  );
}
