type Shareable = Uint8Array | Int32Array | Uint32Array | Float64Array;

/** Moves the typed arrays among the properties of an object into memory that threads share; a buffer becomes one. */
export function shareArrays(data: object): void {
  for (const [key, value] of Object.entries(data)) {
    if (ArrayBuffer.isView(value)) Object.assign(data, { [key]: sharedCopy(value as Shareable) });
  }
}

function sharedCopy(array: Shareable): Shareable {
  if (array.buffer instanceof SharedArrayBuffer) return array;
  const bytes = new Uint8Array(new SharedArrayBuffer(array.byteLength));
  bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  if (array instanceof Int32Array) return new Int32Array(bytes.buffer);
  if (array instanceof Uint32Array) return new Uint32Array(bytes.buffer);
  return array instanceof Float64Array ? new Float64Array(bytes.buffer) : bytes;
}
