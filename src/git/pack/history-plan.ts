import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FileCache } from '../objects/file-cache.ts';
import type { HashBytes } from '../objects/object-id.ts';
import type { ObjectStore } from '../objects/object-store.ts';
import { searchIds } from '../objects/pack-index.ts';
import { type PackPlan, planPack } from './pack-plan.ts';

/** Everything that a repository's object directories hold, each object once. Plain data, fit for a worker. */
export interface HistoryPlan {
  hashBytes: HashBytes;
  packs: PlannedPack[];
  /** Object ids of files of their own that no pack has. */
  loose: string[];
}

export interface PlannedPack extends PackPlan {
  /** By entry: 1 when a pack before this one has the object too; absent for the first. */
  duplicates: Uint8Array | undefined;
}

/** @throws {DamagedFile} a pack and its index do not fit together */
export function planHistory(files: FileCache, store: ObjectStore): HistoryPlan {
  const { hashBytes } = store;
  const plans = store.packs().map((pack) => planPack(files, pack, hashBytes));
  plans.sort((a, b) => b.count - a.count);
  const packs = plans.map((plan, i) => ({ ...plan, duplicates: duplicatesOf(plan, plans.slice(0, i)) }));
  return { hashBytes, packs, loose: looseObjects(store.objectDirs, plans) };
}

function duplicatesOf(plan: PackPlan, before: PackPlan[]): Uint8Array | undefined {
  if (before.length === 0) return undefined;
  const duplicates = new Uint8Array(plan.count);
  for (let entry = 0; entry < plan.count; entry++) {
    const start = plan.idPlaces[entry]! * plan.hashBytes;
    if (isPacked(before, plan.ids.subarray(start, start + plan.hashBytes))) duplicates[entry] = 1;
  }
  return duplicates;
}

function isPacked(plans: PackPlan[], id: Uint8Array): boolean {
  return plans.some(
    (plan) =>
      searchIds(Buffer.from(plan.ids.buffer, plan.ids.byteOffset, plan.ids.length), id, plan.hashBytes) !==
      undefined,
  );
}

function looseObjects(objectDirs: readonly string[], plans: PackPlan[]): string[] {
  const found = new Set<string>();
  for (const dir of objectDirs) {
    for (const folder of namesIn(dir)) {
      if (!/^[0-9a-f]{2}$/.test(folder)) continue;
      for (const name of namesIn(join(dir, folder))) {
        const oid = folder + name;
        if (/^[0-9a-f]{38}(?:[0-9a-f]{24})?$/.test(name) && !isPacked(plans, Buffer.from(oid, 'hex')))
          found.add(oid);
      }
    }
  }
  return [...found];
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
