/** Numbers in a Bytes column: float32, little-endian. Copies, because stored bytes need not be aligned. */
export function readFloat32(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes.byteLength);
  copy.set(bytes);
  return new Float32Array(copy.buffer);
}
