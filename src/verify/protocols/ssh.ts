import { createPrivateKey } from 'node:crypto';
import { Client } from 'ssh2';
import { errorCode, type LoginAnswer, type Protocol, unclear } from './login.ts';
import { refusal } from './refusal.ts';

const longestGreeting = 1000;

/** Shows a private key to a named host, as user `git` where none is named, and reads the greeting. */
export const ssh: Protocol = (login) =>
  new Promise<LoginAnswer>((done) => {
    const client = new Client();
    const end = (answer: LoginAnswer) => {
      done(answer);
      client.destroy();
    };
    client.on('error', (error) => {
      end(errorCode(error, 'level') === 'client-authentication' ? refusal.ssh() : unclear(error));
    });
    client.on('ready', () => {
      client.exec('', (_, channel) => {
        let greeting = '';
        const read = (chunk: Buffer) => {
          greeting = (greeting + chunk.toString('utf8')).slice(0, longestGreeting);
        };
        channel?.on('data', read);
        channel?.stderr.on('data', read);
        channel?.on('close', () => end({ status: 'live', ...nameIn(greeting, login.user) }));
        if (!channel) end({ status: 'live', user: login.user });
      });
    });
    try {
      client.connect({
        host: login.host,
        port: login.port ?? 22,
        username: login.user || 'git',
        privateKey: readableKey(login.secret.replaceAll('\\n', '\n')),
        readyTimeout: login.ms,
      });
    } catch (error) {
      end(unclear(error));
    }
  });

/** The client reads no PKCS#8: RSA and EC keys are rewritten, others stay as they are. */
function readableKey(pem: string): string {
  if (!pem.includes('BEGIN PRIVATE KEY')) return pem;
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType === 'rsa') return key.export({ type: 'pkcs1', format: 'pem' }).toString();
  return key.asymmetricKeyType === 'ec' ? key.export({ type: 'sec1', format: 'pem' }).toString() : pem;
}

/** `Hi NAME! …` and `Welcome to GitLab, @NAME!` */
function nameIn(greeting: string, user: string): { user?: string } {
  const name = /^Hi ([^!\s]{1,100})!|@([\w.-]{1,100})!/m.exec(greeting);
  const found = name?.[1] ?? name?.[2] ?? user;
  return found === '' ? {} : { user: found };
}
