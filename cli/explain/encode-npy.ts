import type { SaliencyMap } from "#lib/tensor/model-view.ts";

/** A map as a NumPy file (format 1.0): little-endian float32 [height, width], row-major; `numpy.load` reads it. */
export function encodeNpy({ data, height, width }: SaliencyMap): Uint8Array {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${height}, ${width}), }`;
  const padded = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const header = `${text.padEnd(padded - 1)}\n`;
  const bytes = new Uint8Array(10 + padded + 4 * data.length);
  bytes.set([0x93, ...Buffer.from("NUMPY"), 1, 0, padded & 0xff, padded >> 8]);
  bytes.set(Buffer.from(header), 10);
  const view = new DataView(bytes.buffer);
  data.forEach((value, i) => {
    view.setFloat32(10 + padded + 4 * i, value, true);
  });
  return bytes;
}
