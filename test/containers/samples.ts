import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { makeZip } from './make-zip.ts';
import { hasTool, type Workshop } from './shop.ts';

const TEXT = Array.from({ length: 400 }, (_, i) => `line ${i * 7919}\n`).join('');

/** Real files of each kind, made in an empty folder; those whose program is not here are left out. */
export function containerSamples(shop: Workshop): Map<string, Buffer> {
  const made = new Map<string, Buffer>([
    ['zip', makeZip({ a: TEXT, b: TEXT })],
    ['gzip', gzipSync(TEXT)],
    [
      'class',
      Buffer.from(
        `\xca\xfe\xba\xbe\0\0\0\x3d\0\x04\x08\0\x01\x01\0\x30${'a'.repeat(48)}\x05${'\0'.repeat(8)}`,
        'latin1',
      ),
    ],
    [
      'dex',
      Buffer.from(
        `dex\n035\0${'\0'.repeat(48)}\x01\0\0\0\x70\0\0\0${'\0'.repeat(48)}\x74\0\0\0\x30${'a'.repeat(48)}\0`,
        'latin1',
      ),
    ],
    ['pyc', Buffer.from(`\x6f\x0d\x0d\x0a${'\0'.repeat(12)}\xe3z\x10${'a'.repeat(16)}N`, 'latin1')],
    ['zlib', deflateSync(TEXT)],
    ['brotli', brotliCompressSync(TEXT)],
  ]);
  shop.write('a.txt', TEXT);
  shop.write(
    'x.sql',
    `create table t(a, b); insert into t values ('${TEXT}', 1); insert into t values (2, 'b');`,
  );
  const commands: Record<string, [tool: string, line: string]> = {
    tar: ['tar', 'tar --format=pax -cf x a.txt'],
    ar: ['ar', 'ar rc x a.txt'],
    bzip2: ['bzip2', 'bzip2 -c a.txt > x'],
    xz: ['xz', 'xz -c a.txt > x'],
    lzma: ['xz', 'xz --format=lzma -c a.txt > x'],
    lzip: ['lzip', 'lzip -c a.txt > x'],
    compress: ['compress', 'compress -f -c a.txt > x'],
    zstd: ['zstd', 'zstd -q -c a.txt > x'],
    '7z': ['7zz', '7zz a y.7z a.txt && mv y.7z x'],
    'git pack': [
      'git',
      'git init -q r && cd r && for i in 1 2; do cp ../a.txt . && echo $i >> a.txt && git add . && git -c user.name=n -c user.email=e@example.com commit -qm m; done && git bundle create -q ../x --all && cd .. && rm -r r',
    ],
    sqlite: ['sqlite3', 'sqlite3 x < x.sql'],
  };
  for (const [kind, [tool, line]] of Object.entries(commands)) {
    if (!hasTool(tool)) continue;
    shop.run('sh', '-c', `rm -f x; ${line}`);
    made.set(kind, shop.read('x'));
  }
  made.set(
    'pdf',
    Buffer.from(
      `%PDF-1.4\n1 0 obj << /Type /Page /Contents 2 0 R >> endobj 2 0 obj << >> stream\nBT (a) Tj [<41>] TJ ET\nendstream endobj ${'9'.repeat(100)} << ( [`,
    ),
  );
  made.set(
    'notebook',
    Buffer.from(JSON.stringify({ cells: [{ source: ['a\n', 'b'], outputs: [] }], nbformat: 4 })),
  );
  return made;
}
