import type { Confidence, Finding } from '../types.ts';

/** Folders that hold tests and their data, by a word of the name or by its end. */
const testFolders =
  /(?:^|\/)(?:t|testing|__tests__|specs?|e2e|fixtures?|__fixtures__|mocks?|__mocks__|stubs?|snapshots?|__snapshots__|cassettes|vcr|golden|microbench|test(?:data|files|resources|fixtures|cases|support|suite|lib|kit)|(?:unit|integration|functional|system)tests?)\//i;
const camelTestFolders = /(?:^|\/)\w*[a-z0-9]Tests?\//;

/** Files that test runners take for tests, by the habits of each language. */
const testFiles =
  /(?:^|\/)(?:test_[^/]+\.py|conftest\.py|[^/]+_(?:test|spec)\.[a-z]{1,4}|[^/]+[.-](?:test|tests|spec|stories|mock|fixture)s?\.[a-z]{1,4}|[^/]+Tests?\.(?:java|kt|kts|cs|php|scala|groovy|swift|fs|vb)|[^/]+(?:Spec|IT|TestCase|Fixture)\.(?:java|kt|scala|groovy|cs|php|hs)|[^/]+\.(?:snap|golden|feature|t))$/;

const sampleFolders = /(?:^|\/)(?:examples?|samples?|demos?|tutorials?)\//i;

/** Whether a path is that of a test, a test's data or a sample. */
export function isFixture(path: string): boolean {
  return isOfTest(path) || sampleFolders.test(path);
}

function isOfTest(path: string): boolean {
  return (
    testFolders.test(path) ||
    path.split('/').slice(0, -1).some(hasTestWord) ||
    camelTestFolders.test(path) ||
    testFiles.test(path)
  );
}

/** Whether one of a folder's words is test; a pattern would take long for a name of very many words. */
function hasTestWord(folder: string): boolean {
  return /^[\w.-]+$/.test(folder) && folder.split(/[-_.]/).some((word) => /^tests?$/i.test(word));
}

const oneLower: Readonly<Record<Confidence, Confidence>> = { high: 'medium', medium: 'low', low: 'low' };

/**
 * A finding in a test or a sample, or by whose name it is made up, is less sure: by one degree, a private key by two,
 * since tests of TLS and signatures all have some. A token with its provider's prefix or a right checksum stays as it
 * is wherever it stands.
 */
export function lowerInFixtures<F extends Finding>(finding: F): F {
  const { rule, file, where, confidence } = finding;
  const isGeneric = rule.provider === 'generic';
  if (where !== 'content' || (!isGeneric && hasOwnForm(finding))) return finding;
  const isMadeUp = isOfTest(file) || saysMadeUp(finding) || (isGeneric && sampleFolders.test(file));
  if (!isMadeUp) return finding;
  return { ...finding, confidence: isGeneric && isKey(finding) ? 'low' : oneLower[confidence] };
}

function hasOwnForm({ rule, checksum }: Finding): boolean {
  return rule.prefix !== undefined || checksum === 'valid';
}

function isKey({ rule }: Finding): boolean {
  return rule.id.includes('private-key');
}

/** Characters before a secret in which its name stands. */
const NAME_LENGTH = 48;

/** Whether the name beside the secret says so: the part of the excerpt before the first masked secret. */
function saysMadeUp({ excerpt, secret }: Finding): boolean {
  const end = excerpt.indexOf(secret.redacted());
  return end > 0 && /fake|dummy|mock/i.test(excerpt.slice(Math.max(0, end - NAME_LENGTH), end));
}
