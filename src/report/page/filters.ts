import type { PageData } from '../page-data.ts';
import { element } from './element.ts';
import type { Selection } from './selection.ts';

type Change = (change: Partial<Selection>) => void;

const SEVERITIES = ['critical', 'high', 'medium', 'low'];
const VERDICTS = ['live', 'unknown', 'unchecked', 'dead', 'suppressed'];

/** The controls that narrow the findings down, each with its label. */
export function filterControls(data: PageData, change: Change): HTMLElement {
  const { findings, rules } = data;
  const providers = [...new Set(findings.map(({ rule }) => rules[rule]!.provider))].sort();
  const severities = SEVERITIES.filter((name) => findings.some(({ severity }) => severity === name));
  const verdicts = VERDICTS.filter((name) => findings.some(({ verdict }) => verdict === name));
  const authors = [...new Set(findings.flatMap(({ author }) => author ?? []))].sort();
  return element(
    'search',
    { class: 'filters', role: 'search', 'aria-label': 'Filter the findings' },
    choice('Provider', 'provider', providers, change),
    choice('Severity', 'severity', severities, change),
    choice('Verdict', 'verdict', ['blocks', ...verdicts], change),
    entry('Path contains', 'path', [], change),
    entry('Author contains', 'author', authors, change),
  );
}

type Field = 'provider' | 'severity' | 'verdict' | 'path' | 'author';

function choice(label: string, field: Field, values: readonly string[], change: Change): HTMLElement {
  const select = element('select', { name: field }, element('option', { value: '' }, 'all'));
  for (const value of values) select.append(element('option', { value }, value));
  select.addEventListener('change', () => change({ [field]: select.value }));
  return element('label', {}, label, select);
}

const SUGGESTED = 500;

function entry(label: string, field: Field, values: readonly string[], change: Change): HTMLElement {
  const input = element('input', { type: 'search', name: field, autocomplete: 'off', spellcheck: 'false' });
  input.addEventListener('input', () => change({ [field]: input.value.trim() }));
  const made = element('label', {}, label, input);
  if (values.length > 0) {
    input.setAttribute('list', `${field}-list`);
    const options = values.slice(0, SUGGESTED).map((value) => element('option', { value }));
    made.append(element('datalist', { id: `${field}-list` }, ...options));
  }
  return made;
}
