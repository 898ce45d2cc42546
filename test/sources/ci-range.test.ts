import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listCommits } from '../../src/git/commits.ts';
import { ciRange } from '../../src/sources/ci-range.ts';
import { parseRange, resolveRange, selectRange } from '../../src/sources/revisions.ts';
import { folder, type TempRepo, tempRepo } from '../git/temp-repo.ts';

let origin: TempRepo;
let clone: TempRepo;
/** Ids by message: `base` and `main` on main, `one` and `two` on topic. */
const id: Record<string, string> = {};

beforeAll(() => {
  origin = tempRepo();
  const add = (message: string) => {
    origin.git('commit', '-q', '--allow-empty', '-m', message);
    id[message] = origin.git('rev-parse', 'HEAD');
  };
  add('base');
  origin.git('checkout', '-qb', 'topic');
  add('one');
  add('two');
  origin.git('checkout', '-q', 'main');
  origin.git('branch', 'releases/x');
  add('main');
  clone = folder(path.join(origin.root, '.git', 'clone'));
  origin.git('clone', '-q', origin.root, clone.root);
});
afterAll(() => origin.remove());

const ZEROS = '0'.repeat(40);

function event(payload: (ids: typeof id) => object): string {
  const file = path.join(origin.root, '.git', 'event.json');
  writeFileSync(file, JSON.stringify(payload(id)));
  return file;
}

type Variables = () => Record<string, string>;

const github = (payload: (ids: typeof id) => object, more: Record<string, string> = {}): Variables => {
  return () => ({ GITHUB_ACTIONS: 'true', GITHUB_EVENT_PATH: event(payload), ...more });
};

const builds: [string, string[], Variables][] = [
  [
    'GitHub pull request',
    ['one', 'two'],
    github((i) => ({ pull_request: { base: { sha: i.main }, head: { sha: i.two } } })),
  ],
  ['GitHub merge group', ['two'], github((i) => ({ merge_group: { base_sha: i.one, head_sha: i.two } }))],
  [
    'GitHub push',
    ['two'],
    github((i) => ({ before: i.one, after: i.two }), { GITHUB_REF: 'refs/heads/topic' }),
  ],
  [
    'GitHub push of a new branch',
    ['one', 'two'],
    github((i) => ({ before: ZEROS, after: i.two }), { GITHUB_REF: 'refs/heads/topic' }),
  ],
  [
    'GitHub forced push',
    ['one', 'two'],
    github((i) => ({ before: '1'.repeat(40), after: i.two }), { GITHUB_REF: 'refs/heads/topic' }),
  ],
  [
    'GitLab merge request',
    ['one', 'two'],
    () => ({
      GITLAB_CI: 'true',
      CI_MERGE_REQUEST_DIFF_BASE_SHA: id.base!,
      CI_COMMIT_SHA: id.two!,
      CI_COMMIT_BEFORE_SHA: ZEROS,
    }),
  ],
  [
    'GitLab push',
    ['two'],
    () => ({
      GITLAB_CI: 'true',
      CI_COMMIT_BEFORE_SHA: id.one!,
      CI_COMMIT_SHA: id.two!,
      CI_COMMIT_BRANCH: 'topic',
    }),
  ],
  [
    'GitLab push of a new branch',
    ['one', 'two'],
    () => ({
      GITLAB_CI: 'true',
      CI_COMMIT_BEFORE_SHA: ZEROS,
      CI_COMMIT_SHA: id.two!,
      CI_COMMIT_BRANCH: 'topic',
    }),
  ],
  [
    'GitLab external pull request',
    ['one', 'two'],
    () => ({
      GITLAB_CI: 'true',
      CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_SHA: id.base!,
      CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_SHA: id.two!,
      CI_COMMIT_SHA: id.two!,
      CI_COMMIT_BEFORE_SHA: ZEROS,
    }),
  ],
  [
    'Azure pull request',
    ['one', 'two'],
    () => ({
      TF_BUILD: 'True',
      SYSTEM_PULLREQUEST_TARGETBRANCH: 'refs/heads/main',
      SYSTEM_PULLREQUEST_SOURCECOMMITID: id.two!,
      BUILD_SOURCEVERSION: id.main!,
    }),
  ],
  [
    'Azure pull request of GitHub to a branch with a slash',
    ['one', 'two'],
    () => ({
      TF_BUILD: 'True',
      SYSTEM_PULLREQUEST_TARGETBRANCH: 'releases/x',
      SYSTEM_PULLREQUEST_TARGETBRANCHNAME: 'x',
      SYSTEM_PULLREQUEST_SOURCECOMMITID: id.two!,
      BUILD_SOURCEVERSION: id.main!,
    }),
  ],
  [
    'Azure push',
    ['one', 'two'],
    () => ({ TF_BUILD: 'True', BUILD_SOURCEVERSION: id.two!, BUILD_SOURCEBRANCH: 'refs/heads/topic' }),
  ],
  [
    'Bitbucket pull request',
    ['one', 'two'],
    () => ({ BITBUCKET_COMMIT: id.two!, BITBUCKET_PR_DESTINATION_COMMIT: id.main!.slice(0, 12) }),
  ],
  ['Bitbucket push', ['one', 'two'], () => ({ BITBUCKET_COMMIT: id.two!, BITBUCKET_BRANCH: 'topic' })],
  [
    'Jenkins change request',
    ['one', 'two'],
    () => ({ JENKINS_URL: 'x', CHANGE_TARGET: 'main', GIT_COMMIT: id.two! }),
  ],
  [
    'Jenkins build',
    ['two'],
    () => ({
      JENKINS_URL: 'x',
      GIT_PREVIOUS_SUCCESSFUL_COMMIT: id.one!,
      GIT_COMMIT: id.two!,
      GIT_BRANCH: 'origin/topic',
    }),
  ],
  [
    'Jenkins build after one that failed',
    ['one', 'two'],
    () => ({
      JENKINS_URL: 'x',
      GIT_PREVIOUS_COMMIT: id.two!,
      GIT_COMMIT: id.two!,
      GIT_BRANCH: 'origin/topic',
    }),
  ],
  ...['refs/heads/topic', 'refs/remotes/origin/topic', 'topic'].map(
    (branch): [string, string[], Variables] => [
      `Jenkins build of ${branch}`,
      ['one', 'two'],
      () => ({ JENKINS_URL: 'x', GIT_COMMIT: id.two!, GIT_BRANCH: branch }),
    ],
  ),
  [
    'Jenkins multibranch build, detached',
    ['one', 'two'],
    () => ({ JENKINS_URL: 'x', GIT_COMMIT: id.two!, GIT_BRANCH: 'detached', BRANCH_NAME: 'topic' }),
  ],
  ['CircleCI', ['one', 'two'], () => ({ CIRCLECI: 'true', CIRCLE_SHA1: id.two!, CIRCLE_BRANCH: 'topic' })],
  [
    'Buildkite pull request',
    ['one', 'two'],
    () => ({
      BUILDKITE: 'true',
      BUILDKITE_PULL_REQUEST: '7',
      BUILDKITE_PULL_REQUEST_BASE_BRANCH: 'main',
      BUILDKITE_COMMIT: id.two!,
    }),
  ],
  [
    'Buildkite push',
    ['one', 'two'],
    () => ({
      BUILDKITE: 'true',
      BUILDKITE_PULL_REQUEST: 'false',
      BUILDKITE_COMMIT: id.two!,
      BUILDKITE_BRANCH: 'topic',
    }),
  ],
];

describe('the commits that a build is for', () => {
  test.each(builds)('%s', (_name, expected, variables) => {
    const range = ciRange(variables());
    const commits = listCommits(resolveRange(range!, clone.root), clone.root);
    expect(commits.map((commit) => commit.id)).toEqual(expected.map((name) => id[name]));
  });

  test.each([
    ['no CI', {}],
    ['a GitHub event that names no commits', { GITHUB_ACTIONS: 'true' }],
    ['a Jenkins build of no branch', { JENKINS_URL: 'x', GIT_COMMIT: ZEROS.replace('0', '1') }],
    ['a branch that was deleted', { GITLAB_CI: 'true', CI_COMMIT_SHA: ZEROS }],
  ])('%s: none', (_name, env) => {
    expect(ciRange(env)).toBeUndefined();
  });
});

describe('a build of a tag', () => {
  const tagged: [string, Variables][] = [
    ['GitHub', github((i) => ({ before: ZEROS, after: i.tag }), { GITHUB_REF: 'refs/tags/v1' })],
    ['GitLab', () => ({ GITLAB_CI: 'true', CI_COMMIT_SHA: id.two!, CI_COMMIT_TAG: 'v1' })],
    ['Azure', () => ({ TF_BUILD: 'True', BUILD_SOURCEVERSION: id.two!, BUILD_SOURCEBRANCH: 'refs/tags/v1' })],
    ['Bitbucket', () => ({ BITBUCKET_COMMIT: id.two!, BITBUCKET_TAG: 'v1' })],
    ['CircleCI', () => ({ CIRCLECI: 'true', CIRCLE_SHA1: id.two!, CIRCLE_TAG: 'v1' })],
    ['Buildkite', () => ({ BUILDKITE: 'true', BUILDKITE_COMMIT: id.two!, BUILDKITE_TAG: 'v1' })],
    ['Jenkins', () => ({ JENKINS_URL: 'x', GIT_COMMIT: id.two!, GIT_BRANCH: 'v1', TAG_NAME: 'v1' })],
  ];
  const select = (env: Record<string, string>) =>
    selectRange(ciRange(env)!, clone.root, new AbortController().signal);

  test.each(tagged)('%s: reads its message', async (_name, variables) => {
    clone.git('tag', '-f', '-a', '-m', 'a tag', 'v1', id.two!);
    id.tag = clone.git('rev-parse', 'refs/tags/v1');
    expect(await select(variables())).toMatchObject({ tags: [id.tag], skips: [] });
  });

  test('says that it is not in the clone; one without a message has none', async () => {
    const env = { GITLAB_CI: 'true', CI_COMMIT_SHA: id.two! };
    const reason = 'the tag is not in this clone, so its message was not read';
    expect(await select({ ...env, CI_COMMIT_TAG: 'gone' })).toMatchObject({
      tags: [],
      skips: [{ path: 'refs/tags/gone', reason }],
    });
    clone.git('tag', 'light', id.two!);
    expect(await select({ ...env, CI_COMMIT_TAG: 'light' })).toMatchObject({ tags: [], skips: [] });
  });
});

test('a Jenkins build of no branch whose last commit is gone is not empty', () => {
  const env = { JENKINS_URL: 'x', GIT_PREVIOUS_SUCCESSFUL_COMMIT: '1'.repeat(40), GIT_COMMIT: id.two! };
  expect(() => resolveRange(ciRange({ ...env, GIT_BRANCH: 'detached' })!, clone.root)).toThrow(
    'is not a commit of this clone',
  );
});

test.each([
  ['a..b', { base: 'a', tip: 'b', needsMergeBase: false }],
  ['a...b', { base: 'a', tip: 'b', needsMergeBase: true }],
  ['a..', { base: 'a', tip: 'HEAD' }],
  ['..b', { base: 'HEAD', tip: 'b' }],
  ['a', { base: 'a', tip: 'HEAD', label: 'a..HEAD' }],
])('the range %s', (text, expected) => {
  expect(parseRange(text)).toMatchObject(expected);
});

test.each(['', '..', '...', 'a..b..c'])('%j is no range', (text) => {
  expect(() => parseRange(text)).toThrow('no range');
});
