import path from 'node:path';
import { text } from '../git/temp-repo.ts';
import { commit, type Row, rows, type Situation, stage } from './situation.ts';

type Setting = [name: string, value: string];

const NOTHING = process.platform === 'win32' ? 'cmd /c exit' : 'true';

const settings: Setting[] = [
  ['color.ui', 'always'],
  ['color.diff', 'always'],
  ['color.diff.new', 'black black'],
  ['diff.external', NOTHING],
  ['diff.noprefix', 'true'],
  ['diff.mnemonicPrefix', 'true'],
  ['diff.srcPrefix', 'x/'],
  ['diff.dstPrefix', 'y/'],
  ['core.quotePath', 'true'],
  ['diff.orderFile', 'order'],
  ['diff.renames', 'copies'],
  ['diff.renameLimit', '1'],
  ['diff.submodule', 'log'],
  ['diff.interHunkContext', '100'],
  ['diff.context', '0'],
  ['diff.algorithm', 'histogram'],
  ['diff.indentHeuristic', 'false'],
  ['diff.suppressBlankEmpty', 'true'],
  ['diff.ignoreSubmodules', 'all'],
  ['diff.relative', 'true'],
  ['diff.wordRegex', '.'],
  ['diff.statGraphWidth', '1'],
  ['diff.colorMoved', 'zebra'],
  ['diff.autoRefreshIndex', 'false'],
  ['diff.dirstat', 'lines'],
  ['log.showSignature', 'true'],
  ['log.follow', 'true'],
  ['log.showRoot', 'false'],
  ['log.diffMerges', 'off'],
  ['log.mailmap', 'true'],
  ['log.date', 'relative'],
  ['format.pretty', '%H'],
  ['core.pager', NOTHING],
  ['pager.diff', NOTHING],
  ['pager.diff-index', NOTHING],
  ['core.fsmonitor', NOTHING],
  ['core.untrackedCache', 'true'],
  ['core.preloadIndex', 'false'],
  ['core.attributesFile', 'hostile-attributes'],
  ['core.ignoreStat', 'true'],
  ['core.abbrev', '4'],
  ['core.bigFileThreshold', '1'],
  ['core.commentChar', 'K'],
  ['advice.detachedHead', 'true'],
  ['status.showUntrackedFiles', 'no'],
  ['submodule.recurse', 'true'],
  ['i18n.commitEncoding', 'UTF-16'],
  ['i18n.logOutputEncoding', 'UTF-16'],
  ['grep.patternType', 'perl'],
  ['alias.diff-index', '!true'],
  ['alias.cat-file', '!true'],
];

function withSettings(list: readonly Setting[]): Row[2] {
  return (r, t) => {
    commit(r, { 'dir/naïve.txt': text(1, 20), order: '*.md\n' });
    r.write('hostile-attributes', '* -diff -text binary\n');
    for (const [name, value] of list) r.git('config', name, value);
    stage(r, 'dir/naïve.txt', `${text(1, 20)}\nK=${t()}\n`);
    return {};
  };
}

const attributes: Row[] = [
  ['-diff', '* -diff\n'],
  ['binary', '* binary\n'],
  ['-text', '* -text\n'],
  ['diff=hide, a textconv driver that shows nothing', '* diff=hide\n'],
  ['merge=binary', '* merge=binary\n'],
  ['export-ignore', '* export-ignore\n'],
  ['linguist-generated', '* linguist-generated linguist-vendored\n'],
  ['ident and eol=crlf', '* ident text eol=crlf\n'],
].map(([id, line]) => [
  `attribute ${id}`,
  'found',
  (r, t) => {
    r.git('config', 'diff.hide.textconv', NOTHING);
    r.git('config', 'diff.hide.command', NOTHING);
    r.git('config', 'diff.hide.binary', 'true');
    stage(r, '.gitattributes', line!);
    stage(r, 'a.txt', `x\nK=${t()}\n`);
    return {};
  },
  { blinds: 'parsers of git diff' },
]);

const others: Row[] = [
  [
    'attribute working-tree-encoding',
    'found',
    (r, t) => {
      stage(r, '.gitattributes', '*.txt working-tree-encoding=UTF-16LE-BOM\n');
      stage(r, 'a.txt', Buffer.from(`\ufeffK=${t()}\n`, 'utf16le'));
      return {};
    },
  ],
  [
    'GIT_EXTERNAL_DIFF in the environment',
    'found',
    (r, t) => {
      stage(r, 'a', `K=${t()}\n`);
      return { env: { GIT_EXTERNAL_DIFF: NOTHING } };
    },
    { blinds: 'parsers of git diff' },
  ],
  [
    'GIT_DIFF_OPTS and GIT_PAGER in the environment',
    'found',
    (r, t) => {
      stage(r, 'a', `K=${t()}\n`);
      return { env: { GIT_DIFF_OPTS: '-u0', GIT_PAGER: NOTHING, GIT_TRACE: '1', LESS: 'x' } };
    },
  ],
  [
    'settings from GIT_CONFIG_COUNT',
    'found',
    (r, t) => {
      stage(r, 'a', `K=${t()}\n`);
      const own = { GIT_CONFIG_KEY_2: 'color.ui', GIT_CONFIG_VALUE_2: 'always' };
      return { env: { GIT_CONFIG_COUNT: '3', ...own } };
    },
  ],
  [
    'settings from an included file',
    'found',
    (r, t) => {
      r.write('.git/more', '[color]\n\tui = always\n[diff]\n\texternal = true\n');
      r.git('config', 'include.path', path.join(r.root, '.git', 'more'));
      stage(r, 'a', `K=${t()}\n`);
      return {};
    },
  ],
  ['all settings at once', 'found', withSettings(settings)],
];

const single: Row[] = settings.map((setting) => [
  `setting ${setting.join('=')}`,
  'found',
  withSettings([setting]),
]);

/** What a setting or an attribute can change, and must not. */
export const configSituations: Situation[] = rows('commit', [...single, ...attributes, ...others]);
