import { plainText } from '../read-values.ts';
import type { Reader } from './knowledge.ts';

/**
 * Whose a routable GitLab token is: the ids of user, group or project stand in it.
 *
 * @see https://gitlab.com/gitlab-org/gitlab/-/blob/master/lib/authn/token_field/generator/routable_token.rb
 */
export const readGitlabRouting: Reader = (values) => {
  const found = /(?:gl[a-z]+-)(?:t\d_)?([\w-]{27,300})\.(01\.)?[0-9a-z]{9}$/.exec(values.get('secret') ?? '');
  if (!found) return undefined;
  const routing = routingIn(Buffer.from(found[1]!, 'base64url'), found[2] !== undefined);
  const idOf = (key: string) => {
    const id = Number.parseInt(routing.get(key) ?? '', 36);
    return Number.isSafeInteger(id) ? String(id) : undefined;
  };
  const user = idOf('u');
  const owner = idOf('g') ?? idOf('p');
  if (user) return { account: { id: user } };
  if (!owner) return undefined;
  return {
    account: { id: owner, name: plainText(`${idOf('g') ? 'group' : 'project'} ${owner}`), kind: 'service' },
  };
};

/** Lines `key:value` before or after 16 random bytes; the last byte holds the length of the latter part. */
function routingIn(payload: Buffer, versioned: boolean): Map<string, string> {
  const tail = payload.at(-1) ?? 0;
  const cut = payload.length - 1 - tail;
  const text = payload.subarray(versioned ? cut : 0, versioned ? -1 : cut).toString('latin1');
  return new Map(
    text.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  );
}
