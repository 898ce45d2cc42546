import { randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { alphabets, pick, seededRandom } from '../../../src/engine/checks/random.ts';
import { expandExample } from '../../../src/engine/examples.ts';
import { loadRuleFiles } from '../../../src/rules/rule-files.ts';
import { chunkOf, engineOf } from '../../helpers/engine.ts';

const files = ['github', 'stripe', 'generic', 'kubernetes-manifests'].map((name) => `rules/${name}.yaml`);
const rules = loadRuleFiles(files);
const engine = engineOf(rules, { maxDecodeDepth: 4 });
const random = seededRandom('real rules');
const base64 = (bytes: string | Uint8Array) => Buffer.from(bytes).toString('base64');

/** The first example of a rule. */
function exampleOf(id: string, line = 0): string {
  const rule = rules.find((other) => other.id === id)!;
  return expandExample(rule.examples.match[line]!, rule.check);
}
const token = (form: string, check = 'crc32-base62') => expandExample(`<token:${form}>`, check);

const found = (text: string, path?: string) =>
  engine
    .scan(chunkOf(text, path))
    .findings.map(({ rule, decodedFrom }) => [rule.id, ...decodedFrom].join(' '));

const pem = exampleOf('private-key');
const jwt = /eyJ\S+/.exec(exampleOf('jwt'))![0];
const manifest = (key: string, value: string) =>
  `apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\ndata:\n  ${key}: ${value}\n`;
const wrapped = (text: string, indent: string) => text.replace(/.{64}(?=.)/g, `$&\n${indent}`);

test.each([
  [
    'a token in a Basic header',
    `Authorization: Basic ${base64(`x-access-token:${token('ghp_')}`)}`,
    ['github-pat base64'],
  ],
  [
    'a password in a Basic header',
    `Authorization: Basic ${base64(`deploy:${pick(random, alphabets.alnum, 18)}`)}`,
    ['http-basic-credentials'],
  ],
  [
    'a token in a Docker config',
    `{"auths":{"ghcr.io":{"auth":"${base64(`me:${token('ghp_')}`)}"}}}`,
    ['github-pat base64'],
  ],
  ['a token in a Secret of Kubernetes', manifest('token', base64(token('ghp_'))), ['github-pat base64']],
  [
    'a password in a Secret of Kubernetes',
    manifest('value', base64(`${pick(random, alphabets.alnum, 16)}!`)),
    ['kubernetes-manifests-secret-value'],
  ],
  ['a key in a Secret of Kubernetes', manifest('tls.key', base64(pem)), ['private-key base64']],
  [
    'a key in a wrapped Secret of Kubernetes',
    manifest('tls.key', `|\n    ${wrapped(base64(pem), '    ')}`),
    ['private-key base64'],
  ],
  [
    'a Docker config in a Secret of Kubernetes',
    manifest(
      '.dockerconfigjson',
      base64(`{"auths":{"ghcr.io":{"auth":"${base64(`me:${token('ghp_')}`)}"}}}`),
    ),
    ['github-pat base64 base64'],
  ],
  [
    'a command of PowerShell',
    `powershell -enc ${Buffer.from(`$env:X = '${token('ghp_')}'; run`, 'utf16le').toString('base64')}`,
    ['github-pat base64 utf-16le'],
  ],
  ['a key in JSON in a string', JSON.stringify(JSON.stringify({ key: pem })), ['private-key']],
  ['a JSON Web Token', `Authorization: Bearer ${jwt}`, ['jwt']],
  ['a link of a proxy', `vmess://${base64(`{"v":"2","token":"${token('ghp_')}"}`)}`, ['github-pat base64']],
])('%s', (_name, text, expected) => {
  expect(found(text)).toEqual(expected);
});

const noise = randomBytes(3000);
const generic = `const password = "${pick(random, alphabets.alnum, 20)}";`;
const certificate = `-----BEGIN CERTIFICATE-----\n${wrapped(base64(noise), '')}\n-----END CERTIFICATE-----\n`;
const sourceMap = JSON.stringify({
  version: 3,
  sources: ['a.ts'],
  mappings: 'AAAA,IAAA',
  sourcesContent: [generic],
});

test.each([
  [
    'an image',
    `url(data:image/png;base64,${base64(Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), noise]))})`,
  ],
  [
    'a font',
    `src: url(data:font/woff2;base64,${base64(Buffer.concat([Buffer.from('wOF2\0\x01\0\0'), noise]))})`,
  ],
  [
    'a drawing',
    `src="data:image/svg+xml;base64,${base64('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h24v24H0z"/></svg>')}"`,
  ],
  ['a source map', `//# sourceMappingURL=data:application/json;base64,${base64(sourceMap)}`],
  ['hashes of a lock file', `"integrity": "sha512-${base64(noise.subarray(0, 64))}",\n`.repeat(9)],
  ['a certificate', certificate],
  ['a certificate in base64', `certificate-authority-data: ${base64(certificate)}`],
  ['something compressed', `H4sI: ${base64(deflateRawSync(Buffer.from(generic.repeat(20))))}`],
  ['a placeholder', manifest('token', base64('replace-me-with-your-token'))],
  ['a password of documentation', `Authorization: Basic ${base64('username:password')}`],
  ['a hash in hex', `sha256: ${noise.subarray(0, 32).toString('hex')}`],
])('nothing in %s', (_name, text) => {
  expect(found(text)).toEqual([]);
});
