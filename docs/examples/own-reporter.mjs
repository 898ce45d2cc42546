// A reporter is told of every report, of unfinished scans too.
import { scan } from 'leakgate';

/** @type {import('leakgate').Reporter} */
const countByProvider = ({ findings, complete, receipt }) => {
  const counts = new Map();
  for (const { rule } of findings) counts.set(rule.provider, (counts.get(rule.provider) ?? 0) + 1);
  console.log(Object.fromEntries(counts), complete ? `${receipt.lines} lines read` : 'not all was read');
};

const text = `first line\nGITHUB_TOKEN=${process.argv[2] ?? ''}\n`;
await scan({ source: { kind: 'text', text }, reporters: [countByProvider] }).report();
