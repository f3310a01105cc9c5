import { minMax } from "#lib/imaging/saliency.ts";
import { effectiveComplexity } from "../complexity/effective-complexity.ts";
import { entropy } from "../complexity/entropy.ts";
import { gini } from "../complexity/gini.ts";
import type { Score } from "../define-metric.ts";
import { adcc, coherency } from "../faithfulness/coherency.ts";
import {
  confidenceDrop,
  confidenceGain,
  confidenceIncrease,
  timesMap,
} from "../faithfulness/drop-and-gain.ts";
import { followClass } from "../faithfulness/follow-class.ts";
import { meanValue } from "../localisation/area.ts";
import { relativeInputStability } from "../robustness/relative-input-stability.ts";
import { entropyRise, randomisationSimilarity } from "../sanity/parameter-randomisation.ts";
import { structuralSimilarity, type Window } from "../sanity/structural-similarity.ts";
import { explainCase, withChanges } from "./infidelity.ts";
import { type Answer, arrayOf, asExpected, imagesOf, mapOf, modelOf } from "./metric-case.ts";

const QUANTUS_EPSILON = 1e-7;

const answerComplexity: Answer = (question, file) => {
  const values = mapOf(question.map, file);
  return {
    gini: asExpected(gini(values)),
    gini_quantus: asExpected(gini(values, QUANTUS_EPSILON)),
    entropy: asExpected(entropy(values)),
    effective: asExpected(effectiveComplexity(values)),
  };
};

/** Mean over images; undefined with the first reason. */
function meanScore(scores: readonly Score[]): number | { undefined: string } {
  const missing = scores.find((score) => "undefined" in score);
  if (missing && "undefined" in missing) return missing;
  return scores.reduce((sum, score) => sum + ("value" in score ? score.value : 0), 0) / scores.length;
}

const answerDrop: Answer = (question) => {
  const [full, masked] = [question.full as number[], question.masked as number[]];
  return {
    average_drop: meanScore(full.map((p, i) => confidenceDrop(p, masked[i]))),
    increase: full.reduce((sum, p, i) => sum + confidenceIncrease(p, masked[i]), 0) / full.length,
    average_gain: meanScore(full.map((p, i) => confidenceGain(p, masked[i]))),
  };
};

const answerAdcc: Answer = async (question, file) => {
  const model = await modelOf(question, file);
  const map = mapOf(question.map, file, model);
  const follow = followClass(model, model, question.class as number, "softmax");
  const [[full], [masked]] = [await follow(model.image), await follow(timesMap(model.image, map))];
  const first = mapOf(question.cam1, file, model);
  const coherent = coherency(first, mapOf(question.cam2, file, model));
  const drop = confidenceDrop(full, masked);
  if ("undefined" in coherent || "undefined" in drop) return coherent;
  const complexity = meanValue(minMax({ data: first, height: 1, width: first.length }).data);
  return {
    p_full: full,
    p_masked: masked,
    average_drop: drop.value,
    coherency_pearson: 2 * coherent.value - 1,
    coherency_01: coherent.value,
    complexity,
    adcc: adcc(coherent.value, complexity, drop.value),
  };
};

/** `uniform7`, `gaussian11_sigma1.5`: windows as a case names them. */
function windowOf(name: string): Window | null {
  const uniform = /^uniform(\d+)$/.exec(name);
  if (uniform) return { kind: "uniform", size: Number(uniform[1]) };
  const gaussian = /^gaussian\d+_sigma([\d.]+)$/.exec(name);
  return gaussian ? { kind: "gaussian", sigma: Number(gaussian[1]) } : null;
}

const answerSsim: Answer = (question, file) => {
  const grey = (name: unknown) => {
    const { data, shape } = arrayOf(name, file);
    return { data, height: shape[0], width: shape[1] };
  };
  const [a, b] = [grey(question.a), grey(question.b)];
  const range = question.data_range as number;
  const windows = Object.keys(question.expected as object).flatMap((name) => {
    const window = windowOf(name);
    return window ? [[name, asExpected(structuralSimilarity(a, b, range, window))]] : [];
  });
  const self = structuralSimilarity(a, a, range, { kind: "uniform", size: 7 });
  return { ...Object.fromEntries(windows), self: asExpected(self) };
};

const answerRandomisation: Answer = (question, file) => {
  const original = mapOf(question.original, file);
  const layers = (question.randomised as string[]).map((name) => mapOf(name, file));
  const similarity = (sign: "signed" | "absolute") =>
    layers.map((layer) => randomisationSimilarity(original, layer, sign));
  return {
    spearman_signed: similarity("signed").map(asExpected),
    spearman_abs: similarity("absolute").map(asExpected),
    mean_signed: meanScore(similarity("signed")),
    efficient_mprt: asExpected(entropyRise(original, layers[layers.length - 1])),
  };
};

const answerStability: Answer = async (question, file) => {
  const model = await modelOf(question, file);
  const images = withChanges(model.image, imagesOf(question.deltas, file, model));
  const [map, ...changed] = await explainCase(question.explainer, model, images, question.class as number);
  const size = model.image.length;
  const ratios = changed.map((other, k) =>
    relativeInputStability(model.image, images.subarray((k + 1) * size, (k + 2) * size), map, other),
  );
  return { per_perturbation: ratios, ris: Math.max(...ratios) };
};

/** By the metric a question names. */
export const complexityAnswers: Readonly<Record<string, Answer>> = {
  complexity: answerComplexity,
  drop_increase_gain: answerDrop,
  adcc: answerAdcc,
  adcc_from_components: ({ coherency: coherent, complexity, average_drop }) => ({
    adcc: adcc(coherent as number, complexity as number, average_drop as number),
  }),
  coherency: ({ cam1, cam2 }, file) => asExpected(coherency(mapOf(cam1, file), mapOf(cam2, file))),
  random_logit_ssim: answerSsim,
  mprt: answerRandomisation,
  relative_input_stability: answerStability,
};
