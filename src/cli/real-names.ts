import { listFiles } from '../sources/list-files.ts';
import type { ReportedPlace } from '../verify/reported-places.ts';
import { namesInCommit } from './reported-file.ts';

type Mask = (name: string) => Promise<string>;

/** What stands for a secret in the names of a report: `ghp_…(40).txt`. */
const MASKED = /…\(\d+\)/;

/**
 * The places of a report by the names that their files have: a report shows no secret in a name. Where several files
 * would go by the same name there, each is a place; where none would, the place stays as it is.
 *
 * @param mask - what a report makes of a name
 */
export async function withRealNames(
  places: readonly ReportedPlace[],
  folders: readonly string[],
  mask: Mask,
): Promise<ReportedPlace[]> {
  const namesIn = namesOnce(folders);
  const real: ReportedPlace[] = [];
  for (const place of places) {
    const shown = place.container ?? place.file;
    const names = MASKED.test(shown) ? await namesShownAs(shown, namesIn(place.commit), mask) : [];
    if (names.length === 0) real.push(place);
    for (const name of names)
      real.push(place.container === null ? { ...place, file: name } : { ...place, container: name });
  }
  return real;
}

async function namesShownAs(shown: string, names: readonly string[], mask: Mask): Promise<string[]> {
  const literals = shown.split(MASKED);
  const found: string[] = [];
  for (const name of names)
    if (holdsInOrder(name, literals) && (await mask(name)) === shown) found.push(name);
  return found;
}

function holdsInOrder(name: string, texts: readonly string[]): boolean {
  let at = 0;
  return texts.every((text) => {
    const found = name.indexOf(text, at);
    at = found + text.length;
    return found >= 0;
  });
}

/** All names of a commit's files, or of those in the folders, listed once. */
function namesOnce(folders: readonly string[]): (commit: string | null) => readonly string[] {
  const known = new Map<string | null, string[]>();
  return (commit) => {
    const names =
      known.get(commit) ?? (commit === null ? namesBelow(folders) : namesInCommit(folders[0]!, commit));
    known.set(commit, names);
    return names;
  };
}

function namesBelow(folders: readonly string[]): string[] {
  const files = [...new Set(folders)].flatMap((folder) => [...listFiles(folder, false)]);
  return [...new Set(files.flatMap((file) => (file.kind === 'file' ? [file.path] : [])))];
}
