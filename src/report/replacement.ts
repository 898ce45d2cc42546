/** What to write in place of a secret, for one kind of file. */
export interface Replacement {
  /** Where the value is kept instead. */
  where: string;
  /** The text to put where the secret stood. */
  code: string;
}

type Make = (name: string) => Replacement;

const environment = (code: (name: string) => string): Make => {
  return (name) => ({ where: `the environment variable ${name}`, code: code(name) });
};

/** By path, most specific first. */
const byPath: readonly (readonly [pattern: RegExp, make: Make])[] = [
  [
    /(^|\/)\.github\/(workflows|actions)\//,
    (name) => ({ where: `a GitHub Actions secret named ${name}`, code: `\${{ secrets.${name} }}` }),
  ],
  [
    /(^|\/)azure-pipelines[^/]*\.ya?ml$/,
    (name) => ({ where: `a secret variable of the pipeline named ${name}`, code: `$(${name})` }),
  ],
  [
    /(^|\/)\.gitlab-ci[^/]*\.ya?ml$/,
    (name) => ({ where: `a masked CI/CD variable named ${name}`, code: `$${name}` }),
  ],
  [
    /(^|\/)bitbucket-pipelines\.ya?ml$/,
    (name) => ({ where: `a secured repository variable named ${name}`, code: `$${name}` }),
  ],
  [
    /(^|\/)\.circleci\/|(^|\/)\.buildkite\/|(^|\/)\.travis\.yml$/,
    (name) => ({ where: `a secret environment variable of the project named ${name}`, code: `$${name}` }),
  ],
  [
    /(^|\/)Jenkinsfile|\.jenkinsfile$/i,
    (name) => ({ where: `a Jenkins credential named ${kebab(name)}`, code: `credentials('${kebab(name)}')` }),
  ],
  [
    /(^|\/)(Dockerfile|Containerfile)|\.dockerfile$/i,
    (name) => ({
      where: `a build secret named ${kebab(name)}`,
      code: `RUN --mount=type=secret,id=${kebab(name)},env=${name} …`,
    }),
  ],
  [
    /(^|\/)\.env(\.|$)|\.env$/,
    (name) => ({
      where: 'the same file, kept out of git (add it to .gitignore, git rm --cached)',
      code: `${name}=`,
    }),
  ],
  [
    /(^|\/)\.?(condarc|npmrc|yarnrc)|(^|\/)(environment|pixi|conda-lock)\.(ya?ml|toml)$|\.npmrc$|pip\.conf$|(^|\/)docker-compose[^/]*\.ya?ml$|(^|\/)compose\.ya?ml$/,
    environment((name) => `\${${name}}`),
  ],
  [
    /\.tf(vars)?$|\.hcl$/,
    (name) => ({
      where: `TF_VAR_${name.toLowerCase()} and a variable marked sensitive`,
      code: `var.${name.toLowerCase()}`,
    }),
  ],
  [/\.([cm]?[jt]sx?|vue|svelte)$/, environment((name) => `process.env.${name}`)],
  [/\.(py|ipynb|pyi)$/, environment((name) => `os.environ["${name}"]`)],
  [/\.go$/, environment((name) => `os.Getenv("${name}")`)],
  [/\.rb$|(^|\/)(Rakefile|Gemfile|Fastfile)$/, environment((name) => `ENV.fetch("${name}")`)],
  [/\.(java|kt|kts|scala|groovy|gradle)$/, environment((name) => `System.getenv("${name}")`)],
  [/\.(cs|fs|vb)$/, environment((name) => `Environment.GetEnvironmentVariable("${name}")`)],
  [/\.php$/, environment((name) => `getenv('${name}')`)],
  [/\.rs$/, environment((name) => `std::env::var("${name}")`)],
  [/\.swift$/, environment((name) => `ProcessInfo.processInfo.environment["${name}"]`)],
  [/\.(c|cc|cpp|h|hpp|m|mm)$/, environment((name) => `getenv("${name}")`)],
  [/\.(ex|exs)$/, environment((name) => `System.fetch_env!("${name}")`)],
  [/\.(ps1|psm1)$/, environment((name) => `$env:${name}`)],
  [/\.(bat|cmd)$/, environment((name) => `%${name}%`)],
  [/\.(r|R)$/, environment((name) => `Sys.getenv("${name}")`)],
  [/\.(sh|bash|zsh|fish|ksh)$|(^|\/)Makefile$/, environment((name) => `"$${name}"`)],
];

function kebab(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

/**
 * What to write in a file in place of a secret.
 *
 * @param name - the environment variable of the rule
 */
export function replacementFor(file: string, name: string): Replacement {
  const make =
    byPath.find(([pattern]) => pattern.test(file))?.[1] ?? environment((variable) => `\${${variable}}`);
  return make(name);
}

/** The variable to use for a rule that names none: `STRIPE_SECRET_KEY` for stripe-secret-key. */
export function variableName(ruleId: string): string {
  return ruleId
    .toUpperCase()
    .replaceAll('-', '_')
    .replace(/^GENERIC_/, '');
}
