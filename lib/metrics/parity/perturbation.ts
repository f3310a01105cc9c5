import { softmax } from "#lib/explain/softmax.ts";
import { areaUnder } from "../faithfulness/curves.ts";
import { valuesOf } from "../faithfulness/faithfulness-correlation.ts";
import { followClass } from "../faithfulness/follow-class.ts";
import { imputeLinearly } from "../faithfulness/linear-imputation.ts";
import { areaOverCurve, featureSteps, trapezoid } from "../faithfulness/pixel-flipping.ts";
import { rankPatches } from "../faithfulness/region-perturbation.ts";
import { combinedRoad, type RemovalOrder, roadImages } from "../faithfulness/road.ts";
import { tracePath } from "../faithfulness/trace-path.ts";
import { rankPixels } from "../rank-pixels.ts";
import { channelsLast, indexLast } from "./channel-order.ts";
import type { GoldenModel } from "./golden-model.ts";
import {
  type Answer,
  arrayOf,
  type CaseFile,
  imagesOf,
  type MetricCase,
  mapOf,
  modelOf,
} from "./metric-case.ts";

/** Our imputation of every stored hole of this model and map against the stored one. @throws Error where they differ */
function checkImputed(question: MetricCase, model: GoldenModel, file: CaseFile) {
  const prefix = `${question.model}.${String(question.map).replace("map.", "")}.`;
  for (const [name, { data, shape }] of Object.entries(file.arrays)) {
    if (!name.startsWith(prefix) || !name.endsWith(".imputed")) continue;
    const keep = Uint8Array.from(file.arrays[name.replace(/imputed$/, "keep")].data);
    const filled = imputeLinearly(model.image, keep, model.width);
    if ("undefined" in filled) throw new Error(`${name}: ${filled.undefined}`);
    const want = channelsLast(data, shape);
    const error = want.reduce((most, value, i) => Math.max(most, Math.abs(value - filled.image[i])), 0);
    if (!(error <= 1e-5)) throw new Error(`${name} differs by ${error}`);
  }
}

const answerRoad: Answer = async (question, file) => {
  if (!question.model) return imputeLinearly(Float32Array.of(1, 2, 3, 4), new Uint8Array(4), 2);
  const model = await modelOf(question, file);
  checkImputed(question, model, file);
  const values = { data: mapOf(question.map, file, model), width: model.width };
  const percents = question.percent as number[];
  const noise = imagesOf(question.noise, file, model);
  const target = question.class as number;
  const remove = async (order: RemovalOrder) => {
    const made = roadImages(model.image, values, percents, order, noise);
    if ("undefined" in made) throw new Error(made.undefined);
    const { height, width, classes } = model;
    const logits = await model.predict({ data: made.images, count: percents.length, height, width });
    const rows = percents.map((_, k) => softmax(logits.subarray(k * classes, (k + 1) * classes)));
    return {
      prob: rows.map((row) => row[target]),
      correct: rows.map((row) => row.indexOf(Math.max(...row)) === target),
    };
  };
  const [morf, lerf] = [await remove("morf"), await remove("lerf")];
  return { morf, lerf, combined: combinedRoad(morf.prob, lerf.prob) };
};

const answerRegions: Answer = async (question, file) => {
  const model = await modelOf(question, file);
  const map = mapOf(question.map, file, model);
  const { order, pixels } = rankPatches(map, model, question.patch as number);
  const groups = order.map((patch) => valuesOf(pixels[patch], model.channels));
  const gone = new Float32Array(model.image.length).fill(question.baseline as number);
  const follow = followClass(model, model, question.class as number, "softmax");
  const curve = await tracePath(follow, model.image, gone, groups);
  return { patch_order: order, curve, aopc: areaOverCurve(curve), auc: areaUnder(curve) };
};

/** Channels are features of their own, ranked in the order [c, h, w]; the curve begins after the first step. */
const answerFeatures: Answer = async (question, file) => {
  const model = await modelOf(question, file);
  const cells = model.height * model.width;
  const attribution = Float32Array.from(arrayOf(question.attribution, file, model).data);
  const order = Array.from(rankPixels(attribution), (index) => indexLast(index, model.channels, cells));
  const gone = new Float32Array(model.image.length).fill(question.baseline as number);
  const follow = followClass(model, model, question.class as number, "softmax");
  const groups = featureSteps(order, question.features_in_step as number);
  const curve = (await tracePath(follow, model.image, gone, groups)).subarray(1);
  return { curve_without_step0: curve, auc_trapz_dx1: trapezoid(curve) };
};

/** By the metric a question names. */
export const perturbationAnswers: Readonly<Record<string, Answer>> = {
  road: answerRoad,
  region_perturbation: answerRegions,
  pixel_flipping_channelwise: answerFeatures,
};
