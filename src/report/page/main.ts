import type { PageData } from '../page-data.ts';
import { binsOf, unitFor } from './bins.ts';
import { button, element } from './element.ts';
import { filterControls } from './filters.ts';
import { everything, fits, type Selection, type SortKey, select } from './selection.ts';
import { table } from './table.ts';
import { timeline } from './timeline.ts';

const PAGE_LENGTH = 50;

const data = JSON.parse(document.getElementById('data')!.textContent!) as PageData;
const unit = unitFor(data.findings.map(({ date }) => Date.parse(date ?? '')));
const hasSuppressed = data.findings.some(({ verdict }) => verdict === 'suppressed');
let selection: Selection = { ...everything, unit };
let page = 0;

const times = element('div', {});
const status = element('p', { role: 'status', class: 'status' });
const results = element('div', { class: 'results', id: 'results' });
const pager = element('nav', { class: 'pager', 'aria-label': 'Pages' });

function change(wanted: Partial<Selection>): void {
  selection = { ...selection, ...wanted };
  page = 0;
  show();
}

function sortBy(key: SortKey): void {
  const descending = selection.sort === key && !selection.descending;
  change({ sort: key, descending });
  results.querySelector<HTMLElement>(`[data-sort="${key}"]`)?.focus();
}

function choose(bin: number | undefined): void {
  const before = selection.bin;
  change({ bin });
  times.querySelector<HTMLElement>(`[data-start="${bin ?? before}"]`)?.focus();
}

function show(): void {
  const found = select(data, selection);
  const pages = Math.max(1, Math.ceil(found.length / PAGE_LENGTH));
  const first = page * PAGE_LENGTH;
  const shown = found.slice(first, first + PAGE_LENGTH);
  const inTime = data.findings.filter((finding) => fits(finding, data, selection));
  times.replaceChildren(timeline(binsOf(inTime, unit), unit, selection.bin, choose) ?? '');
  status.textContent = statusText(found.length, first, shown.length);
  results.replaceChildren(shown.length > 0 ? table(data, shown, selection, sortBy) : '');
  pager.replaceChildren(...(pages > 1 ? pageButtons(pages) : []));
}

function statusText(count: number, first: number, shown: number): string {
  const total = data.findings.length;
  if (total === 0) return 'Nothing was found.';
  if (count === 0) return 'No finding fits.';
  const number = (n: number) => n.toLocaleString('en');
  const all = count === total ? number(count) : `${number(count)} of ${number(total)}`;
  const more = hasSuppressed ? ', suppressed ones included' : '';
  return `${all} findings${more}: ${number(first + 1)} to ${number(first + shown)}`;
}

function pageButtons(pages: number): HTMLElement[] {
  const to = (name: string, target: number) => {
    const made = button(name, { 'data-page': name }, () => turnTo(target, name));
    made.disabled = target < 0 || target >= pages || target === page;
    return made;
  };
  return [
    to('First', 0),
    to('Previous', page - 1),
    element('span', {}, `Page ${page + 1} of ${pages}`),
    to('Next', page + 1),
    to('Last', pages - 1),
  ];
}

function turnTo(target: number, name: string): void {
  page = target;
  show();
  const same = pager.querySelector<HTMLButtonElement>(`[data-page="${name}"]:enabled`);
  (same ?? pager.querySelector<HTMLButtonElement>('button:enabled'))?.focus();
  document.getElementById('results')!.scrollIntoView({ block: 'nearest' });
}

function themeButton(): HTMLElement {
  const root = document.documentElement;
  const isDark = () =>
    (root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : '')) === 'dark';
  const made = button('', { class: 'theme' }, () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    name();
  });
  const name = () => {
    made.textContent = isDark() ? 'Light' : 'Dark';
    made.setAttribute('aria-label', `${made.textContent} colours`);
  };
  name();
  return made;
}

document.querySelector('header')!.append(themeButton());
document
  .getElementById('report')!
  .replaceChildren(times, filterControls(data, change), status, results, pager);
show();
