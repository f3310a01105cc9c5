/** Kinds of files that models come in. */
export type ModelFileType =
  | "safetensors"
  | "onnx"
  /** PyTorch's own, a zip archive or a bare pickle. */
  | "torch"
  | "keras"
  | "tflite"
  | "unknown";

const startsWith = (file: Uint8Array, bytes: readonly number[], at = 0) =>
  bytes.every((byte, i) => file[at + i] === byte);
const letters = (text: string) => [...text].map((letter) => letter.charCodeAt(0));

/** Eight bytes of length, then JSON. */
function looksLikeSafetensors(file: Uint8Array): boolean {
  if (file.length < 9 || file[8] !== 0x7b) return false;
  const length = new DataView(file.buffer, file.byteOffset, 8).getBigUint64(0, true);
  return length <= BigInt(file.length - 8);
}

/** Newest version of the format, with room: protobuf's first field, which every writer puts first. */
const LAST_IR_VERSION = 40;

/**
 * What a file is by its first bytes; what is in it, and whether it is whole, is for its reader to say. Names and endings say
 * nothing here.
 */
export function detectModelFile(file: Uint8Array): ModelFileType {
  if (looksLikeSafetensors(file)) return "safetensors";
  if (startsWith(file, [0x50, 0x4b, 3, 4])) return "torch";
  if (file[0] === 0x80 && file[1] >= 2 && file[1] <= 5) return "torch";
  if (startsWith(file, [0x89, ...letters("HDF")])) return "keras";
  if (startsWith(file, letters("TFL3"), 4)) return "tflite";
  if (file[0] === 0x08 && file[1] >= 1 && file[1] <= LAST_IR_VERSION) return "onnx";
  return "unknown";
}
