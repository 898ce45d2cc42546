// A source of your own: here the rows of a table. What can't be read is a problem, and the scan rejects.
import { scan } from 'leakgate';

const rows = [
  { id: 1, text: 'nothing here' },
  { id: 2, text: `GITHUB_TOKEN=${process.argv[2] ?? ''}` },
];

/** @type {import('leakgate').Source} */
const source = {
  name: 'table',
  root: 'messages',
  async *read(signal) {
    yield { kind: 'expected', count: rows.length };
    for (const { id, text } of rows) {
      if (signal.aborted) return;
      yield {
        kind: 'chunk',
        path: `messages/${id}`,
        where: 'content',
        bytes: Buffer.from(text),
        firstLine: 1,
      };
    }
  },
};

for await (const { file, rule } of scan({ source })) console.log(file, rule.id);
