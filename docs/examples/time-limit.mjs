// Ends after some milliseconds; an unfinished scan is never taken for a clean one.
import { IncompleteError, scan } from 'leakgate';

const [folder = '.', limitMs = '10000'] = process.argv.slice(2);
try {
  const signal = AbortSignal.timeout(Number(limitMs));
  const { receipt } = await scan({ source: { kind: 'history' }, cwd: folder, signal }).report();
  console.log(`${receipt.scanned} objects, nothing left out`);
} catch (error) {
  if (!(error instanceof IncompleteError)) throw error;
  console.log(`unfinished: ${error.report.receipt.scanned} objects read`);
}
