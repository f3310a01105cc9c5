import { NamedValues, Tuple } from "#lib/formats/weights/pickle/values.ts";
import { readLegacyCheckpoint } from "#lib/formats/weights/pth/legacy-checkpoint.ts";
import { ELEMENT_TYPES } from "#lib/formats/weights/pth/torch-globals.ts";
import { readZipCheckpoint } from "#lib/formats/weights/pth/zip-checkpoint.ts";
import { readNumbers } from "#lib/formats/weights/read-numbers.ts";
import { readWeights } from "#lib/formats/weights/read-weights.ts";
import { readSafetensors } from "#lib/formats/weights/safetensors.ts";
import { describeArray, type StoredArray } from "#lib/formats/weights/stored-array.ts";
import type { GoldenCase, Verdict } from "./golden-case.ts";

/** What a case says of a tensor: JSON gives type and shape, and either JSON or safetensors the numbers. */
interface ExpectedArray {
  declared?: Pick<StoredArray, "dtype" | "shape">;
  stored?: StoredArray;
  values?: (number | boolean | string)[];
}

interface JsonArray {
  dtype: string;
  shape: number[];
  values?: ExpectedArray["values"];
}

interface Expected {
  arrays: Map<string, ExpectedArray>;
  /** Names in the order of the state_dict. */
  keys: string[] | null;
  /** The values beside the tensors, as JSON. */
  other: Record<string, unknown> | null;
}

const isCheckpoint = (name: string) => /\.(pth|pt|bin|ckpt)$/.test(name);

/** Loads every checkpoint of a case and compares names, order, types, shapes, numbers and other values exactly. */
export function replayLoad(golden: GoldenCase, files: Uint8Array[]): Verdict {
  const expected = readExpected(golden, files);
  if (expected.arrays.size === 0) return { pass: false, note: "the case has nothing to compare with" };
  const checkpoints = files.filter((_, i) => isCheckpoint(golden.files[i]));
  const containers = String(golden.options.container ?? "").split(" and ");
  const faults = checkpoints.flatMap((file, i) => compareCheckpoint(file, expected, containers[i]));
  if (checkpoints.length === 0 || faults.length > 0)
    return { pass: false, note: faults.slice(0, 3).join("; ") || "the case has no checkpoint" };
  return { pass: true, note: `${checkpoints.length} × ${expected.arrays.size} tensors, equal to the bit` };
}

function readExpected({ files: names }: GoldenCase, files: Uint8Array[]): Expected {
  const expected: Expected = { arrays: new Map(), keys: null, other: null };
  const add = (name: string, known: ExpectedArray) =>
    expected.arrays.set(name, { ...expected.arrays.get(name), ...known });
  for (const [i, file] of files.entries()) {
    if (names[i].endsWith(".safetensors")) {
      for (const [name, stored] of Object.entries(readSafetensors(file).tensors)) add(name, { stored });
    } else if (names[i].endsWith(".json")) {
      const { tensors = {}, keys, other } = JSON.parse(new TextDecoder().decode(file));
      for (const [name, { dtype, shape, values }] of Object.entries<JsonArray>(tensors))
        add(name, { declared: { dtype: ELEMENT_TYPES[dtype], shape }, ...(values && { values }) });
      Object.assign(expected, { keys: keys ?? expected.keys, other: other ?? expected.other });
    }
  }
  return expected;
}

function compareCheckpoint(file: Uint8Array, expected: Expected, container: string | undefined): string[] {
  const names = [...expected.arrays.keys()];
  const { format, arrays } = readWeights(file, { prefixes: prefixBefore(names, readWeights(file).arrays) });
  const got = Object.keys(arrays);
  const faults = names.flatMap((name) => compareArray(name, arrays[name], expected.arrays.get(name)));
  faults.push(...got.filter((name) => !expected.arrays.has(name)).map((name) => `${name} is not expected`));
  if (expected.keys && expected.keys.join() !== got.join()) faults.push("the order of the names differs");
  if (container && format !== `pth-${container}`) faults.push(`read as ${format}, not ${container}`);
  if (expected.other) {
    const root = format === "pth-zip" ? readZipCheckpoint(file, 0) : readLegacyCheckpoint(file);
    for (const [name, want] of Object.entries(expected.other))
      if (JSON.stringify(toJson((root as Map<string, unknown>).get(name))) !== JSON.stringify(want))
        faults.push(`${name} differs`);
  }
  return faults;
}

/** What stands before the expected names, where the checkpoint has them under a module. */
function prefixBefore([first]: string[], arrays: Record<string, unknown>): string[] {
  if (first in arrays) return [];
  const longer = Object.keys(arrays).find((name) => name.endsWith(`.${first}`));
  return longer ? [longer.slice(0, -first.length)] : [];
}

function compareArray(name: string, got: StoredArray | undefined, want: ExpectedArray | undefined): string[] {
  if (!got || !want) return [`${name} is missing`];
  const like = want.declared ?? want.stored ?? got;
  // safetensors files of the golden set hold 64-bit counters as I32; the JSON beside them says what they are.
  const isOtherWidth = !want.declared && isWhole(like.dtype) && isWhole(got.dtype);
  if (describeArray(got) !== describeArray(isOtherWidth ? { ...like, dtype: got.dtype } : like))
    return [`${name} is ${describeArray(got)}, not ${describeArray(like)}`];
  const isEqual =
    (!want.stored || isSameArray(name, got, want.stored)) &&
    (!want.values || hasValues(name, got, want.values));
  return isEqual ? [] : [`${name} has other numbers`];
}

const isWhole = (dtype: string) => /^[IU]\d+$/.test(dtype);

function isSameArray(name: string, got: StoredArray, want: StoredArray): boolean {
  if (got.dtype !== want.dtype) return hasValues(name, got, Array.from(readNumbers(name, want), String));
  return got.bytes.length === want.bytes.length && got.bytes.every((byte, i) => byte === want.bytes[i]);
}

/** Integers beyond 2^53 are expected as text. */
function hasValues(name: string, got: StoredArray, want: (number | boolean | string)[]): boolean {
  const values = Array.from<number | bigint>(readNumbers(name, got));
  const isSame = (value: number | bigint, i: number) =>
    typeof want[i] === "string" ? String(value) === want[i] : Object.is(Number(value), Number(want[i]));
  return values.length === want.length && values.every(isSame);
}

/** As Python's json module would write it; integers beyond 2^53 as text. */
function toJson(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (value instanceof Tuple) return value.items.map(toJson);
  if (Array.isArray(value)) return value.map(toJson);
  const entries = value instanceof NamedValues ? value.values : value;
  if (!(entries instanceof Map)) return value;
  return Object.fromEntries([...entries].map(([key, item]) => [key, toJson(item)]));
}
