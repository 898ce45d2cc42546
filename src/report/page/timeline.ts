import { type Bin, binName, type Unit } from './bins.ts';
import { button, element } from './element.ts';

/**
 * Bars of when secrets came in, each a button that shows only its time; undefined when nothing has a date.
 *
 * @param chosen - start of the bar that is chosen
 */
export function timeline(
  bins: readonly Bin[],
  unit: Unit,
  chosen: number | undefined,
  choose: (start: number | undefined) => void,
): HTMLElement | undefined {
  if (bins.length === 0) return undefined;
  const highest = bins.reduce((most, { count }) => Math.max(most, count), 1);
  const bars = bins.map((bin) => bar(bin, unit, highest, bin.start === chosen, choose));
  return element(
    'section',
    { class: 'timeline', 'aria-label': 'When the secrets came in' },
    element('h2', {}, 'When the secrets came in'),
    element(
      'p',
      { class: 'legend' },
      element('span', { class: 'blocks' }, 'blocks'),
      element('span', {}, 'passes'),
    ),
    element('div', { class: 'bars', role: 'group', 'aria-label': `Findings by ${unit}` }, ...bars),
    element(
      'div',
      { class: 'axis' },
      element('span', {}, binName(bins[0]!.start, unit)),
      element('span', {}, `most in a ${unit}: ${highest}`),
      element('span', {}, binName(bins.at(-1)!.start, unit)),
    ),
  );
}

function bar(
  { start, count, blocking }: Bin,
  unit: Unit,
  highest: number,
  isChosen: boolean,
  choose: (start: number | undefined) => void,
): HTMLElement {
  const name = binName(start, unit);
  const label = `${name}: ${count} ${count === 1 ? 'finding' : 'findings'}, ${blocking} blocking`;
  const attributes = { class: 'bar', title: label, 'aria-label': label, 'aria-pressed': String(isChosen) };
  const fill = element('span', { class: 'fill' }, element('span', { class: 'blocking' }));
  fill.style.height = `${(100 * count) / highest}%`;
  (fill.firstElementChild as HTMLElement).style.height = `${count === 0 ? 0 : (100 * blocking) / count}%`;
  const made = button(fill, { ...attributes, 'data-start': String(start) }, () =>
    choose(isChosen ? undefined : start),
  );
  made.disabled = count === 0;
  return made;
}
