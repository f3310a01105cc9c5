import { readNumbers } from "../weights/read-numbers.ts";
import { byteLength, type ElementType } from "../weights/stored-array.ts";

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

const TYPES: Readonly<Record<string, ElementType>> = {
  f2: "F16",
  f4: "F32",
  f8: "F64",
  i1: "I8",
  i2: "I16",
  i4: "I32",
  i8: "I64",
  u1: "U8",
  u2: "U16",
  u4: "U32",
  u8: "U64",
  b1: "BOOL",
};

/**
 * The numbers of a .npy file, NumPy formats 1.0 to 3.0, of any real type and byte order, as float32 in row-major order.
 * @throws RangeError for anything else
 */
export function readNpy(file: Uint8Array): { shape: number[]; data: Float32Array } {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 12 || file[0] !== 0x93 || String.fromCharCode(...file.subarray(1, 6)) !== "NUMPY") {
    throw new RangeError("no .npy file");
  }
  const begin = file[6] === 1 ? 10 : 12;
  const end = begin + (file[6] === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  const header = new TextDecoder("latin1").decode(file.subarray(begin, end));
  const [, order, code] = /'descr':\s*'([<>|=]?)(\w\d)'/.exec(header) ?? [];
  const [, isFortran] = /'fortran_order':\s*(True|False)/.exec(header) ?? [];
  const [, sizes] = /'shape':\s*\(([\d, ]*)\)/.exec(header) ?? [];
  const dtype = TYPES[code];
  if (!dtype || !isFortran || sizes === undefined) throw new RangeError("no .npy file of real numbers");
  const shape = sizes
    .split(",")
    .filter((size) => size.trim() !== "")
    .map(Number);
  if (file.length !== end + byteLength(dtype, shape))
    throw new RangeError("the file is not as long as it announces");
  const bytes = file.slice(end);
  if (order === ">") swapBytes(bytes, Number(code[1]));
  const numbers = Float32Array.from(readNumbers("numbers", { dtype, shape, bytes }), Number);
  return { shape, data: isFortran === "True" ? toRowMajor(numbers, shape) : numbers };
}

function swapBytes(bytes: Uint8Array, width: number): void {
  for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse();
}

/** First index fastest -> last index fastest. */
function toRowMajor(data: Float32Array, shape: readonly number[]): Float32Array {
  const out = new Float32Array(data.length);
  const index = shape.map(() => 0);
  for (let from = 0; from < data.length; from++) {
    out[index.reduce((at, i, axis) => at * shape[axis] + i, 0)] = data[from];
    for (let axis = 0; axis < shape.length && ++index[axis] === shape[axis]; axis++) index[axis] = 0;
  }
  return out;
}
