import type { z } from 'zod';

type Schema = z.core.$ZodType;

/** The keys that a schema knows at a place in a document; empty where that is no mapping. */
export function knownKeys(schema: Schema, path: readonly PropertyKey[]): string[] {
  const found = path.reduce<Schema | undefined>((at, step) => at && childOf(at, step), schema);
  return found ? Object.keys(shapeOf(found) ?? {}) : [];
}

/** The parts of Zod's definitions that lead further down. */
interface Definition {
  type: string;
  shape?: Record<string, Schema>;
  element?: Schema;
  innerType?: Schema;
  valueType?: Schema;
  options?: readonly Schema[];
}

function definitionOf(schema: Schema): Definition {
  const definition = schema._zod.def as unknown as Definition;
  return definition.innerType ? definitionOf(definition.innerType) : definition;
}

function shapeOf(schema: Schema): Record<string, Schema> | undefined {
  const { shape, options } = definitionOf(schema);
  return shape ?? options?.map(shapeOf).find((found) => found !== undefined);
}

function childOf(schema: Schema, step: PropertyKey): Schema | undefined {
  const { element, valueType } = definitionOf(schema);
  return element ?? valueType ?? shapeOf(schema)?.[String(step)];
}
