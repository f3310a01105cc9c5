/** Numbers for a Bytes column: float32 in the byte order of every machine this runs on, little-endian. */
export function writeFloat32(values: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(values.byteLength);
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return bytes;
}
