import type { Confidence, Finding } from '../types.ts';

/** Folders that hold tests, their data, and samples. */
const folders =
  /(?:^|\/)(?:tests?|testing|__tests__|specs?|e2e|(?:unit|integration|functional|system)[-_]?tests?|fixtures?|__fixtures__|test[-_]?(?:data|files|resources|fixtures|cases|support|suite)|mocks?|__mocks__|stubs?|snapshots?|__snapshots__|cassettes|vcr|golden|examples?|samples?|demos?|tutorials?)\//i;

/** Files that test runners take for tests, by the habits of each language. */
const files =
  /(?:^|\/)(?:test_[^/]+\.py|conftest\.py|[^/]+_(?:test|spec)\.[a-z]{1,4}|[^/]+[.-](?:test|tests|spec|stories|mock|fixture)s?\.[a-z]{1,4}|[^/]+Tests?\.(?:java|kt|kts|cs|php|scala|groovy|swift|fs|vb)|[^/]+(?:Spec|IT|TestCase|Fixture)\.(?:java|kt|scala|groovy|cs|php|hs)|[^/]+\.(?:snap|golden|feature|t))$/;

/** Whether a path is that of a test, a test's data or a sample. */
export function isFixture(path: string): boolean {
  return folders.test(path) || files.test(path);
}

const oneLower: Readonly<Record<Confidence, Confidence>> = { high: 'medium', medium: 'low', low: 'low' };

/**
 * A finding in a test or a sample is one degree less sure: what stands there is mostly made up, and is reported all
 * the same. One that carries a right checksum was issued by somebody, and stays as it is.
 */
export function lowerInFixtures<F extends Finding>(finding: F): F {
  if (finding.checksum === 'valid' || finding.where !== 'content' || !isFixture(finding.file)) return finding;
  return { ...finding, confidence: oneLower[finding.confidence] };
}
