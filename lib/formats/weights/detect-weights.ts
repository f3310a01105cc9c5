/** How a weights file is laid out, or words for what it is instead. */
export type WeightsFormat = "safetensors" | "pth-zip" | "pth-legacy";
export type Detected = { format: WeightsFormat } | { unknown: string };

const startsWith = (file: Uint8Array, ...bytes: number[]) => bytes.every((byte, i) => file[i] === byte);
const text = (file: Uint8Array, from: number, length: number) =>
  String.fromCharCode(...file.subarray(from, from + length));

/** What people hand in instead of weights, and what to do about it. */
const OTHERS: [(file: Uint8Array) => boolean, string][] = [
  [(file) => file.length === 0, "it is empty"],
  [
    (file) => text(file, 0, 42) === "version https://git-lfs.github.com/spec/v1",
    "it is a Git LFS pointer, not the weights: run git lfs pull",
  ],
  [(file) => /^\s*<(!doctype|html|\?xml)/i.test(text(file, 0, 100)), "it is a web page: download it again"],
  [
    (file) => startsWith(file, 0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a),
    "it is an HDF5 file, as Keras writes: save the weights as safetensors",
  ],
  [(file) => startsWith(file, 0x1f, 0x8b), "it is packed with gzip: unpack it first"],
  [
    (file) => text(file, 257, 5) === "ustar",
    "it is a tar archive: unpack it, or load and save it with a current PyTorch",
  ],
  [(file) => text(file, 0, 6) === "\x93NUMPY", "it is a NumPy array: save the weights as safetensors"],
  [(file) => text(file, 4, 4) === "TFL3", "it is a TensorFlow Lite model: save the weights as safetensors"],
  [isOnnx, "it is an ONNX model: save the weights it was exported from as safetensors"],
];

/** ModelProto: field 1 (ir_version) as a small number, then one of the fields 2 to 8. */
function isOnnx(file: Uint8Array): boolean {
  return file[0] === 0x08 && file[1] < 32 && [0x12, 0x1a, 0x22, 0x2a, 0x32, 0x3a, 0x42].includes(file[2]);
}

/** Protocol 2 and later say so in the first byte; older ones begin with a global, the magic number or a container. */
function isPickle(file: Uint8Array): boolean {
  if (file[0] === 0x80) return file[1] >= 2 && file[1] <= 5;
  return /^(c[\w.]+\n[\w.]+\n|L\d+L\n|[(\]}][(\]}cdlpqSVUXIJKMNF])/.test(text(file, 0, 200));
}

/** A length below 4 GB in the first eight bytes, as a safetensors header has. A framed pickle looks the same. */
function beginsWithLength(file: Uint8Array): boolean {
  if (file.length < 8) return false;
  const view = new DataView(file.buffer, file.byteOffset, 8);
  return view.getUint32(0, true) > 0 && view.getUint32(4, true) === 0;
}

/** Tells weights files apart by their first bytes; whether a file is sound is for its reader to say. */
export function detectWeights(file: Uint8Array): Detected {
  const hasLength = beginsWithLength(file);
  const hasBrace = file[8] === 0x7b;
  if (startsWith(file, 0x50, 0x4b, 0x03, 0x04)) return { format: "pth-zip" };
  if (hasLength && hasBrace) return { format: "safetensors" };
  if (isPickle(file)) return { format: "pth-legacy" };
  const other = OTHERS.find(([is]) => is(file));
  if (other) return { unknown: other[1] };
  if (hasLength || hasBrace) return { format: "safetensors" };
  return { unknown: "it is neither safetensors nor a checkpoint that torch.save wrote" };
}
