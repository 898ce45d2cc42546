import { type Imported, newImported } from './imported.ts';

/** `[commit:]file:rule:line` */
const fingerprint = /^(?:([0-9a-f]{7,64}):)?(.+):([^:]+):(\d+)$/;

/** Whether a text is a list of gitleaks' fingerprints, comments aside. */
export function isGitleaksIgnore(text: string): boolean {
  const lines = entriesOf(text);
  return lines.length > 0 && lines.some(({ entry }) => fingerprint.test(entry));
}

/** Carries a `.gitleaksignore` over: what it names is looked for in its places. */
export function importGitleaksIgnore(text: string): Imported {
  const into = newImported('ignore file of gitleaks');
  for (const { entry, line } of entriesOf(text)) {
    const [, commit, file, rule, number] = fingerprint.exec(entry) ?? [];
    if (file === undefined) {
      into.notes.push({ kind: 'lost', line, message: 'no fingerprint of the form [COMMIT:]FILE:RULE:LINE' });
      continue;
    }
    into.known.push({
      from: line,
      file,
      ...(commit ? { commit } : {}),
      lines: [Number(number), Number(number)],
      reason: `was ignored in .gitleaksignore (${rule})`,
    });
  }
  return into;
}

function entriesOf(text: string): { entry: string; line: number }[] {
  return text.split('\n').flatMap((raw, i) => {
    const entry = raw.trim();
    return entry === '' || entry.startsWith('#') ? [] : [{ entry, line: i + 1 }];
  });
}
