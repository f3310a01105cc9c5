import { AppError } from "#lib/errors.ts";
import { toFloat32 } from "#lib/formats/weights/read-numbers.ts";
import type { StoredArray } from "#lib/formats/weights/stored-array.ts";
import type { NamedArrays } from "./named-array.ts";

/** How a weights file compares with the names and shapes a model needs, each list in the order of the model or the file. */
export interface WeightsMatch {
  /** What fits, as float32. */
  arrays: NamedArrays;
  missing: string[];
  unexpected: string[];
  wrongShape: { name: string; want: number[]; got: number[] }[];
  /** Right shape, but of a type or with a number that float32 cannot hold. */
  wrongType: { name: string; why: string }[];
  /** With a NaN or an infinity among its numbers. */
  notFinite: string[];
  /** Known and not needed. */
  ignored: { name: string; why: string }[];
}

/** torch.nn.BatchNorm counts training batches; with a fixed momentum no output depends on it. */
const COUNTER = /(^|\.)num_batches_tracked$/;
const COUNTER_REASON = "counts training batches; no output depends on it";

/** Compares name by name; throws for nothing that a file may hold. */
export function matchWeights(
  wanted: Readonly<Record<string, readonly number[]>>,
  given: Readonly<Record<string, StoredArray>>,
): WeightsMatch {
  const match: WeightsMatch = {
    arrays: {},
    missing: [],
    unexpected: [],
    wrongShape: [],
    wrongType: [],
    notFinite: [],
    ignored: [],
  };
  for (const [name, want] of Object.entries(wanted)) {
    if (Object.hasOwn(given, name)) matchArray(match, name, want, given[name]);
    else match.missing.push(name);
  }
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(wanted, name)) continue;
    if (COUNTER.test(name)) match.ignored.push({ name, why: COUNTER_REASON });
    else match.unexpected.push(name);
  }
  return match;
}

function matchArray(match: WeightsMatch, name: string, want: readonly number[], array: StoredArray): void {
  const got = array.shape;
  if (got.length !== want.length || got.some((n, axis) => n !== want[axis])) {
    match.wrongShape.push({ name, want: [...want], got });
    return;
  }
  let data: Float32Array;
  try {
    data = toFloat32(name, array);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    match.wrongType.push({ name, why: error.message });
    return;
  }
  if (allFinite(data)) match.arrays[name] = { shape: [...want], data };
  else match.notFinite.push(name);
}

/** A loop: `every` takes several times as long, and there are millions. */
function allFinite(data: Float32Array): boolean {
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return false;
  return true;
}

/** Whether everything the model needs is there and fits; unexpected names do no harm. */
export function isComplete(match: WeightsMatch): boolean {
  const { missing, wrongShape, wrongType, notFinite } = match;
  return [missing, wrongShape, wrongType, notFinite].every(({ length }) => length === 0);
}
