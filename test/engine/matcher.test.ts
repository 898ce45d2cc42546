import { expect, test } from 'vitest';
import { ecmaMatcher, type PatternMatcher } from '../../src/engine/matcher.ts';

const source = String.raw`\b(?<name>k[a-z]{1,3})=(?<_q>["'])?(?<secret>[0-9]+)\k<_q>?`;
const text = `${'-'.repeat(70)}key='12' ${'x'.repeat(200)} kk=3,kilo="45"${'.'.repeat(90)}k=6 ka=7`;

/** Every match, asked for within as many places at once as `step` says. */
function allWithin(matcher: PatternMatcher, step: number): unknown[] {
  const found: unknown[] = [];
  for (let from = 0; from < text.length; ) {
    const last = from + step - 1;
    const match = matcher(text, from, last);
    if (match && match.start <= last) found.push(match);
    from = match && match.start <= last ? match.end : last + 1;
  }
  return found;
}

test('a pattern finds the same, with the same groups, however few places it is asked for at once', () => {
  const whole = allWithin(ecmaMatcher(source), text.length);
  expect(whole).toHaveLength(4);
  expect(whole[0]).toMatchObject({ start: 70, groups: { name: [70, 73], secret: [75, 77] } });
  for (const step of [1, 2, 3, 7, 8, 9, 63, 64, 65, 130])
    expect(allWithin(ecmaMatcher(source), step)).toEqual(whole);
});
