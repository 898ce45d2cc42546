import { compileRule, compileText } from '../engine/compiler/compile.ts';
import { PatternError } from '../engine/compiler/parse.ts';
import { capturesOf, type GoRegex, parseGoRegex, printGoRegex, UnsupportedRegex } from './go-regex.ts';

/** A regular expression in leakgate's syntax, or why there is none. */
export type Converted = { pattern: string; changed?: string } | { lost: string };

/**
 * Turns another scanner's regular expression into the pattern of a rule, with the group `secret`.
 *
 * @param group - number of the group that holds the secret; 0: the first one, else the whole match
 */
export function rulePattern(source: string, group: number): Converted {
  return attempt(() => {
    const regex = parseGoRegex(source);
    const { secret, changed } = chooseSecret(regex, group);
    const printed = printGoRegex(regex.branches, secret);
    const [, flags = '', body = ''] = /^(\(\?[is]+\))?([\s\S]*)$/.exec(printed)!;
    const pattern = secret === undefined ? `${flags}(?<secret>${body})` : printed;
    compileRule({ pattern });
    return { pattern, ...(changed ? { changed } : {}) };
  });
}

/** The same for one that only tells whether a text fits. */
export function textPattern(source: string): Converted {
  return attempt(() => {
    const pattern = printGoRegex(parseGoRegex(source).branches);
    compileText(pattern, 're2');
    return { pattern };
  });
}

function attempt(convert: () => Converted): Converted {
  try {
    return convert();
  } catch (error) {
    if (error instanceof UnsupportedRegex || error instanceof PatternError)
      return { lost: error.message.replace(/^\/[\s\S]*\/: /, '') };
    throw error;
  }
}

interface Choice {
  /** undefined: the whole match. */
  secret: number | undefined;
  changed?: string;
}

function chooseSecret({ branches, captures }: GoRegex, group: number): Choice {
  const found = capturesOf(branches);
  if (group > captures) throw new UnsupportedRegex(`there is no group ${group}`);
  if (captures === 0) return { secret: undefined };
  if (group > 0 && found[group]!.definite) return { secret: group };
  if (group > 0) return whole(`group ${group} is not in every match`);
  const first = found[1]!;
  if (!first.definite) return whole('its first group is not in every match');
  const value = first.words ? found.findLastIndex((capture) => capture?.definite && !capture.words) : 1;
  if (value > 1)
    return { secret: value, changed: `group ${value} is the secret: the first one is a list of words` };
  return first.words ? whole('its first group is a list of words') : { secret: 1 };
}

const whole = (reason: string): Choice => ({
  secret: undefined,
  changed: `the whole match is the secret: ${reason}`,
});
