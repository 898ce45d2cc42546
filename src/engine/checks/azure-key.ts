import type { Check, Random } from './check.ts';
import { marvin32 } from './marvin.ts';
import { alphabets, pick } from './random.ts';

interface Kind {
  /** Base64 characters before the signature. */
  lead: number;
  /** Length in base64 characters, padding included. */
  length: number;
  /** Seeds of the checksum, one for each role that a key may have. */
  seeds: string[];
  /** Confirmed on published keys: a mismatch means that it is none. Elsewhere it means nothing. */
  confirmed?: boolean;
}

const messaging: Kind = { lead: 33, length: 44, seeds: ['Send0000', 'Manage00', 'Listen00', 'System00'] };

/** Keys of 44, 52, 56 and 88 base64 characters, by the signature that stands in them. */
const kinds: Record<string, Kind> = {
  '+ASt': { lead: 76, length: 88, seeds: ['Default0'], confirmed: true },
  '+ASb': messaging,
  '+AEh': messaging,
  '+ARm': messaging,
  ACDb: { lead: 76, length: 88, seeds: ['MastRW00', 'MastRO00', 'SystRW00', 'SystRO00', 'Resour00'] },
  '+ABa': { lead: 76, length: 88, seeds: ['AbAcct00'] },
  APIM: { lead: 76, length: 88, seeds: ['IoTHub00', 'Tenant00', 'Gatewy00', 'GitKey00'] },
  '+AMC': { lead: 76, length: 88, seeds: ['Classic0'] },
  AzCa: { lead: 33, length: 44, seeds: ['Access00'] },
  AIoT: { lead: 33, length: 44, seeds: ['IoTHub00', 'DpsKey00', 'Device00'] },
  AZEG: { lead: 33, length: 44, seeds: [] },
  AzSe: { lead: 42, length: 52, seeds: ['Query000', 'PAdmin00'] },
  '+ACR': { lead: 42, length: 52, seeds: ['ACRDflt0'] },
  AzFu: { lead: 44, length: 56, seeds: ['Functi00', 'System00', 'Master00'] },
};

/**
 * Azure service keys (storage, Service Bus, Cosmos and others): base64 with a four-character signature at a
 * fixed place, the last four bytes a Marvin32 checksum of the bytes before.
 *
 * Forms: the signature, such as `+ASt`.
 *
 * @see https://github.com/microsoft/security-utilities
 */
export const azureKey: Check = {
  valid(secret) {
    const text = secret.replaceAll('-', '+').replaceAll('_', '/');
    const kind = kindOf(text);
    const bytes = Buffer.from(text, 'base64');
    if (!kind || bytes.length < 32) return undefined;
    const stored = bytes.readUInt32LE(bytes.length - 4);
    const holds = kind.seeds.some((seed) => marvin32(bytes.subarray(0, -4), seed) === stored);
    return holds || (kind.confirmed ? false : undefined);
  },
  make(random: Random, form: string) {
    const kind = kinds[form]!;
    const text = pick(random, alphabets.base64, kind.lead) + form + 'A'.repeat(kind.length - kind.lead - 4);
    const bytes = Buffer.from(text, 'base64').subarray(0, Math.floor((kind.length * 3) / 4) - padding(kind));
    bytes.writeUInt32LE(marvin32(bytes.subarray(0, -4), kind.seeds[0] ?? 'Default0'), bytes.length - 4);
    return bytes.toString('base64');
  },
};

function kindOf(text: string): Kind | undefined {
  return Object.entries(kinds).find(
    ([signature, kind]) => text.length === kind.length && text.startsWith(signature, kind.lead),
  )?.[1];
}

/** Padding characters at the end, which equal the bytes that a last group of three lacks. */
function padding({ length }: Kind): number {
  return { 44: 1, 52: 0, 56: 2, 88: 2 }[length]!;
}
