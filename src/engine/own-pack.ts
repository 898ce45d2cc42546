import { RuleError } from '../errors.ts';
import type { Rule } from '../types.ts';
import { MAGIC } from './compiler/layout.ts';
import { automataIn, readAutomata } from './kernel/automata.ts';
import type { PackBytes } from './rule-pack.ts';

/** Where compiled rules are kept between runs. It never fails: what can't be read or written is as if not there. */
export interface PackStore {
  /** @param key - names the rules by their content */
  get(key: string): Uint8Array | undefined;
  set(key: string, bytes: Uint8Array): void;
}

/** Where a rule's `pattern` or `reject` stands, as `file:line:column`; undefined where that is not known. */
export type PlaceOf = (ruleId: string, key: string) => string | undefined;

/**
 * Compiles the user's rules, or takes what an earlier run made of the same ones.
 *
 * @throws {RuleError} a pattern can't be compiled
 */
export async function packOwn(
  own: readonly Rule[],
  globSource: (glob: string) => string,
  store?: PackStore,
  placeOf?: PlaceOf,
): Promise<PackBytes> {
  const key = keyOf(own);
  const kept = store && unsealed(store.get(key));
  if (kept) return kept;
  const { packRules } = await import('./compiler/pack.ts');
  try {
    const bytes = packRules(own, globSource);
    store?.set(key, sealed(bytes));
    return bytes;
  } catch (error) {
    throw await namedError(error, own, placeOf);
  }
}

function keyOf(rules: readonly Rule[]): string {
  return sha256(Buffer.from(JSON.stringify([MAGIC, rules]))).toString('hex');
}

/** The error of the first pattern that does not compile by itself, with its place. */
async function namedError(error: unknown, own: readonly Rule[], placeOf?: PlaceOf): Promise<unknown> {
  const [{ compileRule, compileText }, { PatternError }] = await Promise.all([
    import('./compiler/compile.ts'),
    import('./compiler/parse.ts'),
  ]);
  if (!(error instanceof PatternError)) return error;
  const compiles = (compile: () => unknown) => {
    try {
      compile();
      return true;
    } catch {
      return false;
    }
  };
  for (const rule of own) {
    const { id, reject } = rule;
    const key = !compiles(() => compileRule(rule)) ? 'pattern' : 'reject';
    if (key === 'reject' && (reject === undefined || compiles(() => compileText(reject, 'ecma')))) continue;
    const place = placeOf?.(id, key);
    return new RuleError(`${place ? `${place}: ` : ''}${id}: ${key}: ${error.message}`);
  }
  return new RuleError(`pattern: ${error.message}`);
}

const DIGEST = 32;

/** A digest, the lengths of three parts, the parts. */
function sealed({ gate, texts }: PackBytes): Uint8Array {
  const parts = [gate.tables, readAutomata(gate.automata), texts()];
  const lengths = Buffer.from(Uint32Array.from(parts.map((part) => part.length)).buffer);
  const body = Buffer.concat([lengths, ...parts]);
  return Buffer.concat([sha256(body), body]);
}

/** Undefined for what was not written whole, or not by {@link sealed}. */
function unsealed(bytes: Uint8Array | undefined): PackBytes | undefined {
  if (!bytes || bytes.length < DIGEST + 12) return undefined;
  const body = bytes.subarray(DIGEST);
  if (!sha256(body).equals(bytes.subarray(0, DIGEST))) return undefined;
  const view = new DataView(body.buffer, body.byteOffset);
  let end = 12;
  const [tables, automata, texts] = [0, 4, 8].map((at) => {
    const start = end;
    end += view.getUint32(at, true);
    return body.subarray(start, end);
  }) as [Uint8Array, Uint8Array, Uint8Array];
  return { gate: { tables: tables.slice(), automata: automataIn(automata) }, texts: () => texts };
}

function sha256(bytes: Uint8Array): Buffer {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(bytes).digest();
}
