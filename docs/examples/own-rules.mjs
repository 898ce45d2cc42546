// Rules of your own, as data, and no others.
import { scan } from 'leakgate';

/** @type {import('leakgate').RuleFile} */
const acme = {
  provider: 'acme',
  name: 'Acme',
  remediation: { steps: ['Delete the token on the page of tokens.'] },
  rules: [
    {
      id: 'acme-token',
      title: 'Acme token',
      severity: 'high',
      pattern: '\\b(?<secret>acme_[a-z0-9]{16})\\b',
      examples: { exempt: 'an example of the documentation' },
    },
  ],
};

const text = `token: acme_${'b3k9w2q7'.repeat(2)}\n`;
for await (const { rule, startLine, startColumn } of scan({
  source: { kind: 'text', text, path: 'notes.txt' },
  rules: [acme],
  only: ['acme'],
})) {
  console.log(rule.id, startLine, startColumn);
}
