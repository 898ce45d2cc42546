/** How long a bar of the timeline is. */
export type Unit = 'day' | 'month' | 'year';

/** A bar: its start in milliseconds since 1970, UTC. */
export interface Bin {
  start: number;
  count: number;
  blocking: number;
}

const MOST_BINS = 60;
/** Dates of commits can say anything; others are no time that git knew. */
const EARLIEST = Date.UTC(1990, 0);
const LATEST = Date.UTC(2100, 0);

/** Start of the day, month or year that a time is in. */
export function binOf(time: number, unit: Unit): number {
  const date = new Date(time);
  const month = unit === 'year' ? 0 : date.getUTCMonth();
  return Date.UTC(date.getUTCFullYear(), month, unit === 'day' ? date.getUTCDate() : 1);
}

/** The finest unit by which all times make few enough bars. */
export function unitFor(times: readonly number[]): Unit {
  const known = times.filter(isPlausible);
  if (known.length === 0) return 'month';
  const span = known.reduce((a, b) => Math.max(a, b)) - known.reduce((a, b) => Math.min(a, b));
  const days = span / 86_400_000;
  if (days < MOST_BINS - 1) return 'day';
  return days / 28 < MOST_BINS - 1 ? 'month' : 'year';
}

/** Bars without a gap from the first to the last time that something was found. */
export function binsOf(findings: readonly { date?: string; blocks?: true }[], unit: Unit): Bin[] {
  const bins = new Map<number, Bin>();
  for (const { date, blocks } of findings) {
    const time = Date.parse(date ?? '');
    if (!isPlausible(time)) continue;
    const start = binOf(time, unit);
    const bin = bins.get(start) ?? { start, count: 0, blocking: 0 };
    bin.count++;
    if (blocks) bin.blocking++;
    bins.set(start, bin);
  }
  return withGaps(
    [...bins.values()].sort((a, b) => a.start - b.start),
    unit,
  );
}

function isPlausible(time: number): boolean {
  return time >= EARLIEST && time < LATEST;
}

function withGaps(bins: readonly Bin[], unit: Unit): Bin[] {
  const known = new Map(bins.map((bin) => [bin.start, bin]));
  const all: Bin[] = [];
  const last = bins.at(-1)?.start ?? Number.NEGATIVE_INFINITY;
  for (let start = bins[0]?.start ?? 0; start <= last; start = next(start, unit))
    all.push(known.get(start) ?? { start, count: 0, blocking: 0 });
  return all;
}

function next(start: number, unit: Unit): number {
  const date = new Date(start);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  if (unit === 'day') return Date.UTC(year, month, day + 1);
  return unit === 'month' ? Date.UTC(year, month + 1) : Date.UTC(year + 1, 0);
}

/** A bar's time, for people. */
export function binName(start: number, unit: Unit): string {
  return new Date(start).toISOString().slice(0, { day: 10, month: 7, year: 4 }[unit]);
}
