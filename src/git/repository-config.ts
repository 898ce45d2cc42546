import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HashBytes } from './objects/object-id.ts';

/** What a repository's own config says about its format. */
export interface RepositoryFormat {
  hashBytes: HashBytes;
}

/** Extensions that change nothing of what we read. */
const HARMLESS = new Set([
  'noop',
  'noop-v1',
  'partialclone',
  'preciousobjects',
  'relativeworktrees',
  'worktreeconfig',
]);

/**
 * Reads `extensions.*` from the repository's config file, where alone git looks for them (no includes).
 *
 * @returns undefined when it says something that we do not know: git itself must read this repository
 * @see https://git-scm.com/docs/repository-version
 */
export function readRepositoryFormat(commonDir: string): RepositoryFormat | undefined {
  const text = configText(commonDir);
  if (text === undefined) return undefined;
  const format: RepositoryFormat = { hashBytes: 20 };
  for (const [key, value] of settingsOf(text)) {
    if (key === 'core.repositoryformatversion') {
      if (value !== '0' && value !== '1') return undefined;
    } else if (key.startsWith('extensions.') && !applyExtension(format, key.slice(11), value)) {
      return undefined;
    }
  }
  return format;
}

/** A repository without a config file has the oldest format. */
function configText(commonDir: string): string | undefined {
  try {
    return readFileSync(join(commonDir, 'config'), 'utf8');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? '' : undefined;
  }
}

function applyExtension(format: RepositoryFormat, name: string, value: string): boolean {
  if (name === 'objectformat') {
    if (value !== 'sha1' && value !== 'sha256') return false;
    format.hashBytes = value === 'sha1' ? 20 : 32;
    return true;
  }
  return HARMLESS.has(name) || (name === 'refstorage' && value === 'files');
}

/** `section.key` in lower case and value of the settings that stand in sections without a subsection. */
function* settingsOf(text: string): Generator<[string, string]> {
  let section = '';
  for (const line of text
    .replace(/^\uFEFF/, '')
    .replace(/\\\r?\n/g, ' ')
    .split('\n')) {
    const header = /^\s*\[\s*(?:([^\]"\s]+)\s*)?(?:("(?:[^"\\]|\\.)*")\s*)?\]/.exec(line);
    if (header !== null) section = header[2] === undefined ? (header[1] ?? '').toLowerCase() : '';
    const setting = header === null ? line : line.slice(header[0].length);
    const match = /^\s*([A-Za-z][A-Za-z0-9-]*)\s*(?:=([\s\S]*))?$/.exec(setting);
    if (match === null || section === '') continue;
    yield [`${section}.${match[1]!.toLowerCase()}`, settingValue(match[2] ?? 'true')];
  }
}

function settingValue(raw: string): string {
  const [plain = ''] = raw.split(/[#;]/, 1);
  return plain.trim().replace(/^"(.*)"$/, '$1');
}
