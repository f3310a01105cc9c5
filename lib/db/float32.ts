/** Numbers in a Bytes column are float32, little-endian: the byte order of every machine this runs on. */
export function writeFloat32(values: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(values.byteLength);
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return bytes;
}

/** Copies: stored bytes need not be aligned. */
export function readFloat32(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes.byteLength);
  copy.set(bytes);
  return new Float32Array(copy.buffer);
}
