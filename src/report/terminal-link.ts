import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { JsonLocated } from './schema.ts';

/** Makes a text a link to where a finding stands, or leaves it as it is. */
export type Link = (text: string, place: JsonLocated) => string;

const OPEN = '\x1b]8;;';
const CLOSE = '\x1b\\';

/**
 * Links by OSC 8, to the files that are in the tree at hand.
 *
 * @param folder - absolute; undefined where the terminal is not known to show links
 * @see https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
 */
export function createLink(folder: string | undefined): Link {
  if (folder === undefined) return (text) => text;
  return (text, { file, container, where, commit, atHead }) =>
    where === 'content' && (commit === null || atHead === true)
      ? `${OPEN}${pathToFileURL(path.resolve(folder, container ?? file)).href}${CLOSE}${text}${OPEN}${CLOSE}`
      : text;
}
