/** The formats of a report. */
export type Format =
  | 'text'
  | 'json'
  | 'jsonl'
  | 'sarif'
  | 'junit'
  | 'csv'
  | 'github'
  | 'gitlab'
  | 'codeclimate'
  | 'html'
  | 'markdown';
