/** Writes the licences of the packages that are inside the bundle. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** @param modules - absolute paths of the bundled files */
export function writeNotices(modules, out) {
  const packages = [...new Set(modules.map(packageFolder).filter(Boolean))].sort();
  const notices = packages.map(notice);
  writeFileSync(out, `leakgate contains the following packages.\n${notices.join('')}`);
}

function packageFolder(file) {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(file)?.[0];
}

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  if (files.length === 0 && !license) throw new Error(`${name}: no licence found in ${folder}`);
  const texts = files.map((file) => readFileSync(path.join(folder, file), 'utf8').trim());
  return `\n${'-'.repeat(80)}\n${name} ${version} (${license})\n\n${texts.join('\n\n')}\n`;
}
