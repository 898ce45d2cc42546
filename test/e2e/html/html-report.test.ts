import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonReport } from '../../../src/report/schema.ts';
import { hasBrowser, openBrowser } from '../../helpers/browser.ts';
import { makeFolder, type Repo } from '../../helpers/repo.ts';
import { historyFinding, hostile, hostileReport, jsonFinding, jsonReport } from '../../report/reports.ts';

let context: BrowserContext;
let close: (() => Promise<void>) | undefined;
let folder: Repo;
let removeFolder: () => void;
beforeAll(async () => {
  folder = makeFolder((remove) => {
    removeFolder = remove;
  });
  if (hasBrowser) ({ context, close } = await openBrowser());
});
afterAll(async () => {
  await close?.();
  removeFolder();
});

/** What a page must not do. */
interface Watched {
  page: Page;
  requests: string[];
  errors: string[];
}

/** A report as `leakgate report` writes it, opened from its file. */
async function openReport(report: JsonReport, format = 'html'): Promise<Watched> {
  const json = path.join(folder.root, 'report.json');
  const file = path.join(folder.root, `report.${format}`);
  writeFileSync(json, JSON.stringify(report));
  const ran = folder.leakgate(['report', json, '-f', format, '-o', file]);
  expect(ran).toMatchObject({ status: 0, all: '' });
  const page = await context.newPage();
  const watched: Watched = { page, requests: [], errors: [] };
  page.on('request', (request) => watched.requests.push(request.url()));
  page.on('console', (message) => watched.errors.push(message.text()));
  page.on('pageerror', (error) => watched.errors.push(error.message));
  page.on('dialog', (dialog) => watched.errors.push(dialog.message()));
  await page.goto(pathToFileURL(file).href);
  return watched;
}

const many = Array.from({ length: 10_000 }, (_, i) =>
  historyFinding({
    file: `src/module-${i % 100}/file-${i}.js`,
    provider: ['github', 'stripe'][i % 2]!,
    severity: (['critical', 'high', 'medium', 'low'] as const)[i % 4]!,
    author: `Author ${i % 7} <a${i % 7}@example.com>`,
    date: new Date(Date.UTC(2025, i % 12, 1 + (i % 28))).toISOString(),
    fingerprint: String(i),
  }),
);

describe.skipIf(!hasBrowser)('the HTML report', () => {
  test('10,000 findings are narrowed down by each filter, a page at a time', async () => {
    const { page, requests, errors } = await openReport(jsonReport(many));
    const status = page.getByRole('status');
    const rows = page.locator('tbody tr:not(.more)');
    expect(await status.textContent()).toBe('10,000 findings: 1 to 50');
    expect(await rows.count()).toBe(50);
    await page.getByLabel('Provider').selectOption('stripe');
    expect(await status.textContent()).toMatch(/^5,000 of 10,000/);
    await page.getByLabel('Severity').selectOption('low');
    expect(await status.textContent()).toMatch(/^2,500 of/);
    await page.getByLabel('Path contains').fill('module-3/');
    expect(await status.textContent()).toMatch(/^100 of/);
    await page.getByLabel('Author contains').fill('Author 3');
    expect(Number(/^\d+/.exec((await status.textContent())!)![0])).toBeLessThan(100);
    await page.getByLabel('Verdict').selectOption('blocks');
    expect(await rows.first().textContent()).toContain('Author 3');
    expect(requests).toHaveLength(1);
    expect(errors).toEqual([]);
    await page.close();
  });

  test('the timeline has a bar for each month, and shows one alone', async () => {
    const { page } = await openReport(jsonReport(many));
    const bars = page.getByRole('group', { name: 'Findings by month' }).getByRole('button');
    expect(await bars.count()).toBe(12);
    const march = page.getByRole('button', { name: /^2025-03: 8\d\d findings/ });
    await march.click();
    expect(await march.getAttribute('aria-pressed')).toBe('true');
    expect(await page.locator('td.date').allTextContents()).toEqual(
      Array(50).fill(expect.stringMatching(/^2025-03/)),
    );
    await march.click();
    expect(await page.getByRole('status').textContent()).toMatch(/^10,000 findings/);
    await page.close();
  });

  test('works by keyboard alone: sorts, turns pages, opens a finding, and keeps the focus', async () => {
    const { page } = await openReport(jsonReport(many));
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await page.getByRole('button', { name: 'Where' }).focus();
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('Where');
    expect(await page.getByRole('columnheader', { name: 'Where' }).getAttribute('aria-sort')).toBe(
      'ascending',
    );
    await page.getByRole('button', { name: 'Next' }).focus();
    await page.keyboard.press('Enter');
    expect(await page.getByRole('navigation', { name: 'Pages' }).textContent()).toContain('Page 2 of 200');
    expect(await focused()).toBe('Next');
    const opener = page.locator('.opener').first();
    await opener.focus();
    await page.keyboard.press('Space');
    expect(await opener.getAttribute('aria-expanded')).toBe('true');
    expect(await page.locator('.details').textContent()).toContain('process.env.GITHUB_TOKEN');
    await page.close();
  });

  test('a screen reader is told of a table, its columns, its filters and what they leave', async () => {
    const { page } = await openReport(jsonReport([jsonFinding()]));
    expect(await page.getByRole('table', { name: 'Findings' }).getByRole('row').count()).toBe(2);
    expect(await page.getByRole('columnheader').count()).toBe(6);
    expect(await page.getByRole('search').getByRole('combobox').count()).toBeGreaterThanOrEqual(3);
    await page.getByLabel('Path contains').fill('nowhere');
    expect(await page.getByRole('status').textContent()).toBe('No finding fits.');
    await page.close();
  });

  test('a commit of a known host is a link to its page', async () => {
    const repository = { url: 'https://github.com/team/app', revision: null, branch: null };
    const target = { kind: 'audit', root: '.', range: null, repository };
    const { page } = await openReport(jsonReport([historyFinding()], { target }));
    await page.locator('.opener').click();
    const link = page.getByRole('link', { name: 'a'.repeat(40) });
    expect(await link.getAttribute('href')).toBe(`https://github.com/team/app/commit/${'a'.repeat(40)}`);
    await page.close();
  });

  test('nothing hostile runs, loads or breaks out, opened or not', async () => {
    const { page, requests, errors } = await openReport(hostileReport());
    for (const opener of await page.locator('.opener').all()) await opener.click({ force: true });
    expect(requests).toHaveLength(1);
    expect(errors).toEqual([]);
    expect(await page.locator('img, iframe, object, form, [onerror], a[href^="javascript"]').count()).toBe(0);
    expect(await page.locator('script').count()).toBe(2);
    expect(await page.locator('td.place').allTextContents()).toContain(`${hostile.markup}:3:12`);
    await page.close();
  });

  test.each(['light', 'dark'] as const)(
    'in %s colours text stands out, and the button changes them',
    async (colorScheme) => {
      const { page } = await openReport(jsonReport([jsonFinding()]));
      await page.emulateMedia({ colorScheme });
      const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const before = await ground();
      expect(await lowestContrast(page)).toBeGreaterThan(4.5);
      await page.getByRole('button', { name: / colours$/ }).click();
      expect(await ground()).not.toBe(before);
      expect(await lowestContrast(page)).toBeGreaterThan(4.5);
      await page.close();
    },
  );

  test.each([320, 600, 1400])('nothing sticks out of a window %i wide', async (width) => {
    const { page } = await openReport(hostileReport());
    await page.setViewportSize({ width, height: 800 });
    for (const opener of await page.locator('.opener').all()) await opener.click({ force: true });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await page.close();
  });

  test('without scripts it still says what was found', async () => {
    const { page } = await openReport(jsonReport([jsonFinding()]));
    const text = (await page.content()).replace(/<script.*?<\/script>/gs, '');
    expect(text).toContain('<p>1 secret, 1 of them blocks</p>');
    await page.close();
  });
});

test.skipIf(!hasBrowser)('the JUnit report of everything hostile is XML to a parser', async () => {
  const { page } = await openReport(jsonReport([]));
  const file = path.join(folder.root, 'report.json');
  writeFileSync(file, JSON.stringify(hostileReport()));
  const { stdout } = folder.leakgate(['report', file, '-f', 'junit']);
  const found = await page.evaluate((text) => {
    const xml = new DOMParser().parseFromString(text, 'application/xml');
    return {
      error: xml.querySelector('parsererror')?.textContent ?? null,
      cases: xml.querySelectorAll('testcase').length,
    };
  }, stdout);
  const texts = Object.keys(hostile).length;
  expect(found).toEqual({ error: null, cases: 3 * texts });
  await page.close();
});

/** The lowest contrast of any text to the ground behind it, by WCAG 2. */
function lowestContrast(page: Page): Promise<number> {
  return page.evaluate(() => {
    const channels = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = (color: string) => {
      const [r, g, b] = channels(color)
        .slice(0, 3)
        .map((value) => value / 255)
        .map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    };
    const groundOf = (element: Element | null): string => {
      if (!element) return 'rgb(255, 255, 255)';
      const color = getComputedStyle(element).backgroundColor;
      return channels(color)[3] === 0 ? groundOf(element.parentElement) : color;
    };
    const withText = [...document.body.querySelectorAll('*:not(script):not(noscript)')].filter((element) =>
      [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== '',
      ),
    );
    const contrasts = withText.map((element) => {
      const both = [luminance(getComputedStyle(element).color), luminance(groundOf(element))].sort(
        (a, b) => b - a,
      );
      return (both[0]! + 0.05) / (both[1]! + 0.05);
    });
    return Math.min(...contrasts);
  });
}
