import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Files that stay open between reads, at most a given number at once (macOS allows 256 to a process). */
export interface FileCache {
  /**
   * Fills `target` from byte `position` on.
   *
   * @returns how many bytes were read, fewer than asked for only at the file's end
   * @throws what `openSync` or `readSync` throw
   */
  read(path: string, target: Uint8Array, position: number): number;
  /** Bytes of the file now. */
  size(path: string): number;
  close(): void;
}

/** @param limit - open files at once; the least recently read is closed first */
export function createFileCache(limit = 48): FileCache {
  const open = new Map<string, number>();
  const descriptorOf = (path: string): number => {
    const known = open.get(path);
    if (known !== undefined) {
      open.delete(path);
      open.set(path, known);
      return known;
    }
    const fd = openSync(path, 'r');
    open.set(path, fd);
    if (open.size > limit) closeOldest(open);
    return fd;
  };
  return {
    read: (path, target, position) => readFully(descriptorOf(path), target, position),
    size: (path) => fstatSync(descriptorOf(path)).size,
    close: () => {
      for (const fd of open.values()) closeSync(fd);
      open.clear();
    },
  };
}

function closeOldest(open: Map<string, number>): void {
  for (const [path, fd] of open) {
    open.delete(path);
    closeSync(fd);
    return;
  }
}

function readFully(fd: number, target: Uint8Array, position: number): number {
  let done = 0;
  while (done < target.length) {
    const got = readSync(fd, target, done, target.length - done, position + done);
    if (got === 0) break;
    done += got;
  }
  return done;
}
