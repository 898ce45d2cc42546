import { commands } from '../src/cli/commands.ts';
import { type Command, generalOptions, type Option, scanOptions } from '../src/cli/options.ts';

const introduction = `# Commands

<!-- Written by scripts/command-docs.ts out of src/cli/commands.ts: \`npm run docs:commands\`. -->

\`leakgate COMMAND --help\` says the same. \`leakgate\` alone is \`leakgate audit\`. Exit codes: 0 everything was read and
nothing blocks, 1 secrets found, 2 wrong usage, config, rule or installation, 3 part of the input could not be read, 70 a bug.
`;

/** The text of docs/commands.md. */
export function commandsPage(): string {
  const sections = Object.entries(commands).map(([name, command]) => sectionOf(name, command));
  const flags = table({ ...scanOptions, ...generalOptions });
  return `${[introduction, ...sections, `## Flags that every scan takes\n\n${flags}`].join('\n')}`;
}

function sectionOf(name: string, { arguments: args, describe, example, options }: Command): string {
  const common = Object.keys(scanOptions);
  const takesAll = common.every((flag) => flag in options);
  const own = Object.fromEntries(
    Object.entries(options).filter(([flag]) => !takesAll || !common.includes(flag)),
  );
  const [line, meaning] = example;
  return [
    `## leakgate ${name}${args ? ` \`${args}\`` : ''}\n`,
    `${describe[0]!.toUpperCase()}${describe.slice(1)}.${takesAll ? ' Takes the flags of every scan.' : ''}\n`,
    `    ${line}  # ${meaning}\n`,
    ...(Object.keys(own).length > 0 ? [table(own)] : []),
  ].join('\n');
}

function table(options: Readonly<Record<string, Option>>): string {
  const rows = Object.entries(options).map(([name, { short, value, describe }]) => {
    const flag = `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`;
    return `| \`${flag}\` | ${describe.replaceAll('|', '\\|')} |`;
  });
  return `| flag | meaning |\n|---|---|\n${rows.join('\n')}\n`;
}
