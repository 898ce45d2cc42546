import type { Renderer } from './context.ts';
import type { Format } from './format.ts';

/** The formats, each with what loads its code. */
export const renderers: Readonly<Record<Format, () => Promise<Renderer>>> = {
  text: () => import('./text.ts').then((module) => module.renderText),
  json: () => import('./json.ts').then((module) => module.renderJson),
  jsonl: () => import('./jsonl.ts').then((module) => module.renderJsonl),
  sarif: () => import('./sarif.ts').then((module) => module.renderSarif),
  junit: () => import('./junit.ts').then((module) => module.renderJunit),
  csv: () => import('./csv.ts').then((module) => module.renderCsv),
  github: () => import('./github.ts').then((module) => module.renderGithub),
  gitlab: () => import('./gitlab.ts').then((module) => module.renderGitlab),
  codeclimate: () => import('./codeclimate.ts').then((module) => module.renderCodeclimate),
  markdown: () => import('./markdown.ts').then((module) => module.renderMarkdown),
  html: () => import('./html.ts').then((module) => module.renderHtml),
};
