import { parseYaml } from '../rules/located-yaml.ts';
import { importSecretsBaseline } from './detect-secrets.ts';
import { fitting } from './fitting.ts';
import { importGitguardian, isGitguardianConfig } from './gitguardian.ts';
import { importGitleaksConfig } from './gitleaks-config.ts';
import { importGitleaksIgnore, isGitleaksIgnore } from './gitleaks-ignore.ts';
import type { Imported } from './imported.ts';
import {
  importGitleaksReport,
  importKingfisherBaseline,
  importKingfisherReport,
  importSarif,
  importTrufflehogReport,
} from './reports.ts';
import type { KnownRules } from './rule-names.ts';
import { importSecretlintConfig, importSecretlintIgnore, isSecretlintConfig } from './secretlint.ts';
import { type SourceLines, sourceLines } from './source-lines.ts';
import { type Table, tableOf, tablesOf } from './values.ts';

/**
 * Carries another scanner's file over. What it is, its content says; the name counts only for lists of paths.
 *
 * @param file - its name, for messages
 * @returns undefined when it is none that is known
 * @throws {ConfigError} it is of a kind that is known, and broken
 */
export function importFile(file: string, text: string, ours: KnownRules): Imported | undefined {
  const imported = importAny(file, text, ours);
  return imported && fitting(imported);
}

function importAny(file: string, text: string, ours: KnownRules): Imported | undefined {
  const lines = sourceLines(text);
  const plain = text.replace(/^\ufeff/, '');
  const json = jsonOf(plain);
  if (json !== undefined) return fromJson(json, lines, ours);
  const stream = jsonLinesOf(plain);
  if (stream) return fromJsonLines(stream, lines);
  if (/secretlintignore$/.test(file)) return importSecretlintIgnore(plain);
  if (/^[ \t]*\[{1,2}[\w.\s"-]+\]{1,2}[ \t]*(?:#.*)?$/m.test(plain) || /\.toml$/.test(file))
    return importGitleaksConfig(file, plain, ours);
  const yaml = yamlOf(plain);
  if (yaml) return fromYaml(yaml, lines, ours);
  return isGitleaksIgnore(plain) || /gitleaksignore$/.test(file) ? importGitleaksIgnore(plain) : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

interface Line {
  value: Table;
  line: number;
}

/** One object a line; what is no object, such as a log line, is left out when most are. */
function jsonLinesOf(text: string): Line[] | undefined {
  const lines = text.split('\n').map((line, i) => ({ text: line.trim(), line: i + 1 }));
  const filled = lines.filter((line) => line.text !== '');
  const values = filled.flatMap(({ text: one, line }) => {
    const value = one.startsWith('{') ? tableOf(jsonOf(one)) : undefined;
    return value ? [{ value, line }] : [];
  });
  return values.length > 0 && values.length * 2 > filled.length ? values : undefined;
}

function fromJson(json: unknown, lines: SourceLines, ours: KnownRules): Imported | undefined {
  if (Array.isArray(json)) return fromList(json, lines);
  const table = tableOf(json);
  if (!table) return undefined;
  if (tableOf(table.results) && (table.plugins_used || table.generated_at))
    return importSecretsBaseline(table, lines);
  if (Array.isArray(table.runs)) return importSarif(table, lines);
  if (Array.isArray(table.findings) && tablesOf(table.findings).every(({ finding }) => tableOf(finding)))
    return importKingfisherReport(tablesOf(table.findings), lines);
  return fromJsonLines([{ value: table, line: 1 }], lines) ?? fromYaml(table, lines, ours);
}

function fromList(list: readonly unknown[], lines: SourceLines): Imported | undefined {
  const [first] = tablesOf(list);
  if (!first) return list.length === 0 ? importGitleaksReport(list, lines) : undefined;
  if ('RuleID' in first || 'ruleID' in first) return importGitleaksReport(list, lines);
  if ('SourceMetadata' in first)
    return importTrufflehogReport(tablesOf(list).map((value) => ({ value, line: 1 })));
  return tableOf(first.finding) ? importKingfisherReport(tablesOf(list), lines) : undefined;
}

function fromJsonLines(stream: readonly Line[], lines: SourceLines): Imported | undefined {
  if (stream.some(({ value }) => 'SourceMetadata' in value)) return importTrufflehogReport(stream);
  const findings = stream.map(({ value }) => value).filter(({ finding }) => tableOf(finding));
  return findings.length > 0 ? importKingfisherReport(findings, lines) : undefined;
}

function yamlOf(text: string): Table | undefined {
  try {
    return tableOf(parseYaml('', text, (message) => new Error(message)).value);
  } catch {
    return undefined;
  }
}

function fromYaml(table: Table, lines: SourceLines, ours: KnownRules): Imported | undefined {
  if (isSecretlintConfig(table)) return importSecretlintConfig(table, lines, ours);
  if (tableOf(table.ExactFindings)) return importKingfisherBaseline(table, lines);
  return isGitguardianConfig(table) ? importGitguardian(table, lines, ours) : undefined;
}
