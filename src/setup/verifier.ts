import type { Settings } from '../config/settings.ts';
import type { ScanOptions } from '../pipeline.ts';
import type { PartnerSearch } from '../verify/partners.ts';
import { cacheFolder } from './cache-folder.ts';

/** Whether answers of providers are kept for later runs. */
export interface VerifierFlags {
  'no-cache'?: unknown;
}

/** All that a run may take while somebody waits for a commit, and what of it is left for what is not asking. */
const hookMs = { whole: 3000, rest: 300 };

/**
 * The step of a scan that asks the providers; its code is loaded when there is a finding.
 *
 * @param waits - somebody waits for a commit: the whole run ends within three seconds of its start
 * @param tree - where the other half of a secret is looked for: in the index, or in the files below `root`
 */
export function verifierFor(
  settings: Settings,
  flags: VerifierFlags,
  waits: boolean,
  tree: { root: string; staged: boolean } | undefined,
): ScanOptions['verify'] {
  return async (findings) => {
    const { createVerifier } = await import('../verify/verify.ts');
    const verify = createVerifier({
      offline: settings.offline,
      endpoints: Object.fromEntries(settings.endpoints),
      off: settings.skipVerify,
      ...(settings.proxy ? { proxy: settings.proxy } : {}),
      cacheDir: flags['no-cache'] ? null : cacheFolder(process.env, process.platform),
      ...(waits ? { deadlineMs: Math.max(500, hookMs.whole - hookMs.rest - performance.now()) } : {}),
      ...(tree ? { partners: lazyPartners(tree) } : {}),
    });
    return verify(findings);
  };
}

function lazyPartners({ root, staged }: { root: string; staged: boolean }): PartnerSearch {
  let search: PartnerSearch | undefined;
  return async (finding, name, ruleId) => {
    search ??= (await import('./partner-files.ts')).partnerFiles(root, staged);
    return search(finding, name, ruleId);
  };
}
