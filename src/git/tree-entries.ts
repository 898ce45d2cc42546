/** One line of a tree object. Offsets count within the tree's bytes. */
export interface TreeEntry {
  /** As git understands it: of a file's permissions only the owner's right to execute counts. */
  mode: number;
  nameStart: number;
  nameEnd: number;
  /** Where the raw object id starts; the entry ends `hashBytes` further. */
  idStart: number;
}

export const FOLDER_MODE = 0o040000;

const SPACE = 0x20;
const LONGEST_MODE = 7;

/**
 * Parses the entry of a tree object that starts at `at`: `octal mode SP name NUL raw id`.
 *
 * @returns undefined when the tree is damaged there
 */
export function parseTreeEntry(tree: Buffer, at: number, hashBytes: number): TreeEntry | undefined {
  let mode = 0;
  let next = at;
  for (; tree[next] !== SPACE; next++) {
    const digit = (tree[next] ?? 0) - 0x30;
    if (digit < 0 || digit > 7 || next - at >= LONGEST_MODE) return undefined;
    mode = mode * 8 + digit;
  }
  const nameEnd = tree.indexOf(0, next + 1);
  if (nameEnd <= next + 1 || nameEnd + 1 + hashBytes > tree.length) return undefined;
  return { mode: canonicalMode(mode), nameStart: next + 1, nameEnd, idStart: nameEnd + 1 };
}

/** Old trees hold modes that git no longer writes, such as 100664. */
function canonicalMode(mode: number): number {
  const type = mode & 0o170000;
  if (type === 0o100000) return (mode & 0o100) === 0 ? 0o100644 : 0o100755;
  return type === 0o120000 || type === FOLDER_MODE ? type : 0o160000;
}
