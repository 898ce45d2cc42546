import { STAGED_ON_STDIN } from '../git/given-staged.ts';
import { printStaged } from '../git/print-staged.ts';

/** The installation that a hook calls. Both are absolute paths. */
export interface Installation {
  node: string;
  leakgate: string;
}

/** What runs before leakgate in a hook. */
export type Chained =
  /** The hook that had the name before, kept beside it. */
  | 'kept'
  /** The repository's own hook, which a global `core.hooksPath` would hide. */
  | 'own';

const SIGN = '# leakgate hook 1:';
const MADE_FOLDER = '# The folder was made too.';

/** Whether a hook's text was written by {@link hookFile} or {@link passingFile}. */
export function isOurs(text: string): boolean {
  return text.includes(`\n${SIGN}`);
}

/** Whether installing made the folder, so that removing takes it away. */
export function saysFolderMade(text: string): boolean {
  return text.includes(`\n${MADE_FOLDER}\n`);
}

/**
 * The path of leakgate that a hook of ours calls; undefined for one that calls none.
 *
 * @param text - byte by byte as Latin-1
 */
export function calledLeakgate(text: string): string | undefined {
  const quoted = /^leakgate='(.*)'$/m.exec(text)?.[1];
  return quoted === undefined ? undefined : Buffer.from(quoted.replaceAll(`'\\''`, `'`), 'latin1').toString();
}

/** Name under which the hook that was there before is kept, in the same folder. */
export function keptName(hook: string): string {
  return `${hook}.leakgate-kept`;
}

/**
 * A hook in POSIX sh. It runs the chained hook first (its exit status ends the hook unless it is 0), then leakgate
 * with the hook's arguments and standard input. Without node or leakgate it stops what git is about to do.
 *
 * @param folderMade - installing made the folder of the hooks
 */
export function hookFile(
  hook: string,
  installation: Installation,
  chained: Chained,
  folderMade: boolean,
): string {
  return [
    ...head(
      'runs leakgate. Made by `leakgate hook install`, taken away by `leakgate hook remove`.',
      folderMade,
    ),
    `node=${quote(installation.node)}`,
    `leakgate=${quote(installation.leakgate)}`,
    ...before(hook, chained),
    'stop() {',
    `  echo "leakgate: $1, so nothing was checked and the ${endOf(hook)} is stopped." >&2`,
    `  echo "help: 'leakgate hook install' writes this hook anew; without leakgate, delete $0" >&2`,
    '  exit 2',
    '}',
    'if [ ! -f "$leakgate" ]; then',
    `  command -v leakgate >/dev/null || stop "it is neither at $leakgate nor in PATH"`,
    `  run leakgate hook run ${hook} "$@"`,
    '  exit',
    'fi',
    'if [ ! -x "$node" ]; then',
    '  command -v node >/dev/null || stop "node is neither at $node nor in PATH"',
    '  node=node',
    'fi',
    ...call(hook),
    '',
  ].join('\n');
}

/** Git lists and prints what is staged while node starts; not on Windows, where a pipe of sh costs more than that gains. */
function call(hook: string): string[] {
  if (hook !== 'pre-commit' || process.platform === 'win32')
    return [`run "$node" "$leakgate" hook run ${hook} "$@"`];
  return [
    `staged() { ${printStaged()}; }`,
    `staged | "$node" "$leakgate" hook run ${hook} ${STAGED_ON_STDIN} "$@"`,
  ];
}

/** A hook that only hands over to the repository's own, which a global `core.hooksPath` would hide. */
export function passingFile(hook: string): string {
  return [
    ...head("runs the repository's own hook. Taken away by `leakgate hook remove --global`.", false),
    ...ownHook(hook),
    '[ -x "$before" ] || exit 0',
    'exec "$before" "$@"',
    '',
  ].join('\n');
}

function head(says: string, folderMade: boolean): string[] {
  return ['#!/bin/sh', `${SIGN} ${says}`, ...(folderMade ? [MADE_FOLDER] : [])];
}

/** Runs the chained hook, and defines `run`, which gives a command the standard input that git gave. */
function before(hook: string, chained: Chained): string[] {
  const run = readsInput(hook)
    ? ['input=$(cat; echo .)', `run() { printf %s "\${input%.}" | "$@"; }`]
    : ['run() { "$@"; }'];
  return [
    ...run,
    ...(chained === 'own' ? ownHook(hook) : keptHook(hook)),
    'if [ -x "$before" ]; then',
    '  run "$before" "$@" || exit',
    'fi',
  ];
}

function keptHook(hook: string): string[] {
  return [`case $0 in */*) folder=\${0%/*} ;; *) folder=. ;; esac`, `before=$folder/${keptName(hook)}`];
}

function ownHook(hook: string): string[] {
  return [`before=$(git rev-parse --git-common-dir)/hooks/${hook} || exit`];
}

/** @see https://git-scm.com/docs/githooks#_pre_push */
function readsInput(hook: string): boolean {
  return hook === 'pre-push';
}

function endOf(hook: string): string {
  return hook === 'pre-push' ? 'push' : 'commit';
}

/** A word of sh that stands for exactly this text; git's own sh on Windows wants `/`. */
function quote(text: string): string {
  const slashed = /^[A-Za-z]:\\/.test(text) ? text.replaceAll('\\', '/') : text;
  return `'${slashed.replaceAll(`'`, `'\\''`)}'`;
}
