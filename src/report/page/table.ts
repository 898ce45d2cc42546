import type { PageData, PageFinding } from '../page-data.ts';
import { details } from './details.ts';
import { button, element } from './element.ts';
import type { Selection, SortKey } from './selection.ts';

const COLUMNS: readonly (readonly [SortKey, string])[] = [
  ['severity', 'Severity'],
  ['title', 'What'],
  ['place', 'Where'],
  ['author', 'Author'],
  ['date', 'Date'],
  ['verdict', 'Verdict'],
];

/** The findings of one page. Roles are spelt out, since a narrow window lays the cells out as blocks. */
export function table(
  data: PageData,
  findings: readonly PageFinding[],
  { sort, descending }: Selection,
  sortBy: (key: SortKey) => void,
): HTMLElement {
  const heads = COLUMNS.map(([key, name]) => {
    const direction = key !== sort ? 'none' : descending ? 'descending' : 'ascending';
    const head = element('th', { role: 'columnheader', scope: 'col', 'aria-sort': direction });
    head.append(button(name, { 'data-sort': key }, () => sortBy(key)));
    return head;
  });
  const body = element('tbody', { role: 'rowgroup' });
  for (const finding of findings) body.append(...rows(data, finding));
  return element(
    'table',
    { role: 'table', 'aria-label': 'Findings' },
    element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...heads)),
    body,
  );
}

/** The row, and the one below it that is filled when it is opened. */
function rows(data: PageData, finding: PageFinding): HTMLElement[] {
  const { title } = data.rules[finding.rule]!;
  const cell = (name: string, ...children: (Node | string)[]) =>
    element('td', { role: 'cell', class: name }, ...children);
  const more = element('tr', { role: 'row', class: 'more', hidden: '' });
  const opener = button(title, { class: 'opener', 'aria-expanded': 'false' }, () => {
    const opens = more.hidden;
    if (opens && !more.firstChild) more.append(detailsCell(data, finding));
    more.hidden = !opens;
    opener.setAttribute('aria-expanded', String(opens));
  });
  const row = element(
    'tr',
    { role: 'row', class: finding.blocks ? 'blocks' : 'passes' },
    cell('severity', element('span', { class: `badge ${finding.severity}` }, finding.severity)),
    cell('what', opener, element('code', {}, finding.secret)),
    cell('place', element('code', {}, `${finding.file}:${finding.line}:${finding.column}`)),
    cell('author', finding.author ?? ''),
    cell('date', finding.date?.slice(0, 10) ?? ''),
    cell('verdict', element('span', { class: `badge ${finding.verdict}` }, verdictName(finding))),
  );
  return [row, more];
}

function verdictName({ verdict, blocks }: PageFinding): string {
  return verdict === 'suppressed' || blocks ? verdict : `${verdict}, passes`;
}

function detailsCell(data: PageData, finding: PageFinding): HTMLElement {
  return element(
    'td',
    { role: 'cell', class: 'more-cell', colspan: String(COLUMNS.length) },
    details(data, finding),
  );
}
