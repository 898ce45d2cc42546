/**
 * Writes docs/api.md out of the built declarations: `npm run build && npm run docs:api`. Another file when one is named.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** One exported name. */
interface Entry {
  name: string;
  kind: string;
  /** Its docstring, without stars. */
  doc: string;
  declaration: string;
}

const folder = 'dist/types';

const introduction = `# What the library exports

<!-- Written by scripts/api-docs.ts out of the declarations: \`npm run build && npm run docs:api\`. -->

How to use it: [library.md](library.md). All names are exports of \`leakgate\`.
`;

/** The exported names and the files that they come from, in the order of the entry. */
function exported(): [name: string, file: string][] {
  const entry = readFileSync(path.join(folder, 'index.d.ts'), 'utf8');
  const lines = [...entry.matchAll(/^export (?:type )?(\*|\{[^}]*\}) from '(.*)\.js';$/gm)];
  return lines.flatMap(([, what, from]) => {
    const file = path.join(folder, `${from}.d.ts`);
    const names = what === '*' ? declared(file) : what!.match(/\b(?!type\b)\w+/g)!;
    return [...names].map((name): [string, string] => [name, file]);
  });
}

function declared(file: string): string[] {
  return statements(file).map(({ name }) => name);
}

/** Top-level statements of a declaration file: all that begins at the margin, with the comment before it. */
function statements(file: string): Entry[] {
  const text = readFileSync(file, 'utf8');
  const pattern =
    /^(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?export (?:declare )?(?:abstract )?(function|class|interface|type|const) (\w+)[\s\S]*?(?=^\/\*\*[^\n]*\n(?: \*[^\n]*\n)*export|^export|^import|^declare|(?![\s\S]))/gm;
  return [...text.matchAll(pattern)].map(([whole, comment = '', kind, name]) => ({
    name: name!,
    kind: kind!,
    doc: docOf(comment),
    declaration: whole
      .slice(comment.length)
      .replaceAll(/^export (?:declare )?/g, '')
      .trim(),
  }));
}

/** Links become code, tags become lists; an example stays as it is. */
function docOf(comment: string): string {
  return comment
    .replace(/^\/\*\*\s?|\s*\*\/\s*$/g, '')
    .replaceAll(/^ \* ?/gm, '')
    .replaceAll(/\{@link ([\w.]+)\}/g, '`$1`')
    .replaceAll(/^@example\n/gm, '')
    .replaceAll(/^@(param|throws|returns|see) /gm, '- *$1* ')
    .replaceAll(/^(- \*throws\*) \{(.*?)\}/gm, '$1 `$2`:')
    .trim();
}

function sectionOf(title: string, entries: readonly Entry[]): string {
  const parts = entries.map(
    ({ name, doc, declaration }) => `### ${name}\n\n${doc}\n\n\`\`\`ts\n${declaration}\n\`\`\`\n`,
  );
  return `## ${title}\n\n${parts.join('\n')}`.replaceAll(/\n{3,}/g, '\n\n');
}

const entries = exported().map(([name, file]) => {
  const entry = statements(file).find((statement) => statement.name === name);
  if (!entry) throw new Error(`${name} is not declared in ${file}`);
  return entry;
});
const runs = (entry: Entry) => ['function', 'class', 'const'].includes(entry.kind);
const values = entries.filter(runs).sort((a, b) => Number(b.name === 'scan') - Number(a.name === 'scan'));
const types = entries.filter((entry) => !runs(entry) && !values.some(({ name }) => name === entry.name));
writeFileSync(
  process.argv[2] ?? 'docs/api.md',
  [introduction, sectionOf('Functions and classes', values), sectionOf('Types', types)].join('\n'),
);
