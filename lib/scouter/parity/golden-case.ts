import { readSafetensors, toFloat32 } from "#lib/formats/weights/safetensors.ts";
import type { NamedArrays } from "../named-array.ts";

/** One stored case: expected numbers of another implementation, with the tolerance its author measured. */
export interface GoldenCase {
  id: string;
  kind: string;
  files: string[];
  options: Record<string, unknown>;
  tolerance: { abs: number; rel: number };
}

/** An option may name an array of another case, `<id> <name>`: that case's file is read as well. */
export function withReferences(golden: GoldenCase, all: readonly GoldenCase[]): GoldenCase {
  const named = Object.values(golden.options).filter((value) => typeof value === "string");
  const others = all.filter(({ id }) => named.some((value) => value.startsWith(`${id} `)));
  return { ...golden, files: [...new Set([...golden.files, ...others.map(({ files }) => files[0])])] };
}

/** Arrays of a case under their stored names: `in.*`, `w.*`, `out.*`, `grad.*`. Bytes become floats. */
export function readGoldenArrays(file: Uint8Array): NamedArrays {
  const arrays: NamedArrays = {};
  for (const [name, entry] of Object.entries(readSafetensors(file).tensors)) {
    const data = entry.dtype === "U8" ? Float32Array.from(entry.bytes) : toFloat32(name, entry);
    arrays[name] = { shape: entry.shape, data };
  }
  return arrays;
}

/** Those under a prefix, without it: group(arrays, "w.") -> weights. */
export function group(arrays: NamedArrays, prefix: string): NamedArrays {
  const entries = Object.entries(arrays).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(entries.map(([name, array]) => [name.slice(prefix.length), array]));
}

/** The outcome of a case that is not a comparison of numbers within a tolerance. */
export interface Verdict {
  pass: boolean;
  /** What was found, in one line. */
  note: string;
}

export interface Comparison {
  pass: boolean;
  /** Largest |got - want| over what was allowed, over all tensors: above 1 the case fails. */
  worst: number;
  /** The tensor it was found in, or the first one missing. */
  name: string;
  /** Largest |got - want|. */
  largestError: number;
}

/**
 * For every expected tensor: max|got - want| <= abs + rel * max|want|; drawn maps (`*_u8`) may differ by one grey level.
 * A missing tensor, another length or a NaN fails.
 */
export function compareArrays(
  want: NamedArrays,
  got: Record<string, ArrayLike<number>>,
  { abs, rel }: GoldenCase["tolerance"],
): Comparison {
  let result: Comparison = { pass: true, worst: 0, name: "", largestError: 0 };
  for (const [name, { data }] of Object.entries(want)) {
    const values = got[name];
    if (!values || values.length !== data.length)
      return { pass: false, worst: Infinity, name, largestError: Infinity };
    let error = 0;
    let size = 0;
    for (let i = 0; i < data.length; i++) {
      const difference = Math.abs(values[i] - data[i]);
      error = Number.isNaN(difference) ? Infinity : Math.max(error, difference);
      size = Math.max(size, Math.abs(data[i]));
    }
    const allowed = name.endsWith("_u8") ? 1 : abs + rel * size;
    const largestError = name.endsWith("_u8") ? result.largestError : Math.max(result.largestError, error);
    const share = error / allowed;
    result =
      share > result.worst
        ? { pass: share <= 1, worst: share, name, largestError }
        : { ...result, largestError };
  }
  return result;
}
