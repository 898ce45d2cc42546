import type { Finding } from '../types.ts';

/**
 * Gives what a range brings the marker that the last version of its file has beside it, or has no more: a marker that a
 * later commit of the range adds counts for the commit that added the secret.
 *
 * @param all - the findings of all versions, those of later commits behind
 */
export function withLatestMarkers(found: readonly Finding[], all: readonly Finding[]): Finding[] {
  const latest = new Map<string, Finding[]>();
  for (const finding of all) {
    const known = latest.get(keyOf(finding));
    if (known && known[0]!.object === finding.object) known.push(finding);
    else latest.set(keyOf(finding), [finding]);
  }
  return found.map((finding) => {
    const last = latest.get(keyOf(finding));
    if (!last || last[0]!.object === finding.object) return finding;
    const { marker: _, ...unmarked } = finding;
    const bare = last.find(({ marker }) => marker === undefined);
    const { marker } = bare ?? last[0]!;
    return marker ? { ...unmarked, marker } : unmarked;
  });
}

function keyOf({ fingerprint, where, file }: Finding): string {
  return `${fingerprint} ${where} ${file}`;
}
