import type { NamedArray, NamedArrays } from "#lib/scouter/named-array.ts";
import { type GoldenCase, readGoldenArrays } from "#lib/scouter/parity/golden-case.ts";
import type { Replay } from "#lib/scouter/parity/replay.ts";
import { blurCase } from "./blur-case.ts";
import { resizeCase, scikitCase } from "./resize-cases.ts";
import { minMaxCase, normaliseCase, pillowCase } from "./value-cases.ts";

type Run = (arrays: NamedArrays, options: GoldenCase["options"]) => Record<string, ArrayLike<number>>;

const fromArrays =
  (run: Run): Replay =>
  (golden, [file]) => {
    const arrays = readGoldenArrays(file);
    const isWanted = ([name]: [string, NamedArray]) => /^(out|grad)\./.test(name);
    const want = Object.fromEntries(Object.entries(arrays).filter(isWanted));
    return { want, got: run(arrays, golden.options) };
  };

/** Stored cases of operations on pictures, by kind. */
export const imagingReplays: Readonly<Record<string, Replay>> = {
  resize: fromArrays(resizeCase),
  skimage_resize: fromArrays(scikitCase),
  pil_resize: fromArrays(pillowCase),
  blur: fromArrays(blurCase),
  normalise: fromArrays(normaliseCase),
  minmax: fromArrays(minMaxCase),
};
