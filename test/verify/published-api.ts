/** A part of an OpenAPI 3 description, as far as these tests read it. */
interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  enum?: unknown[];
  example?: unknown;
  default?: unknown;
  nullable?: boolean;
  properties?: Record<string, Schema>;
  items?: Schema;
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
}
interface Reference {
  $ref?: string;
  value?: unknown;
}
interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  required?: boolean;
}
interface Content {
  schema?: Schema;
  example?: unknown;
  examples?: Record<string, Reference>;
}
type Answers = Record<string, { $ref?: string; content?: Record<string, Content> }>;
export interface Operation {
  parameters?: Parameter[];
  responses: Answers;
}
type Path = Record<string, Operation> & { parameters?: Parameter[] };

/** What a provider publishes about its API. */
export interface Description {
  servers?: { url: string; variables?: Record<string, { default: string }> }[];
  paths: Record<string, Path>;
}

/** Follows a local reference. */
function follow<T extends { $ref?: string }>(description: Description, part: T): T {
  if (!part.$ref) return part;
  const names = part.$ref.slice(2).split('/');
  const target = names.reduce<unknown>(
    (node, name) => (node as Record<string, unknown>)?.[name.replaceAll('~1', '/').replaceAll('~0', '~')],
    description,
  );
  return follow(description, target as T);
}

/** The operation of a request, its parameters resolved; undefined when none is described. */
export function operationOf(description: Description, method: string, url: URL): Operation | undefined {
  for (const base of basesOf(description, url)) {
    if (url.host !== base.host || !url.pathname.startsWith(base.pathname.replace(/\/$/, ''))) continue;
    const rest = url.pathname.slice(base.pathname.replace(/\/$/, '').length);
    const [path] = Object.entries(description.paths)
      .filter(([template, path]) => path[method.toLowerCase()] && fits(template, rest))
      .sort(([a], [b]) => a.split('{').length - b.split('{').length)
      .map(([, path]) => path);
    const operation = path?.[method.toLowerCase()];
    if (!operation) continue;
    const parameters = [...(path?.parameters ?? []), ...(operation.parameters ?? [])];
    return { ...operation, parameters: parameters.map((one) => follow(description, one)) };
  }
  return undefined;
}

function basesOf({ servers = [] }: Description, url: URL): URL[] {
  return servers.map((server) => {
    const filled = Object.entries(server.variables ?? {}).reduce(
      (text, [name, variable]) => text.replace(`{${name}}`, variable.default),
      server.url,
    );
    return new URL(filled, url);
  });
}

function fits(template: string, path: string): boolean {
  const segments = template.split('/');
  const asked = path.split('/');
  return (
    segments.length === asked.length && segments.every((name, i) => name.includes('{') || name === asked[i])
  );
}

/** A body that fits what is described for a success: the published example, else one made from the schema. */
export function describedBody(description: Description, operation: Operation): unknown {
  const status = Object.keys(operation.responses).find((one) => /^2|default/.test(one));
  const answer = follow(description, operation.responses[status!]!);
  const content = Object.entries(answer.content ?? {}).find(([type]) => /json|\*\/\*/.test(type))?.[1];
  const [shown] = Object.values(content?.examples ?? {});
  const example = content?.example ?? (shown && exampleOf(description, shown));
  return example ?? bodyFrom(description, content?.schema ?? {}, 0);
}

/** A published example, which may be kept elsewhere in the description. */
function exampleOf(description: Description, shown: Reference): unknown {
  const { value } = follow(description, shown);
  return follow(description, value as Reference);
}

const deepest = 7;

function bodyFrom(description: Description, unresolved: Schema, depth: number): unknown {
  const schema = follow(description, unresolved);
  if (depth > deepest) return undefined;
  const inner = (one: Schema) => bodyFrom(description, one, depth + 1);
  if (schema.allOf || schema.properties) {
    const own = Object.entries(schema.properties ?? {}).map(([name, one]) => [name, inner(one)]);
    return Object.assign({}, ...(schema.allOf ?? []).map(inner), Object.fromEntries(own));
  }
  if (schema.example !== undefined) return schema.example;
  const [choice] = schema.oneOf ?? schema.anyOf ?? [];
  if (choice) return inner(choice);
  if (schema.enum) return schema.enum[0];
  if (schema.items) return [inner(schema.items)];
  const texts: Record<string, string> = { 'date-time': '2030-01-02T03:04:05Z', date: '2030-01-02' };
  const samples: Record<string, unknown> = { integer: 7, number: 7, boolean: true, object: {}, array: [] };
  return samples[schema.type ?? ''] ?? texts[schema.format ?? ''] ?? 'text';
}
