import { readFileSync } from 'node:fs';
import { SourceError } from '../errors.ts';
import type { NamedRange } from './revisions.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** One CI service: how it is known, and what it says about the commits that a build is for. */
interface Service {
  name: string;
  isHere: (env: Environment) => boolean;
  /** undefined when the service does not say it for this kind of build. */
  range: (env: Environment) => NamedRange | undefined;
  /** The name of the tag that is built. */
  tag: (env: Environment) => string | undefined;
}

/** By their documented variables. */
const services: readonly Service[] = [
  {
    name: 'GitHub Actions',
    isHere: (env) => env.GITHUB_ACTIONS === 'true',
    range: gitHubRange,
    tag: (env) => tagOf(env.GITHUB_REF),
  },
  {
    name: 'GitLab CI',
    isHere: (env) => env.GITLAB_CI === 'true',
    range: gitLabRange,
    tag: (env) => env.CI_COMMIT_TAG,
  },
  {
    name: 'Azure Pipelines',
    isHere: (env) => env.TF_BUILD !== undefined,
    range: azureRange,
    tag: (env) => tagOf(env.BUILD_SOURCEBRANCH),
  },
  {
    name: 'Bitbucket Pipelines',
    isHere: (env) => env.BITBUCKET_COMMIT !== undefined,
    range: bitbucketRange,
    tag: (env) => env.BITBUCKET_TAG,
  },
  {
    name: 'CircleCI',
    isHere: (env) => env.CIRCLECI === 'true',
    range: circleRange,
    tag: (env) => env.CIRCLE_TAG,
  },
  {
    name: 'Buildkite',
    isHere: (env) => env.BUILDKITE === 'true',
    range: buildkiteRange,
    tag: (env) => env.BUILDKITE_TAG,
  },
  {
    name: 'Jenkins',
    isHere: (env) => env.JENKINS_URL !== undefined,
    range: jenkinsRange,
    tag: (env) => env.TAG_NAME,
  },
];

/** The commits that the present CI build is for; undefined outside of CI, or when it does not say. */
export function ciRange(env: Environment): NamedRange | undefined {
  const service = services.find(({ isHere }) => isHere(env));
  const range = service?.range(env);
  if (!range) return undefined;
  const tag = service!.tag(env);
  return { ...range, label: `${range.label} (${service!.name})`, ...(tag ? { tag } : {}) };
}

/**
 * A pull request's head is named by id, since what is checked out is a merge that nobody wrote.
 *
 * @see https://docs.github.com/en/webhooks/webhook-events-and-payloads
 */
function gitHubRange(env: Environment): NamedRange | undefined {
  const event = gitHubEvent(env.GITHUB_EVENT_PATH);
  const { pull_request: pull, merge_group: group } = event;
  if (pull) return between(pull.base?.sha, pull.head?.sha);
  if (group) return between(group.base_sha, group.head_sha);
  return pushed(event.before, event.after, branchOf(env.GITHUB_REF));
}

interface GitHubEvent {
  before?: string;
  after?: string;
  pull_request?: { base?: { sha?: string }; head?: { sha?: string } };
  merge_group?: { base_sha?: string; head_sha?: string };
}

function gitHubEvent(file: string | undefined): GitHubEvent {
  if (file === undefined) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as GitHubEvent;
  } catch {
    throw new SourceError(`GITHUB_EVENT_PATH (${file}) can't be read`, 'give a range: leakgate diff A..B');
  }
}

/** @see https://docs.gitlab.com/ci/variables/predefined_variables/ */
function gitLabRange(env: Environment): NamedRange | undefined {
  const tip = env.CI_COMMIT_SHA;
  const base = env.CI_MERGE_REQUEST_DIFF_BASE_SHA;
  if (base) return between(base, env.CI_MERGE_REQUEST_SOURCE_BRANCH_SHA || tip);
  const externalBase = env.CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_SHA;
  if (externalBase) return between(externalBase, env.CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_SHA || tip);
  return pushed(env.CI_COMMIT_BEFORE_SHA, tip, env.CI_COMMIT_BRANCH);
}

/**
 * The target is a ref in Azure Repos and a bare branch for GitHub; its `...NAME` is the last part of it alone.
 *
 * @see https://learn.microsoft.com/azure/devops/pipelines/build/variables
 */
function azureRange(env: Environment): NamedRange | undefined {
  const target =
    env.SYSTEM_PULLREQUEST_TARGETBRANCH?.replace(/^refs\/heads\//, '') ||
    env.SYSTEM_PULLREQUEST_TARGETBRANCHNAME;
  const tip = env.BUILD_SOURCEVERSION;
  if (target) return between(`origin/${target}`, env.SYSTEM_PULLREQUEST_SOURCECOMMITID || tip);
  return pushed(undefined, tip, branchOf(env.BUILD_SOURCEBRANCH));
}

/** @see https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/ */
function bitbucketRange(env: Environment): NamedRange | undefined {
  const base = env.BITBUCKET_PR_DESTINATION_COMMIT || remoteBranch(env.BITBUCKET_PR_DESTINATION_BRANCH);
  if (base) return between(base, env.BITBUCKET_COMMIT);
  return pushed(undefined, env.BITBUCKET_COMMIT, env.BITBUCKET_BRANCH);
}

/** @see https://circleci.com/docs/variables/ */
function circleRange(env: Environment): NamedRange | undefined {
  return pushed(undefined, env.CIRCLE_SHA1, env.CIRCLE_BRANCH);
}

/** @see https://buildkite.com/docs/pipelines/environment-variables */
function buildkiteRange(env: Environment): NamedRange | undefined {
  const isPull = env.BUILDKITE_PULL_REQUEST !== undefined && env.BUILDKITE_PULL_REQUEST !== 'false';
  const base = isPull ? remoteBranch(env.BUILDKITE_PULL_REQUEST_BASE_BRANCH) : undefined;
  if (base) return between(base, env.BUILDKITE_COMMIT);
  return pushed(undefined, env.BUILDKITE_COMMIT, env.BUILDKITE_BRANCH);
}

/**
 * Of the builds before, only one that succeeded says that its commits are clean: to build a failed one again is no way
 * past it. Where no branch is named, what the remote's branches have may be what is built.
 *
 * @see https://plugins.jenkins.io/git/ and the multibranch variables of its `env-vars.html`
 */
function jenkinsRange(env: Environment): NamedRange | undefined {
  const target = remoteBranch(env.CHANGE_TARGET);
  if (target) return between(target, env.GIT_COMMIT ?? 'HEAD');
  const range = pushed(env.GIT_PREVIOUS_SUCCESSFUL_COMMIT, env.GIT_COMMIT, undefined);
  const own = jenkinsBranches(env);
  if (!range) return undefined;
  if (own.length > 0) return { ...range, pushed: own };
  return range.base ? { ...range, baseMayBeGone: false } : undefined;
}

/** `GIT_BRANCH` begins with whatever the remote is called, or is the bare branch; none for a detached build. */
function jenkinsBranches({ GIT_BRANCH, BRANCH_NAME }: Environment): string[] {
  const built = GIT_BRANCH === 'detached' ? undefined : GIT_BRANCH?.replace(/^refs\/(?:heads|remotes)\//, '');
  return [built, BRANCH_NAME].flatMap((name) => (name ? [name, `*/${name}`] : []));
}

function between(base: string | undefined, tip: string | undefined): NamedRange | undefined {
  return base && tip ? { label: `${short(base)}..${short(tip)}`, base, tip } : undefined;
}

/**
 * What a push brought: from the commit before it, else (a new branch, a service that does not say) what no other
 * remote branch has.
 */
function pushed(
  before: string | undefined,
  tip: string | undefined,
  branch: string | undefined,
): NamedRange | undefined {
  if (!tip || isZeros(tip)) return undefined;
  const own = branch ? { pushed: [`origin/${branch}`] } : {};
  if (before && !isZeros(before))
    return { label: `${short(before)}..${short(tip)}`, base: before, tip, baseMayBeGone: true, ...own };
  return { label: `new commits of ${short(tip)}`, tip, ...own };
}

function isZeros(id: string): boolean {
  return /^0+$/.test(id);
}

function short(name: string): string {
  return /^[0-9a-f]{40,64}$/.test(name) ? name.slice(0, 12) : name;
}

function branchOf(ref: string | undefined): string | undefined {
  return ref?.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : undefined;
}

function tagOf(ref: string | undefined): string | undefined {
  return ref?.startsWith('refs/tags/') ? ref.slice('refs/tags/'.length) : undefined;
}

function remoteBranch(name: string | undefined): string | undefined {
  return name ? `origin/${name}` : undefined;
}
