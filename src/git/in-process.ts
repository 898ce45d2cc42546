import { resolve } from 'node:path';
import { findGitPlaces, type GitPlaces } from './git-places.ts';
import { type ObjectStore, openObjectStore } from './objects/object-store.ts';

/** A repository whose files are read here, without starting git. */
export interface InProcess {
  places: GitPlaces;
  store: ObjectStore;
}

const opened = new Map<string, InProcess | undefined>();

/**
 * Opens the repository of a folder for reading in process. A process start costs more than a small commit's scan.
 *
 * @returns undefined where only git itself can read it, or `LEAKGATE_GIT_READER=git` asks for that
 */
export function openInProcess(cwd: string): InProcess | undefined {
  if (process.env.LEAKGATE_GIT_READER === 'git') return undefined;
  const folder = resolve(cwd);
  if (!opened.has(folder)) opened.set(folder, open(folder));
  return opened.get(folder);
}

function open(folder: string): InProcess | undefined {
  const places = findGitPlaces(folder, process.env);
  return places && { places, store: openObjectStore(places) };
}
