import { AppError } from "#lib/errors.ts";
import { detectWeights, type WeightsFormat } from "./detect-weights.ts";
import { refuseTooLarge } from "./pickle/refusal.ts";
import { gather } from "./pth/gather.ts";
import { readLegacyCheckpoint } from "./pth/legacy-checkpoint.ts";
import { findStateDict, type LeftOut } from "./pth/state-dict.ts";
import { readZipCheckpoint } from "./pth/zip-checkpoint.ts";
import { readSafetensors } from "./safetensors.ts";
import { byteLength, type StoredArray } from "./stored-array.ts";
import { stripPrefix } from "./strip-prefix.ts";

export interface Weights {
  format: WeightsFormat;
  /** By name, in the order of the file; types as they are stored. */
  arrays: Record<string, StoredArray>;
  /** Of a safetensors file; a checkpoint has none. */
  metadata: Record<string, string>;
  /** Keys under which the state_dict was found, joined by "/"; empty where it is the whole file. */
  path: string;
  /** What was taken off the front of every name. */
  prefix: string;
  /** What else a checkpoint holds. */
  leftOut: LeftOut[];
}

export interface ReadWeightsOptions {
  /** Which dictionary of a checkpoint to take, as keys joined by "/". */
  path?: string;
  /** Each is taken off, in this order, where all names have it: "module." of DataParallel, "_orig_mod." of torch.compile. */
  prefixes?: readonly string[];
}

const LONGEST_NAME = 1000;

/** What a file may become in memory: repeated numbers and packed records are legitimate, out of proportion they are not. */
const allowanceOf = (file: Uint8Array) => 64e6 + 4 * file.length;

/**
 * Reads weights from a safetensors file or from what torch.save wrote, in either of its layouts. A checkpoint is read as
 * data: a name in it that is not a tensor or a container ends the reading, and nothing of Python is ever run.
 * @throws AppError with the reason: `invalid` (not such a file, damaged, names Python code, no weights in it) or
 * `too_large`. `details.reason` is "unknown", "damaged", "global" (with `details.global`), "no-weights" or "too-large".
 */
export function readWeights(file: Uint8Array, options: ReadWeightsOptions = {}): Weights {
  const detected = detectWeights(file);
  if ("unknown" in detected)
    throw new AppError("invalid", `This is not a weights file: ${detected.unknown}.`, { reason: "unknown" });
  const { format } = detected;
  const read = format === "safetensors" ? readPlain(file) : readCheckpoint(file, format, options.path);
  const names = Object.keys(read.arrays);
  if (names.length === 0)
    throw new AppError("invalid", "This weights file holds no tensor.", { reason: "no-weights" });
  if (names.some(({ length }) => length > LONGEST_NAME))
    refuseTooLarge(`a name in it is longer than ${LONGEST_NAME} characters`);
  return { format, ...read, ...stripPrefix(read.arrays, options.prefixes ?? []) };
}

function readPlain(file: Uint8Array) {
  const { tensors, metadata } = readSafetensors(file);
  return { arrays: tensors, metadata, path: "", leftOut: [] };
}

function readCheckpoint(file: Uint8Array, format: WeightsFormat, wanted: string | undefined) {
  const allowance = allowanceOf(file);
  const root = format === "pth-zip" ? readZipCheckpoint(file, allowance) : readLegacyCheckpoint(file);
  const { tensors, path, leftOut } = findStateDict(root, wanted);
  let total = 0;
  for (const { dtype, shape } of tensors.values()) total += byteLength(dtype, shape);
  if (total > allowance) refuseTooLarge("its tensors would be out of proportion to its size");
  const arrays: Record<string, StoredArray> = Object.create(null);
  for (const [name, tensor] of tensors) arrays[name] = gather(tensor);
  return { arrays, metadata: {}, path, leftOut };
}
