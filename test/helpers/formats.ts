/** All formats of a report. */
export const formats = [
  'text',
  'json',
  'jsonl',
  'sarif',
  'junit',
  'csv',
  'github',
  'gitlab',
  'codeclimate',
  'markdown',
  'html',
];
