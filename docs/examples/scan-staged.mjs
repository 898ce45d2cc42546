// What the next commit of a repository would add, as SARIF.
import { render, scan } from 'leakgate';

const report = await scan({ source: { kind: 'staged' }, cwd: process.argv[2] ?? '.' }).report();
console.log(await render(report, 'sarif'));
