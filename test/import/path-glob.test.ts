import { describe, expect, test } from 'vitest';
import { globMatcher } from '../../src/config/globs.ts';
import { seededRandom } from '../../src/engine/checks/random.ts';
import { pathGlobs } from '../../src/import/path-glob.ts';

const files = ['a', '.env', 'go.mod', 'x.py', 'b_test.go', 'A1', 'a7', 'img.png'];
const parts = ['docs', 'vendor', 'node_modules', 'test', ...files];

/**
 * Paths of up to four of the parts, joined by `/` or by nothing. What is a folder's name is no file's: `docs/**` matches
 * a file `docs` too, in picomatch as in git.
 */
function somePaths(count: number): string[] {
  const random = seededRandom('paths');
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!;
  return Array.from({ length: count }, () => {
    let path = '';
    for (let i = Math.floor(random() * 4); i > 0; i--) path += pick(parts) + pick(['/', '/', '']);
    return path + pick(files);
  });
}

const sources = [
  'vendor/',
  '^vendor/',
  'node_modules',
  '^docs/.*$',
  '(^|/)docs/',
  '(?:^|/)\\.env(?:$|\\.|/)',
  '.*_test\\.go$',
  '(.*?)(jpg|gif|png)$',
  'go.mod$',
  '^test/.*/a$',
  'docs/[^/]+$',
  '(?i)^a1$',
  'a[0-9]?$',
  '(go\\.mod|x\\.py)$',
  '^[a-z]+/a',
  '/test/',
  '^.*docs.*$',
  'x\\.py|^a$',
];

describe('the glob matches what the regular expression does', () => {
  test.each(sources)('%s', (source) => {
    const made = pathGlobs(source);
    const matches = globMatcher('globs' in made ? made.globs : expect.fail(made.lost));
    const regex = source.startsWith('(?i)') ? new RegExp(source.slice(4), 'i') : new RegExp(source);
    const paths = somePaths(2000);
    expect(paths.some((path) => regex.test(path))).toBe(true);
    expect(paths.filter((path) => matches(path) !== regex.test(path))).toEqual([]);
  });
});

test.each(['.*', 'a(?=b)', 'x{2,5}y', 'a\\bb', '[a/]b', '('])('%s has no glob, and says why', (source) => {
  expect(pathGlobs(source)).toEqual({ lost: expect.stringMatching(/.{5}/) });
});
