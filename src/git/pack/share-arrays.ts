/** Moves the typed arrays among the properties of an object into memory that threads share. */
export function shareArrays(data: object): void {
  for (const [key, value] of Object.entries(data)) {
    if (ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer)
      Object.assign(data, { [key]: sharedCopy(value as Uint8Array) });
  }
}

function sharedCopy(array: Uint8Array): ArrayBufferView {
  const copy = new SharedArrayBuffer(array.byteLength);
  new Uint8Array(copy).set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  const ArrayOfItsType = array.constructor as typeof Uint8Array<SharedArrayBuffer>;
  return new ArrayOfItsType(copy);
}
