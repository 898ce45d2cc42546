import { expect, test } from 'vitest';
import { loadDirectory } from '../../../src/rules/directory.ts';
import { createVerifier } from '../../../src/verify/verify.ts';
import { findingOf } from '../findings.ts';
import { serveRaw } from '../servers.ts';

const rule = loadDirectory('rules').find((one) => one.id === 'database-url')!;

async function verdictAt(scheme: string, port: number, requestMs: number) {
  const finding = findingOf(rule, 'not-the-password', { scheme, user: 'ann', host: '127.0.0.1' });
  const endpoints = { [scheme]: `${scheme}://127.0.0.1:${port}` };
  return (await createVerifier({ cacheDir: null, endpoints, requestMs })([finding])).get(finding)!;
}

test.each(['postgres', 'mysql', 'redis', 'mongodb', 'amqp', 'smtp', 'ldap'])(
  'a server for %s that takes the connection and says nothing is unknown in time',
  { timeout: 5000 },
  async (scheme) => {
    const { port } = await serveRaw(() => {});
    expect(await verdictAt(scheme, port, 500)).toMatchObject({ status: 'unknown' });
  },
);

test('a message of postgres that never ends is left before it fills the memory', async () => {
  let sent = 0;
  const { port } = await serveRaw((socket) => {
    const chunk = Buffer.alloc(65_536, 'A');
    const pour = () => {
      while (!socket.destroyed && sent < 600 * 1024 * 1024) {
        sent += chunk.length;
        if (!socket.write(chunk)) break;
      }
    };
    socket.on('drain', pour);
    pour();
  });
  expect(await verdictAt('postgres', port, 4000)).toMatchObject({ status: 'unknown' });
  expect(sent).toBeLessThan(100 * 1024 * 1024);
});
