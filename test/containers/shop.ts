import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A folder in which real programs make archives. */
export interface Workshop {
  write(file: string, content: string | Uint8Array): void;
  read(file: string): Buffer;
  /** The absolute path of a file. */
  path(file: string): string;
  /** @throws the program fails */
  run(command: string, ...args: string[]): void;
}

/** A folder that exists, as a workshop. */
export function shopIn(root: string): Workshop {
  return {
    write(file, content) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), content);
    },
    path: (file) => path.join(root, file),
    read: (file) => readFileSync(path.join(root, file)),
    run: (command, ...args) => {
      execFileSync(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
    },
  };
}

/** Whether a program is here; says so when it is not, since the tests that need it are skipped. */
export function hasTool(command: string): boolean {
  const { error } = spawnSync(command, ['--help'], { stdio: 'ignore' });
  if (error) console.log(`skipped: no ${command}`);
  return error === undefined;
}
