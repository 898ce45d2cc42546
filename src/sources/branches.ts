import { tryGit } from '../git/run.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables of CI services that name the branch that a pull request goes to; of its own name an attacker has the say. */
const targets = [
  'GITHUB_BASE_REF',
  'CI_MERGE_REQUEST_TARGET_BRANCH_NAME',
  'SYSTEM_PULLREQUEST_TARGETBRANCH',
  'BITBUCKET_PR_DESTINATION_BRANCH',
  'BUILDKITE_PULL_REQUEST_BASE_BRANCH',
  'CHANGE_TARGET',
];

/** Variables that name the branch that is built. */
const built = [
  'GITHUB_REF',
  'CI_COMMIT_BRANCH',
  'BUILD_SOURCEBRANCH',
  'BITBUCKET_BRANCH',
  'CIRCLE_BRANCH',
  'BUILDKITE_BRANCH',
  'BRANCH_NAME',
];

/**
 * The branch that what is scanned belongs to: in CI by the service's variables, else the one that is checked out.
 *
 * @returns empty when there is none, as with a detached HEAD
 */
export function currentBranches(env: Environment, root: string): string[] {
  for (const names of [targets, built]) {
    const found = names.map((name) => env[name]).find((value) => value);
    if (found && (!found.startsWith('refs/') || found.startsWith('refs/heads/')))
      return [found.replace(/^refs\/heads\//, '')];
  }
  const { status, stdout } = tryGit(['symbolic-ref', '--quiet', '--short', 'HEAD'], root);
  return status === 0 ? [stdout.toString('utf8').trim()] : [];
}
