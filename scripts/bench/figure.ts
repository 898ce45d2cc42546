/** One line of the figures' table: what was to be reached, and what was measured in this run. */
export interface Figure {
  work: string;
  aim: string;
  measured: string;
  /** Undefined where nothing could be measured. */
  met: boolean | undefined;
}

/** A ratio beside its aim. */
export function atMost(work: string, aim: number, value: number | undefined, of: string): Figure {
  const known = value !== undefined && Number.isFinite(value);
  return {
    work,
    aim: `at most ${aim} times ${of}`,
    measured: known ? `${value.toFixed(2)} times` : 'not measured',
    met: known ? value <= aim : undefined,
  };
}

/** The same for what is to be large, such as a speed. */
export function atLeast(work: string, aim: number, value: number | undefined, unit: string): Figure {
  const known = value !== undefined && Number.isFinite(value);
  return {
    work,
    aim: `at least ${aim} ${unit}`,
    measured: known ? `${value.toFixed(value < 10 ? 1 : 0)} ${unit}` : 'not measured',
    met: known ? value >= aim : undefined,
  };
}

/** The same for what is to be small, such as memory. */
export function under(work: string, aim: number, value: number | undefined, unit: string): Figure {
  const known = value !== undefined && Number.isFinite(value);
  return {
    work,
    aim: `under ${aim} ${unit}`,
    measured: known ? `${value.toFixed(value < 10 ? 3 : 0)} ${unit}` : 'not measured',
    met: known ? value < aim : undefined,
  };
}
