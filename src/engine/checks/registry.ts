import { azureCask } from './azure-cask.ts';
import { azureDevopsLegacy } from './azure-devops-legacy.ts';
import { azureEntra } from './azure-entra.ts';
import { azureKey } from './azure-key.ts';
import { base58Check, base58CheckXrp } from './base58.ts';
import { base64Json } from './base64-json.ts';
import { base64Secret } from './base64-secret.ts';
import { basicCredentials } from './basic-credentials.ts';
import { bech32 } from './bech32.ts';
import { bech32Lower } from './bech32-lower.ts';
import { bip39 } from './bip39.ts';
import type { Check } from './check.ts';
import { clerkPublishable } from './clerk-publishable.ts';
import { cratesXor } from './crates-xor.ts';
import { crc32Base62, crc32Base62Of37 } from './crc32.ts';
import { atlassianCrc, cloudflareCrc, grafanaCrc } from './crc32-hex.ts';
import { discordBot } from './discord-bot.ts';
import { gitlabRoutable } from './gitlab-routable.ts';
import { jwt } from './jwt.ts';
import { matrixCrc } from './matrix-crc.ts';
import { pem, pemEncrypted } from './pem.ts';
import { pgp, pgpEncrypted } from './pgp.ts';
import { pypiMacaroon } from './pypi-macaroon.ts';
import { stellarSeed } from './stellar.ts';
import { supabaseAnon, supabaseDemo, supabaseServiceRole } from './supabase-role.ts';
import { swarmJoin } from './swarm-join.ts';

/** Every check by the name that a rule's `check` key uses. */
export const checks: Readonly<Record<string, Check>> = {
  'atlassian-crc': atlassianCrc,
  'azure-cask': azureCask,
  'azure-devops-legacy': azureDevopsLegacy,
  'azure-entra': azureEntra,
  'azure-key': azureKey,
  'base58-check': base58Check,
  'base58-check-xrp': base58CheckXrp,
  'base64-json': base64Json,
  'base64-secret': base64Secret,
  'basic-credentials': basicCredentials,
  bech32,
  'bech32-lower': bech32Lower,
  bip39,
  'clerk-publishable': clerkPublishable,
  'cloudflare-crc': cloudflareCrc,
  'crates-xor': cratesXor,
  'crc32-base62': crc32Base62,
  'crc32-base62-of-37': crc32Base62Of37,
  'discord-bot': discordBot,
  'gitlab-routable': gitlabRoutable,
  'grafana-crc': grafanaCrc,
  jwt,
  'matrix-crc': matrixCrc,
  pem,
  'pem-encrypted': pemEncrypted,
  pgp,
  'pgp-encrypted': pgpEncrypted,
  'pypi-macaroon': pypiMacaroon,
  'supabase-anon': supabaseAnon,
  'supabase-demo': supabaseDemo,
  'supabase-service-role': supabaseServiceRole,
  'stellar-seed': stellarSeed,
  'swarm-join': swarmJoin,
};
