/** A .npy file (NumPy format 1.0) of float32 numbers in row-major order. */
export function writeNpy(shape: readonly number[], data: Float32Array): Uint8Array {
  const dimensions = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${dimensions}), }`;
  // Magic, version, length and header together fill a multiple of 64 bytes and end with a line feed.
  const length = Math.ceil((10 + header.length + 1) / 64) * 64 - 10;
  const file = new Uint8Array(10 + length + data.byteLength);
  file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 0xff, length >> 8]);
  file.set(new TextEncoder().encode(`${header.padEnd(length - 1)}\n`), 10);
  const view = new DataView(file.buffer, 10 + length);
  data.forEach((value, i) => {
    view.setFloat32(4 * i, value, true);
  });
  return file;
}

/** The numbers of such a file. @throws RangeError for anything else */
export function readNpy(file: Uint8Array): { shape: number[]; data: Float32Array } {
  const length = file[8] | (file[9] << 8);
  const header = new TextDecoder("latin1").decode(file.subarray(10, 10 + length));
  const shape = /'descr': '<f4', 'fortran_order': False, 'shape': \(([\d, ]+)\)/.exec(header)?.[1];
  if (file[0] !== 0x93 || !shape) throw new RangeError("no .npy file of float32 numbers in row-major order");
  const sizes = shape
    .split(",")
    .filter((size) => size.trim() !== "")
    .map(Number);
  const count = sizes.reduce((product, size) => product * size, 1);
  if (file.length !== 10 + length + 4 * count)
    throw new RangeError("the file is not as long as it announces");
  const view = new DataView(file.buffer, file.byteOffset + 10 + length);
  return { shape: sizes, data: Float32Array.from({ length: count }, (_, i) => view.getFloat32(4 * i, true)) };
}
