import type { OfflineReader } from '../../rules/verify-schema.ts';
import type { Values } from '../template.ts';
import { readAwsAccount } from './aws-account.ts';
import { readAzureDevopsPat, readAzureSas } from './azure.ts';
import { readGitlabRouting } from './gitlab-routing.ts';
import { readGrafanaCloud, readOnepassword, readSentryOrg } from './json-tokens.ts';
import { readJwt } from './jwt.ts';
import type { Knowledge, Reader } from './knowledge.ts';
import { readPrivateKey } from './private-key.ts';
import { readPypiMacaroon } from './pypi-macaroon.ts';

const readers: Record<OfflineReader, Reader> = {
  'aws-account': readAwsAccount,
  'azure-devops-pat': readAzureDevopsPat,
  'azure-sas': readAzureSas,
  'gitlab-routing': readGitlabRouting,
  'grafana-cloud': readGrafanaCloud,
  jwt: readJwt,
  onepassword: readOnepassword,
  'private-key': readPrivateKey,
  'pypi-macaroon': readPypiMacaroon,
  'sentry-org': readSentryOrg,
};

/** What a secret tells by itself, by the readers that its rule names; the first that knows a thing counts. */
export function readOffline(names: readonly OfflineReader[], values: Values, now: number): Knowledge {
  const known = names.map((name) => readers[name](values, now) ?? {});
  const notes = known.flatMap((knowledge) => knowledge.notes ?? []);
  return { ...Object.assign({}, ...known.reverse()), ...(notes.length > 0 ? { notes } : {}) };
}
