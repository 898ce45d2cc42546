import type { PageData, PageFinding } from '../page-data.ts';
import { element } from './element.ts';

/** All that is known about a finding, and what to do. */
export function details({ rules, commitPage }: PageData, finding: PageFinding): HTMLElement {
  const { revoke, steps, id } = rules[finding.rule]!;
  const made = element('div', { class: 'details' });
  if (finding.excerpt !== undefined) {
    const number = element('span', { class: 'number' }, `${finding.line} │ `);
    const pre = element('pre', { tabindex: '0', 'aria-label': 'The line' }, number);
    pre.append(...marked(finding.excerpt, finding.secret));
    made.append(pre);
  }
  made.append(facts(finding, id, commitPage), element('h3', {}, 'What to do'));
  const list = element('ol', {});
  if (revoke !== '') list.append(element('li', {}, 'Revoke it: ', link(revoke)));
  for (const step of [...steps, finding.keep]) list.append(element('li', {}, step));
  made.append(list);
  return made;
}

/** The line with the masked secret in it marked. */
function marked(line: string, secret: string): (Node | string)[] {
  const at = secret === '' ? -1 : line.indexOf(secret);
  if (at < 0) return [line];
  return [line.slice(0, at), element('mark', {}, secret), line.slice(at + secret.length)];
}

function facts(finding: PageFinding, ruleId: string, commitPage: string | undefined): HTMLElement {
  const head = finding.atHead === undefined ? undefined : finding.atHead ? 'still there' : 'not there';
  const { commit } = finding;
  const linked = commitPage && commit && /^[0-9a-f]{40,64}$/.test(commit);
  const all: readonly (readonly [string, Node | string | undefined])[] = [
    ['Verdict', finding.told],
    ['Rule', ruleId],
    ['In the', finding.where],
    ['Inside', finding.inside],
    ...(finding.parts ?? []).map((part) => ['With', part] as const),
    ['Commit', linked ? link(`${commitPage}${commit}`, commit) : commit],
    ['Author', finding.author],
    ['Date', finding.date],
    ['At HEAD', head],
    ['Fingerprint', finding.fingerprint],
  ];
  const list = element('dl', {});
  for (const [name, value] of all)
    if (value !== undefined) list.append(element('dt', {}, name), element('dd', {}, value));
  return list;
}

/** The address was checked when the report was made: http or https. */
function link(url: string, text = url): HTMLElement {
  return element('a', { href: url, rel: 'noreferrer noopener', target: '_blank' }, text);
}
