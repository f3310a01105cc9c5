import { assemble } from "./assemble.ts";
import { claimMaximum } from "./claim-maximum.ts";
import { copyRuns, transposeBlocks } from "./copy.ts";
import { constant, minus, plus, times, whereGreater, zero } from "./expression.ts";
import { multiplyAdd } from "./multiply.ts";
import { mapRows, sumRows } from "./rows.ts";

/** The loops that tfjs's wasm engine lacks or has slow, by name; each is documented where it is made. */
const functions = {
  copyRuns,
  transposeBlocks,
  claimMaximum,
  multiplyAdd,
  /** dy where y > 0 */
  reluGradient: mapRows(["dy", "y"], [], ({ dy, y }) => whereGreater(y, zero, dy, zero)),
  /** dy where 0 < y < 6 */
  relu6Gradient: mapRows(["dy", "y"], [], ({ dy, y }) =>
    whereGreater(y, zero, whereGreater(constant(6), y, dy, zero), zero),
  ),
  /** scale x + offset */
  scaleAndShift: mapRows(["x"], ["scale", "offset"], ({ x, scale, offset }) => plus(times(x, scale), offset)),
  /** a dy + b x + c */
  combine: mapRows(["dy", "x"], ["a", "b", "c"], ({ dy, x, a, b, c }) =>
    plus(plus(times(dy, a), times(x, b)), c),
  ),
  /** sum x */
  sums: sumRows(["x"], [], [({ x }) => x]),
  /** sum (x - origin), sum (x - origin)^2 */
  moments: sumRows(
    ["x"],
    ["origin"],
    [({ x, origin }) => minus(x, origin), ({ x, origin }) => times(minus(x, origin), minus(x, origin))],
  ),
  /** sum x dy */
  products: sumRows(["x", "dy"], [], [({ x, dy }) => times(x, dy)]),
  /** sum dy, sum dy (x - mean) */
  normSums: sumRows(["x", "dy"], ["mean"], [({ dy }) => dy, ({ x, dy, mean }) => times(dy, minus(x, mean))]),
};

export type SimdFunctions = Record<keyof typeof functions, (...addressesAndCounts: number[]) => void>;

let compiled: WebAssembly.Module | null = null;

/** The loops over one memory. Compiled once a process, from a few hundred instructions written in this folder. */
export function instantiate(memory: WebAssembly.Memory): SimdFunctions {
  compiled ??= new WebAssembly.Module(assemble(functions));
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports as SimdFunctions;
}
