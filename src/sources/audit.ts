import type { Finding, Source } from '../types.ts';

/**
 * A working tree and its history as one: what both have is given once, at its place in the working tree, with the
 * commit that brought it.
 *
 * @param files - undefined for a bare repository
 */
export function auditSource(files: Source | undefined, history: Source): Source {
  return {
    ...history,
    name: 'audit',
    async *read(signal) {
      if (files) yield* files.read(signal);
      yield* history.read(signal);
    },
    async locate(found, signal, search) {
      const present = found.filter(({ object }) => object === undefined);
      const located = await history.locate!(
        found.filter(({ object }) => object !== undefined),
        signal,
        search,
      );
      const past = new Map(located.map((finding) => [keyOf(finding), finding]));
      const presentKeys = new Set(present.map(keyOf));
      return [
        ...present.map((finding) => withPast(finding, past.get(keyOf(finding)))),
        ...located.filter((finding) => !presentKeys.has(keyOf(finding))),
      ];
    },
  };
}

function keyOf({ fingerprint, file, where }: Finding): string {
  return `${fingerprint} ${where} ${file}`;
}

function withPast(finding: Finding, past: Finding | undefined): Finding {
  // Names of past files are not searched.
  if (!past) return finding.where === 'path' ? finding : { ...finding, atHead: false };
  const { commit, atHead = false } = past;
  return { ...finding, atHead, ...(commit ? { commit } : {}) };
}
