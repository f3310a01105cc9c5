import { effectivePixels } from "./complexity/effective-complexity.ts";
import { mapEntropy } from "./complexity/entropy.ts";
import { sparseness, sparsenessQuantus } from "./complexity/gini.ts";
import { contraryEvidence } from "./contrast/contrary-evidence.ts";
import type { Metric, ProbingMetric } from "./define-metric.ts";
import { mapAdcc, mapCoherency } from "./faithfulness/coherency.ts";
import {
  deletionAuc,
  deletionAucOverClean,
  insertionAuc,
  insertionAucOverClean,
} from "./faithfulness/curve-auc.ts";
import { averageDrop, averageGain, averageIncrease } from "./faithfulness/drop-and-gain.ts";
import { faithfulnessCorrelationQuantus, muFidelityGrid } from "./faithfulness/faithfulness-correlation.ts";
import {
  infidelityCaptum,
  infidelityCaptumNormalised,
  infidelitySquares,
  infidelityYeh,
} from "./faithfulness/infidelity.ts";
import { monotonicityArya } from "./faithfulness/monotonicity.ts";
import { monotonicityNguyen } from "./faithfulness/monotonicity-correlation.ts";
import { pixelFlippingAopc } from "./faithfulness/pixel-flipping.ts";
import { regionPerturbationAopc } from "./faithfulness/region-perturbation.ts";
import { deletionRise, insertionRise } from "./faithfulness/rise-curves.ts";
import { roadCombined, roadLerf, roadMorf } from "./faithfulness/road.ts";
import { comprehensiveness, sufficiency } from "./faithfulness/sufficiency.ts";
import { area } from "./localisation/area.ts";
import { bestIouWithMask } from "./localisation/iou.ts";
import {
  precisionAbsolute,
  precisionAllBoxes,
  precisionBestBox,
  precisionMinMax,
} from "./localisation/mass-in-region.ts";
import { otsuIouWithMask } from "./localisation/otsu-iou.ts";
import { pixelRocAucOfMask } from "./localisation/pixel-auc.ts";
import { pixelAveragePrecisionOfMask } from "./localisation/pixel-average-precision.ts";
import { pointingGame, pointingGameTorchRay } from "./localisation/pointing-game.ts";
import { precisionBox, precisionMask } from "./localisation/precision.ts";
import { rankAccuracyInMask } from "./localisation/rank-accuracy.ts";
import { topKQuantus } from "./localisation/top-k.ts";
import { top5InMask } from "./localisation/top-share.ts";
import {
  maxSensitivityCaptum,
  maxSensitivityPrepared,
  maxSensitivityYeh,
} from "./robustness/max-sensitivity.ts";
import { relativeInputStabilityWorst } from "./robustness/relative-input-stability.ts";
import { layerRandomisation, smoothRandomisation } from "./sanity/layer-randomisation.ts";
import { efficientRandomisation, parameterRandomisation } from "./sanity/parameter-randomisation.ts";
import { randomLogit } from "./sanity/random-logit.ts";

const inEveryRun = [
  area,
  precisionMask,
  precisionBox,
  pointingGame,
  top5InMask,
  rankAccuracyInMask,
  bestIouWithMask,
  pixelRocAucOfMask,
  insertionAuc,
  deletionAuc,
  insertionAucOverClean,
  deletionAucOverClean,
  sparseness,
  mapEntropy,
];

const others = [
  precisionAbsolute,
  precisionMinMax,
  precisionBestBox,
  precisionAllBoxes,
  pointingGameTorchRay,
  topKQuantus,
  otsuIouWithMask,
  pixelAveragePrecisionOfMask,
  sparsenessQuantus,
  effectivePixels,
];

const probing = [
  infidelitySquares,
  infidelityCaptum,
  infidelityCaptumNormalised,
  infidelityYeh,
  insertionRise,
  deletionRise,
  roadCombined,
  roadMorf,
  roadLerf,
  muFidelityGrid,
  faithfulnessCorrelationQuantus,
  pixelFlippingAopc,
  regionPerturbationAopc,
  comprehensiveness,
  sufficiency,
  averageDrop,
  averageIncrease,
  averageGain,
  monotonicityArya,
  monotonicityNguyen,
  mapCoherency,
  mapAdcc,
  contraryEvidence,
  maxSensitivityPrepared,
  maxSensitivityCaptum,
  maxSensitivityYeh,
  relativeInputStabilityWorst,
  randomLogit,
  parameterRandomisation,
  layerRandomisation,
  smoothRandomisation,
  efficientRandomisation,
];

const byId = <T extends { id: string }>(list: readonly T[]): ReadonlyMap<string, T> =>
  new Map(list.map((metric) => [metric.id, metric]));

/** The recommended definitions that every run scores its maps with, by id, in the order of tables. */
export const metrics: ReadonlyMap<string, Metric> = byId(inEveryRun);

/** Other definitions of the same, as cheap: the numbers that other tools would give. Every run has them too. */
export const otherDefinitions: ReadonlyMap<string, Metric> = byId(others);

/**
 * Metrics that ask the model, or the explainer, about images of their own. Too dear for every run (half as many forward passes
 * as all curves together, up to 10,001; or 1 to 51 further maps of the method): they are scored on request, by `probeMap`.
 */
export const probingMetrics: ReadonlyMap<string, ProbingMetric> = byId(probing);
