import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Networks that no provider answers from: IANA's special-purpose registries, and cloud metadata services. */
const notPublicV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
/** Within 2000::/3, which is all that is public in IPv6. */
const notPublicV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const blocked = blockList(notPublicV4, notPublicV6);
const globalV6 = blockList([], ['2000::/3']);
const loopback = blockList(['127.0.0.0/8'], ['::1/128']);

function blockList(v4: string[], v6: string[]): BlockList {
  const list = new BlockList();
  for (const [type, nets] of [
    ['ipv4', v4],
    ['ipv6', v6],
  ] as const) {
    for (const net of nets) {
      const [address, bits] = net.split('/');
      list.addSubnet(address!, Number(bits), type);
    }
  }
  return list;
}

/** Whether an address in text form is one that a public provider can have; anything else may be an inner host. */
export function isPublicAddress(address: string): boolean {
  const embedded = embeddedV4(address);
  if (embedded) return isPublicAddress(embedded);
  if (isIPv4(address)) return !blocked.check(address, 'ipv4');
  return isIPv6(address) && globalV6.check(address, 'ipv6') && !blocked.check(address, 'ipv6');
}

/** 127.0.0.0/8 and ::1, also written as an IPv4-mapped address. */
export function isLoopbackAddress(address: string): boolean {
  const embedded = embeddedV4(address);
  if (embedded) return isLoopbackAddress(embedded);
  return loopback.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

/** The IPv4 address inside an IPv4-mapped (::ffff:0:0/96) or NAT64 (64:ff9b::/96) one. */
function embeddedV4(address: string): string | undefined {
  if (!isIPv6(address)) return undefined;
  const short = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
  const tail = /^(?:::ffff|64:ff9b:):([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(short);
  if (!tail) return undefined;
  const [high, low] = [Number.parseInt(tail[1]!, 16), Number.parseInt(tail[2]!, 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
