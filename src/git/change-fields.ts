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
  /** Of a field that goes on in the next piece. */
  let begun: Buffer[] = [];
  let meta: Buffer | undefined;
  const take = (field: Buffer): void => {
    if (meta !== undefined) {
      sink.path(meta, field);
      meta = undefined;
    } else if (field[0] === COLON) meta = field;
    else sink.commit(field);
  };
  return (bytes) => {
    let start = 0;
    for (let end = bytes.indexOf(0); end !== -1; end = bytes.indexOf(0, start)) {
      const last = bytes.subarray(start, end);
      take(begun.length > 0 ? Buffer.concat([...begun, last]) : last);
      begun = [];
      start = end + 1;
    }
    if (start < bytes.length) begun.push(Buffer.from(bytes.subarray(start)));
  };
}

/** The new object's id in a path's line, as hex: what stands before the status, which has one letter for each parent. */
export function newIdIn(meta: Buffer): Buffer {
  const end = meta.lastIndexOf(SPACE);
  return meta.subarray(meta.lastIndexOf(SPACE, end - 1) + 1, end);
}
