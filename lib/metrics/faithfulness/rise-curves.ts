import { defineProbingMetric, type Probe, type Score } from "../define-metric.ts";
import { rankPixels } from "../rank-pixels.ts";
import { RANKING } from "../ranking.ts";
import { whyConstant, whyNotFinite } from "../why-unscorable.ts";
import { areaUnder } from "./curves.ts";
import { followClass } from "./follow-class.ts";
import { riseBlur } from "./rise-blur.ts";
import { pixelSteps, tracePath } from "./trace-path.ts";

/** The area under the class's probability on the way from one image to another, one row's worth of pixels a step. */
async function areaOfPath(
  { values, model, image, target }: Probe,
  path: (image: Float32Array) => [start: Float32Array, finish: Float32Array],
): Promise<Score> {
  const reason = whyNotFinite(values.data) ?? whyConstant(values.data);
  if (reason) return reason;
  const channels = image.data.length / values.data.length;
  const follow = followClass(model, { ...image, channels }, target, "softmax");
  const groups = pixelSteps(rankPixels(values.data), image.width, channels);
  return { value: areaUnder(await tracePath(follow, ...path(image.data), groups)) };
}

const SHARED = {
  range: [0, 1],
  family: "faithfulness",
  profile: "rise-2018",
  cites: ["petsiuk2018"],
  needs: [],
  reads: "values",
  reverses: true,
  parameters: { preparation: RANKING, step: "one row of pixels", ties: "row-major", output: "softmax" },
  forwards: (inputSize: number) => inputSize + 1,
  explanations: 0,
} as const;

/** The authors' steps: as many as the picture has rows. */
export const insertionRise = defineProbingMetric({
  ...SHARED,
  id: "insertion-auc-rise-2018",
  name: "Insertion AUC, RISE",
  direction: "higher",
  measure: "insertion-auc",
  formula: "area under p_c as the highest pixels are restored on the blurred image, a row's worth at a time",
  probe: (probe) =>
    areaOfPath(probe, (image) => [riseBlur(image, probe.image.height, probe.image.width), image]),
});

export const deletionRise = defineProbingMetric({
  ...SHARED,
  id: "deletion-auc-rise-2018",
  name: "Deletion AUC, RISE",
  direction: "lower",
  measure: "deletion-auc",
  formula: "area under p_c as the highest pixels are set to 0, a row's worth at a time",
  probe: (probe) => areaOfPath(probe, (image) => [image, new Float32Array(image.length)]),
});
