import { protocolNames } from '../rules/protocol-names.ts';

/** Whether a base URL is one that can be asked: by HTTP, or for a protocol of its own by whatever its scheme says. */
export function isEndpoint(name: string, url: string): boolean {
  return /^https?:/i.test(url) || protocolNames.some((protocol) => protocol === name);
}
