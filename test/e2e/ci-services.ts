import { parse } from 'yaml';
import type { Build } from './ci-build.ts';

/** A page of docs/ci/, and how its service runs it. */
export interface Service {
  name: string;
  file: string;
  /** Name of the published schema of the file. */
  schema?: string;
  /** The commands, as the service would hand them to a shell. */
  commands: (text: string, build: Build) => string[];
  /** The documented variables of a push of a branch, and of a pull request. */
  push: (build: Build) => Record<string, string>;
  pull: (build: Build) => Record<string, string>;
  /** Files that the page collects, relative to the clone. */
  reports: string[];
  /** The variables of `pull` are those of a fork, whose branch the clone doesn't have. */
  fromFork?: true;
}

/** All but GitHub, whose page is the action. */
export const services: Service[] = [
  {
    name: 'GitLab',
    file: 'docs/ci/gitlab.yml',
    schema: 'gitlab-ci',
    commands: (text) => parse(text).leakgate.script,
    push: ({ base, tip }) => ({
      GITLAB_CI: 'true',
      CI: 'true',
      CI_COMMIT_SHA: tip,
      CI_COMMIT_BEFORE_SHA: base,
      CI_COMMIT_BRANCH: 'topic',
      CI_PROJECT_URL: 'https://gitlab.example.com/team/app',
    }),
    pull: ({ base, tip }) => ({
      GITLAB_CI: 'true',
      CI: 'true',
      CI_COMMIT_SHA: tip,
      CI_COMMIT_BEFORE_SHA: '0'.repeat(40),
      CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
    }),
    reports: ['gl-secret-detection-report.json', 'gl-code-quality-report.json'],
  },
  {
    name: 'Azure Pipelines',
    file: 'docs/ci/azure-pipelines.yml',
    schema: 'azure-pipelines',
    commands: azureCommands,
    push: ({ tip }) => ({
      TF_BUILD: 'True',
      BUILD_SOURCEVERSION: tip,
      BUILD_SOURCEBRANCH: 'refs/heads/topic',
    }),
    pull: ({ tip }) => ({
      TF_BUILD: 'True',
      SYSTEM_PULLREQUEST_TARGETBRANCH: 'refs/heads/main',
      SYSTEM_PULLREQUEST_SOURCECOMMITID: tip,
      BUILD_SOURCEVERSION: tip,
    }),
    reports: ['../temp/leakgate.xml', '../temp/leakgate.html'],
  },
  {
    name: 'Bitbucket',
    file: 'docs/ci/bitbucket-pipelines.yml',
    schema: 'bitbucket-pipelines',
    commands: (text) => parse(text).pipelines['pull-requests']['**'][0].step.script,
    push: ({ tip }) => ({ CI: 'true', BITBUCKET_COMMIT: tip, BITBUCKET_BRANCH: 'topic' }),
    pull: ({ base, tip }) => ({
      CI: 'true',
      BITBUCKET_COMMIT: tip,
      BITBUCKET_BRANCH: 'topic',
      BITBUCKET_PR_DESTINATION_BRANCH: 'main',
      BITBUCKET_PR_DESTINATION_COMMIT: base.slice(0, 12),
    }),
    reports: ['test-results/leakgate.xml', 'leakgate.html'],
  },
  {
    name: 'Jenkins',
    file: 'docs/ci/Jenkinsfile',
    commands: (text) => [...text.matchAll(/^\s*sh '(.*)'$/gm)].map(([, command]) => command!),
    push: ({ base, tip }) => ({
      JENKINS_URL: 'https://jenkins.example.com/',
      GIT_COMMIT: tip,
      GIT_PREVIOUS_SUCCESSFUL_COMMIT: base,
      GIT_BRANCH: 'origin/topic',
    }),
    pull: ({ tip }) => ({
      JENKINS_URL: 'https://jenkins.example.com/',
      GIT_COMMIT: tip,
      CHANGE_TARGET: 'main',
      CHANGE_BRANCH: 'topic',
      CHANGE_ID: '7',
    }),
    reports: ['leakgate.xml', 'leakgate.html'],
  },
  {
    name: 'CircleCI',
    file: 'docs/ci/circleci.yml',
    schema: 'circle-ci',
    commands: (text) =>
      parse(text).jobs.leakgate.steps.flatMap(
        (step: { run?: { command: string } }) => step.run?.command ?? [],
      ),
    push: ({ tip }) => ({ CIRCLECI: 'true', CI: 'true', CIRCLE_SHA1: tip, CIRCLE_BRANCH: 'topic' }),
    pull: ({ tip }) => ({
      CIRCLECI: 'true',
      CI: 'true',
      CIRCLE_SHA1: tip,
      CIRCLE_BRANCH: 'pull/7',
      CIRCLE_PR_NUMBER: '7',
    }),
    reports: ['reports/leakgate/results.xml', 'reports/leakgate.html'],
    fromFork: true,
  },
  {
    name: 'Buildkite',
    file: 'docs/ci/buildkite.yml',
    schema: 'buildkite',
    // The agent puts variables into a pipeline when it is uploaded; `$$` is a `$` that it leaves alone.
    commands: (text) =>
      parse(text).steps.map(({ command }: { command: string }) => command.replaceAll('$$', '$')),
    push: ({ tip }) => ({
      BUILDKITE: 'true',
      BUILDKITE_COMMIT: tip,
      BUILDKITE_BRANCH: 'topic',
      BUILDKITE_PULL_REQUEST: 'false',
    }),
    pull: ({ tip }) => ({
      BUILDKITE: 'true',
      BUILDKITE_COMMIT: tip,
      BUILDKITE_BRANCH: 'topic',
      BUILDKITE_PULL_REQUEST: '7',
      BUILDKITE_PULL_REQUEST_BASE_BRANCH: 'main',
    }),
    reports: ['leakgate.md', 'leakgate.html', '../temp/annotation'],
  },
];

/** Azure puts `$(name)` into a script before a shell sees it. */
function azureCommands(text: string, { temp }: Build): string[] {
  const values: Record<string, string> = {
    'Agent.TempDirectory': temp,
    'Build.ArtifactStagingDirectory': temp,
  };
  const steps: { task?: string; inputs?: { script?: string } }[] = parse(text).steps;
  return steps.flatMap(({ inputs }) =>
    inputs?.script === undefined
      ? []
      : [inputs.script.replace(/\$\(([\w.]+)\)/g, (_, name) => values[name]!)],
  );
}
