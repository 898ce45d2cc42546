import { expect, test } from 'vitest';
import { commitPage, linePage } from '../../src/report/forge-links.ts';
import { historyFinding, hostile, jsonFinding } from './reports.ts';

const at = (url: string) => ({ url, revision: null, branch: null });
const id = 'a'.repeat(40);

test.each([
  ['https://github.com/team/app', `https://github.com/team/app/blob/${id}/src/app.js#L3`],
  ['ssh://github.com/team/app.git', `https://github.com/team/app/blob/${id}/src/app.js#L3`],
  ['https://gitlab.com/a/b/c.git/', `https://gitlab.com/a/b/c/-/blob/${id}/src/app.js#L3`],
  ['https://bitbucket.org/team/app', `https://bitbucket.org/team/app/src/${id}/src/app.js#lines-3`],
  ['https://example.com/team/app', undefined],
  ['https://github.com.evil.example/team/app', undefined],
  ['https://constructor/team/app', undefined],
  ['https://github.com/team/%22%3E', undefined],
  ['javascript:alert(1)', undefined],
])('a line of %s is at %s', (url, page) => {
  expect(linePage(at(url), historyFinding())).toBe(page);
  expect(commitPage(at(url)) === undefined).toBe(page === undefined);
});

test('what is in no commit, or in no file, has no page', () => {
  const repository = at('https://github.com/team/app');
  expect(linePage(repository, jsonFinding())).toBeUndefined();
  expect(linePage(repository, historyFinding({ where: 'commit-message' }))).toBeUndefined();
  expect(linePage(repository, historyFinding({ commit: '"><script>' }))).toBeUndefined();
  expect(linePage(null, historyFinding())).toBeUndefined();
});

test.each(Object.entries(hostile))('%s in a file name stays in its part of the address', (_, file) => {
  const page = linePage(at('https://github.com/team/app'), historyFinding({ file }));
  expect(page).toMatch(/^https:\/\/github\.com\/team\/app\/blob\/a{40}\/[\w.~%/-]*#L3$/);
});
