import { splitNul } from './paths.ts';

/** One path whose version in the index differs from the one in HEAD. */
export interface StagedEntry {
  path: Buffer;
  /** Octal file mode as git writes it; `000000` where the path does not exist. */
  oldMode: string;
  newMode: string;
  /** Object ids, all zeros where the path does not exist. */
  oldId: string;
  newId: string;
  /** `A`, `D`, `U` (unmerged), or another letter for a change. */
  status: string;
}

/** Reads the output of `diff-index --raw -z`. */
export function parseRaw(output: Buffer): StagedEntry[] {
  const fields = splitNul(output);
  const entries: StagedEntry[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2)
    entries.push(parseRawEntry(fields[i]!.toString('latin1'), fields[i + 1]!));
  return entries;
}

/** @param line - `:old-mode new-mode old-id new-id status` */
export function parseRawEntry(line: string, path: Buffer): StagedEntry {
  const [oldMode, newMode, oldId, newId, status] = line.slice(1).split(' ');
  return {
    oldMode: oldMode!,
    newMode: newMode!,
    oldId: oldId!,
    newId: newId!,
    status: status![0]!,
    path,
  };
}
