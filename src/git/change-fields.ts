/** Told what `git diff-tree --raw -z` writes; the bytes are views of its output. */
export interface ChangeSink {
  commit(id: Buffer): void;
  /**
   * A path of the commit before.
   *
   * @param meta - `:` once for each parent, the modes of all sides, the ids of all sides, and the status
   */
  path(meta: Buffer, path: Buffer): void;
}

const COLON = 0x3a;
const SPACE = 0x20;

/**
 * Cuts the output of `git diff-tree --raw -z` into its fields, whatever the pieces in which it comes.
 *
 * @see https://git-scm.com/docs/git-diff-tree#_raw_output_format
 */
export function createFieldReader(sink: ChangeSink): (bytes: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let meta: Buffer | undefined;
  const take = (field: Buffer): void => {
    if (meta !== undefined) {
      sink.path(meta, field);
      meta = undefined;
    } else if (field[0] === COLON) meta = field;
    else sink.commit(field);
  };
  return (bytes) => {
    const all = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes;
    let start = 0;
    for (let end = all.indexOf(0); end !== -1; end = all.indexOf(0, start)) {
      take(all.subarray(start, end));
      start = end + 1;
    }
    rest = Buffer.from(all.subarray(start));
  };
}

/** The new object's id in a path's line, as hex: what stands before the status, which has one letter for each parent. */
export function newIdIn(meta: Buffer): Buffer {
  const end = meta.lastIndexOf(SPACE);
  return meta.subarray(meta.lastIndexOf(SPACE, end - 1) + 1, end);
}
