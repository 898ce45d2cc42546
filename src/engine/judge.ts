import { shannonEntropy, surprise } from './entropy.ts';

/**
 * Why the value of an assignment is not a secret, for rules whose secrets have no shape of their own.
 *
 * @param kind - `secret` for keys and tokens (random text expected), `password` for what a person may have chosen
 * @returns undefined when it passes
 */
export function judgeValue(value: string, kind: 'secret' | 'password'): string | undefined {
  const common = commonReason(value);
  if (common) return common;
  return kind === 'password' ? passwordReason(value) : secretReason(value);
}

function commonReason(value: string): string | undefined {
  if (/^\d{1,3}(?:\.\d+)*$|^v?\d+\.\d+\.\d+/.test(value)) return 'is a number or version';
  if (
    /^(?:true|false|null|none|nil|undefined|yes|no|on|off|string|str|text|int|number|boolean|bytes|any|object)$/i.test(
      value,
    )
  )
    return 'is a keyword or type';
  if (/^(?:https?|ftp|file|git|ssh|data|arn|urn):/i.test(value) && !value.includes('@'))
    return 'is an address';
  if (/^(?:[~.]{0,2}\/)?(?:[\w.@-]+\/){2,}[\w.@-]*$/.test(value) && surprise(value) < 6) return 'is a path';
  if (/^\.{0,2}\/[\w./-]+$/.test(value) && surprise(value) < 6) return 'is a path';
  if (/[\w.+-]+@[\w-]+\.[a-z]{2,}$/i.test(value)) return 'is a mail address';
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value)) return 'is a UUID';
  return isCode(value) ? 'is code' : undefined;
}

/** A call, a member access, a comparison: an expression rather than a literal. */
function isCode(value: string): boolean {
  if (/^(?:new |await |return |typeof |lambda |function\b|fn\b|def\b)/.test(value)) return true;
  if (/^[A-Za-z_$][\w$]*(?:(?:\?\.|\.|::|->)[A-Za-z_$][\w$]*)+(?:\(.*)?$/.test(value))
    return surprise(value) < 5.6;
  if (/^[A-Za-z_$][\w$.]*\(/.test(value)) return true;
  return /^(?:self|this|args|opts|options|config|req|request|res|ctx|params|props|env|os|cfg|settings|data|event)\b[.[]/.test(
    value,
  );
}

const SECRET_MIN_LENGTH = 12;

function secretReason(value: string): string | undefined {
  if (value.length < SECRET_MIN_LENGTH) return `is shorter than ${SECRET_MIN_LENGTH}`;
  if (/\s/.test(value)) return 'has spaces';
  if (/^[A-Za-z]+$/.test(value) && value.length < 24) return 'is letters only';
  if (/^\d+$/.test(value)) return 'is digits only';
  const entropy = shannonEntropy(value);
  const isHex = /^[0-9a-f]+$/i.test(value);
  const least = isHex ? 2.8 : 3.1;
  if (entropy < least) return `has entropy ${entropy.toFixed(1)}, less than ${least}`;
  if (isHex) return undefined;
  const bits = surprise(value);
  return bits < 5.6 ? `reads like words (${bits.toFixed(1)} bits a character)` : undefined;
}

const PASSWORD_MIN_LENGTH = 6;

function passwordReason(value: string): string | undefined {
  if (value.length < PASSWORD_MIN_LENGTH) return `is shorter than ${PASSWORD_MIN_LENGTH}`;
  if (/\s/.test(value)) return 'has spaces';
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length;
  if (kinds < 2) return secretReason(value);
  if (/^[A-Za-z][a-z]*(?:[-_. ][A-Za-z][a-z]*)*:?$/.test(value)) return 'is words';
  if (/^[a-z]+(?:[A-Z][a-z]+)+$|^(?:[A-Z][a-z]+)+$/.test(value)) return 'is an identifier';
  if (/^[A-Z][A-Z_]*$/.test(value)) return 'is a constant name';
  return surprise(value) < 4.6 ? 'reads like words' : undefined;
}
