import type { Figure } from './figure.ts';
import type { Measured } from './measure.ts';

/** Prints a table in Markdown, columns aligned; all but the first are numbers. */
export function printTable(title: string, head: readonly string[], rows: readonly (readonly string[])[]) {
  const widths = head.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(' | ')} |`;
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  console.log(`\n### ${title}\n`);
  for (const cells of [head, rule, ...rows]) console.log(line(cells));
}

/** Prints commands beside a reference, by wall and CPU time, and with the most memory of those it is known of. */
export function printRuns(
  title: string,
  reference: string,
  runs: ReadonlyMap<string, Measured>,
  memory: ReadonlyMap<string, number | undefined> = new Map(),
): void {
  const base = runs.get(reference);
  const rows = [...runs].map(([name, run]) => {
    if (run.failure !== undefined) return [`${name} (failed: ${run.failure})`, '-', '-', '-', '-', '-', '-'];
    const { wallMs, fastestMs, cpuMs } = run;
    return [
      run.runs === 1 ? `${name} (1 run)` : name,
      ms(wallMs),
      ms(fastestMs),
      cpuMs === undefined ? '-' : ms(cpuMs),
      ratio(wallMs, base?.wallMs),
      ratio(cpuMs, base?.cpuMs),
      memory.get(name)?.toFixed(0) ?? '-',
    ];
  });
  printTable(
    title,
    ['median of runs in turn', 'wall ms', 'fastest', 'CPU ms', '× wall', '× CPU', 'MB'],
    rows,
  );
}

function ms(value: number): string {
  return value.toFixed(value < 100 ? 1 : 0);
}

function ratio(value: number | undefined, base: number | undefined): string {
  return value === undefined || !base ? '-' : (value / base).toFixed(2);
}

/** Prints the figures of all sections that ran. */
export function printFigures(figures: readonly Figure[]): void {
  const verdict = (met: boolean | undefined) => (met === undefined ? '-' : met ? 'met' : 'missed');
  const rows = figures.map(({ work, aim, measured, met }) => [work, aim, measured, verdict(met)]);
  printTable('Figures', ['work', 'aim', 'measured', ''], rows);
}
