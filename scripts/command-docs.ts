/** Writes docs/commands.md out of the table of commands: `npm run docs:commands`. */
import { writeFileSync } from 'node:fs';
import { commandsPage } from './commands-page.ts';

writeFileSync('docs/commands.md', commandsPage());
