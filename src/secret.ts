/** `util.inspect.custom`, by its registered name, so that a hook need not load `node:util`. */
const inspectCustom = Symbol.for('nodejs.util.inspect.custom');

/** A secret in clear on its way between threads, to be kept and shown nowhere. */
export interface BareSecret {
  value: string;
  publicPrefix: string;
}

let partsOf: (secret: Secret) => BareSecret;

/** For another thread of this process, which makes the same secret of it; a test lists the callers. */
export function bareSecret(secret: Secret): BareSecret {
  return partsOf(secret);
}

/**
 * A string that can't be printed by accident: template literals, `JSON.stringify` and `util.inspect` all
 * show its redacted form. Only {@link Secret.reveal} gives the value; a test lists its callers.
 */
export class Secret {
  readonly #value: string;
  readonly #publicPrefix: string;

  /**
   * @param value - the secret itself
   * @param publicPrefix - the provider's fixed prefix (`ghp_`), which may be shown; empty when there is none
   */
  constructor(value: string, publicPrefix = '') {
    this.#value = value;
    this.#publicPrefix = value.length >= publicPrefix.length + 8 ? publicPrefix : '';
  }

  /** The value in clear. */
  reveal(): string {
    return this.#value;
  }

  static {
    partsOf = (secret) => ({ value: secret.#value, publicPrefix: secret.#publicPrefix });
  }

  /** The public prefix, `…`, then the length in UTF-16 code units: `ghp_…(40)`. */
  redacted(): string {
    return `${this.#publicPrefix}…(${this.#value.length})`;
  }

  toString(): string {
    return this.redacted();
  }

  toJSON(): string {
    return this.redacted();
  }

  [inspectCustom](): string {
    return `Secret ${this.redacted()}`;
  }
}
