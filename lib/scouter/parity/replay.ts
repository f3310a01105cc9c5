import type { NamedArrays } from "../named-array.ts";
import { positionEncoding } from "../position-encoding.ts";
import { replayBackbone } from "./backbone-case.ts";
import { replayFormula } from "./formula.ts";
import { compareArrays, type GoldenCase, readGoldenArrays, type Verdict } from "./golden-case.ts";
import { replayLoad } from "./load-case.ts";
import { compareStepRates, replayLeastSquares, replayOptimiser } from "./optimiser-case.ts";
import { replayGlobalRefusal, replayRefusal } from "./refuse-case.ts";
import type { Replayed } from "./replayed.ts";
import { replayGruCell, replaySlotHead } from "./slot-head-case.ts";
import { replaySmallNetwork } from "./small-network-case.ts";

/** Replays one stored case from the bytes of its files on the active engine. */
export type Replay = (
  golden: GoldenCase,
  files: Uint8Array[],
) => Replayed | Verdict | Promise<Replayed | Verdict>;

const fromArrays =
  (
    run: (arrays: NamedArrays, options: GoldenCase["options"]) => Replayed["got"] | Promise<Replayed["got"]>,
  ): Replay =>
  async (golden, files) => {
    const arrays = readGoldenArrays(files[0]);
    const want = Object.fromEntries(Object.entries(arrays).filter(([name]) => /^(out|grad)\./.test(name)));
    return { want, got: await run(arrays, golden.options) };
  };

/** [h,w,d] as computed -> [d,h,w] as stored. */
function storedEncoding({ h, w, d }: Record<string, number>): Float32Array {
  const code = positionEncoding(h, w, d);
  return Float32Array.from(code, (_, i) => code[(i % (h * w)) * d + Math.floor(i / (h * w))]);
}

/** By the case's kind. What is not here is not replayed by this version. */
export const replays: Readonly<Record<string, Replay>> = {
  scouter_head: fromArrays(replaySlotHead),
  gru_cell: fromArrays(replayGruCell),
  positional_encoding: fromArrays((_arrays, options) => ({
    "out.pe": storedEncoding(options as Record<string, number>),
  })),
  backbone: replayBackbone,
  cnn_eval: replaySmallNetwork,
  cnn_train: replaySmallNetwork,
  formula: replayFormula,
  pth_load: replayLoad,
  pth_refuse: replayGlobalRefusal,
  container_refuse: replayRefusal,
  optimizer: fromArrays(replayOptimiser),
  optimizer_loop: (golden, files) => replayLeastSquares(readGoldenArrays(files[0]), golden.options),
  lr_schedule: (_golden, files) => ({
    want: { "relative error": { shape: [1], data: Float32Array.of(0) } },
    got: { "relative error": [compareStepRates(JSON.parse(new TextDecoder().decode(files[0])))] },
  }),
};

/** Replays a case and judges it by its tolerance. @throws Error for a kind that is not replayed */
export async function judgeCase(
  golden: GoldenCase,
  files: Uint8Array[],
  replay: Replay | undefined = replays[golden.kind],
): Promise<Verdict> {
  if (!replay) throw new Error(`cases of kind ${golden.kind} are not replayed`);
  const outcome = await replay(golden, files);
  if ("pass" in outcome) return outcome;
  const { want, got, note } = outcome;
  if (Object.keys(want).length === 0) return { pass: false, note: "the case holds nothing to compare with" };
  const { pass, worst, name, largestError } = compareArrays(want, got, golden.tolerance);
  const share = `largest error ${largestError.toExponential(1)}, at most ${(100 * worst).toFixed(1)} % of what is allowed (${name})`;
  return { pass, note: note ? `${share}; ${note}` : share };
}
