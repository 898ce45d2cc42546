import { fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from '../errors.ts';

let installed: ReturnType<typeof openInstalledPack> | undefined;

/**
 * The compiled rules of this installation, as `leakgate rules pack` wrote them at build. They are opened once.
 *
 * @throws {SetupError} a file is missing
 */
export function readInstalledPack() {
  installed ??= openInstalledPack();
  return installed;
}

function openInstalledPack() {
  let texts: Uint8Array | undefined;
  return {
    gate: { tables: readInstalled('rules.bin'), automata: installedAutomata() },
    texts() {
      texts ??= readInstalled('rules.text');
      return texts;
    },
  };
}

/** Megabytes, of which a small commit needs kilobytes: the file is read piece by piece. */
function installedAutomata() {
  const file = openInstalled('rules.automata');
  const { size } = fstatSync(file);
  return {
    length: size,
    read(target: Uint8Array, from: number): void {
      for (let done = 0; done < target.length; ) {
        const got = readSync(file, target, done, target.length - done, from + done);
        if (got === 0) throw brokenInstallation('rules.automata is too short');
        done += got;
      }
    },
  };
}

function openInstalled(name: string): number {
  try {
    return openSync(installedPath(name), 'r');
  } catch {
    throw brokenInstallation(`${name} is missing from the installation`);
  }
}

function readInstalled(name: string): Uint8Array {
  try {
    return readFileSync(installedPath(name));
  } catch {
    throw brokenInstallation(`${name} is missing from the installation`);
  }
}

function installedPath(name: string): string {
  return path.join(import.meta.dirname, name);
}

function brokenInstallation(what: string): SetupError {
  return new SetupError(what, 'install leakgate again, or: npm run build');
}
