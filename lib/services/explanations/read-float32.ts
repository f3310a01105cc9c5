/** The float32 numbers in stored bytes; copies, because stored bytes need not be aligned. */
export function readFloat32(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice().buffer);
}
