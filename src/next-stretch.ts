/** What a stretch of a file repeats of the one before, so that nothing is cut in two. */
export const OVERLAP = 64 << 10;
const LF = 10;

/** Where a stretch starts in its file: 1-based, columns in UTF-16 code units. */
export interface StretchStart {
  firstLine: number;
  firstColumn: number;
}

/** Where the first stretch of a file starts. */
export const FILE_START: StretchStart = { firstLine: 1, firstColumn: 1 };

/**
 * Where the stretch behind this one starts: with a line if one starts among the bytes that it repeats.
 *
 * @param bytes - more than {@link OVERLAP}
 * @returns `from`, the first byte that it repeats, besides
 */
export function nextStretch(
  bytes: Buffer,
  { firstLine, firstColumn }: StretchStart,
): StretchStart & { from: number } {
  const lineEnd = bytes.indexOf(LF, bytes.length - OVERLAP);
  const hasLine = lineEnd !== -1 && lineEnd + 1 < bytes.length;
  const from = hasLine ? lineEnd + 1 : characterStart(bytes, bytes.length - OVERLAP);
  const lineStart = bytes.lastIndexOf(LF, from - 1) + 1;
  return {
    from,
    firstLine: firstLine + countLineEnds(bytes.subarray(0, from)),
    firstColumn: (lineStart === 0 ? firstColumn : 1) + utf16Length(bytes, lineStart, from),
  };
}

/** Where the character begins that a byte belongs to; the byte itself where it is no UTF-8. */
function characterStart(bytes: Buffer, offset: number): number {
  for (let at = offset; at > offset - 4; at--) if ((bytes[at]! & 0xc0) !== 0x80) return at;
  return offset;
}

/** A byte order mark takes no column. */
function utf16Length(bytes: Buffer, start: number, end: number): number {
  const text = bytes.toString('utf8', start, end);
  return text.startsWith('\ufeff') ? text.length - 1 : text.length;
}

function countLineEnds(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) count++;
  return count;
}
