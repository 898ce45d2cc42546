import { decodePath, splitNul } from './paths.ts';
import { runGit } from './run.ts';

/** A file of the index. */
export interface IndexFile {
  path: string;
  mode: string;
  id: string;
}

/**
 * All files of the index, paths relative to `root`, the top of the working tree.
 *
 * @throws {SourceError} git failed
 */
export function listIndexFiles(root: string): IndexFile[] {
  const output = runGit(['ls-files', '--stage', '-z', '--full-name'], root);
  return splitNul(output).map((field) => {
    const tab = field.indexOf(9);
    const [mode, id] = field.subarray(0, tab).toString('latin1').split(' ');
    return { path: decodePath(field.subarray(tab + 1)), mode: mode!, id: id! };
  });
}
