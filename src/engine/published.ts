import { readArmor } from './checks/armor.ts';

/**
 * What standards, documentation and emulators print for everybody: values that no one may revoke, and that stand in
 * thousands of repositories. By who printed them: the first {@link DIGITS} of the SHA-256 of each, in hex, without `0x`;
 * of a key in PEM its base64 in one line counts.
 *
 *     printf %s VALUE | sha256sum | cut -c1-16
 */
const published: Readonly<Record<string, string>> = {
  'OAuth 1.0': '8d567eb88afff34f 9d03b692e941d5ac',
  'RFC 5849': 'cb87c87e4a138d9a 649e1f5c769e718b',
  'RFC 6238': '549c9390539efcfa',
  'RFC 6455': '15cef4b629cc2d07',
  'RFC 6749':
    'a71b359a87afde13 6c96130f130ab0d6 00cf4c781dc37003 a35b81a7d7927b70 e9974c507d2a8021 53f5da0aaa93d64c ca7459e2b26776de',
  'RFC 6750': 'b8e148545b13c78b',
  'RFC 7009': 'ea9bdfd02c0c412c',
  'RFC 7515': '8b1b17a9740c068a 4ab58a4cd791daa3',
  'OpenID Connect': 'ad71fb4165536675 9e309cccd311ea64',
  'readers of one-time passwords': '8be5d113c0871ce1',
  Discord: '02f7ce3c263f85c0',
  GitHub: '3543c50b0cb9cea8 bc3ae723f57c6b9e 82e74299544e0073',
  GitLab: '91fa4af81aa08ddd',
  Google: '70315961d7e8721f',
  Kubernetes: 'a7b580d711ef2807 13fe7a38a57c4605',
  Mailgun: '9c846fdf0fa8955c',
  PagerDuty: '4a0939161f3d6728',
  'reCAPTCHA, for tests': 'f5e95c9954635b65',
  'ssh2, which tries Ed25519 with it': '0739020d3a2d8f66',
  Stripe: '2cafc0970149a84f f2d6ca16515033e5',
  systemd: '08136314cc06d4f2',
  Telegram: '0b5dd075ccdd03c4 731fa294d036e54f',
  Vagrant: '3ad8f14b04b63498 b8456d4446be077c',
  Twitter: '00b3dc640c9c99fc 5aac38e542b76b97 819994820a8ec7d6',
  'the emulator of Azure Storage': '0011cc25eb432071',
  'the emulator of Cosmos DB': 'aa6547439583c3a2',
  Ganache:
    '578592185588730b 30e55f5463e22af0 70b801afae94d2e6 0bc9fde2b028e3b0 f51c2c795f782308 6dea34b661141091 faeb1dab5a326eef 196fbadca8b7eea6 ecd5e9d0b08a8a9f 3fd5610ee03a3503',
  'Hardhat and Anvil':
    'bc1a50966c9e6486 8335c55334821eef b26ab6529d20ebeb 64034b44c579b335 4d3e46eec8244d1d 0aedba9d586f34f9 28e543d3753fc9d1 f070994a85994785 38e69fdd19aefeb4 967f21586cdf1248 0b33e0132123e78d 84bc109b3d59b017 85bde548053aab4b f1513114f60e5e95 5330d388af894c9e a2e06155cb1a424f 4a67d7a0d8a16d6d b08bdfde9930d920 cf1fc66f853151a4 100546a8b020a55a',
};

const DIGITS = 16;

const byDigest = new Map(
  Object.entries(published).flatMap(([by, digests]) =>
    digests.split(' ').map((digest): [string, string] => [digest, by]),
  ),
);

/** Who printed a value for everybody, undefined for any other. */
export function publishedBy(value: string): string | undefined {
  const { createHash } = process.getBuiltinModule('node:crypto');
  const plain = readArmor(value)?.base64 ?? value.replace(/^0x/, '');
  const digest = createHash('sha256').update(plain).digest('hex');
  return byDigest.get(digest.slice(0, DIGITS));
}
