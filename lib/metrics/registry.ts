import { area } from "./area.ts";
import { deletionAuc, deletionAucOverClean, insertionAuc, insertionAucOverClean } from "./curve-auc.ts";
import type { Metric, ProbingMetric } from "./define-metric.ts";
import {
  infidelityCaptum,
  infidelityCaptumNormalised,
  infidelitySquares,
  infidelityYeh,
} from "./infidelity.ts";
import { maxSensitivityCaptum, maxSensitivityPrepared, maxSensitivityYeh } from "./max-sensitivity.ts";
import { pointingGame } from "./pointing-game.ts";
import { precisionBox, precisionMask } from "./precision.ts";
import { top5InMask } from "./top-share.ts";

const all = [
  area,
  precisionMask,
  precisionBox,
  pointingGame,
  top5InMask,
  insertionAuc,
  deletionAuc,
  insertionAucOverClean,
  deletionAucOverClean,
];

const probing = [
  infidelitySquares,
  infidelityCaptum,
  infidelityCaptumNormalised,
  infidelityYeh,
  maxSensitivityPrepared,
  maxSensitivityCaptum,
  maxSensitivityYeh,
];

/** The metrics that every run scores its maps with, by id, in the order of tables. */
export const metrics: ReadonlyMap<string, Metric> = new Map(all.map((metric) => [metric.id, metric]));

/**
 * Metrics that ask the model, or the explainer, about images of their own. Too dear for every run (half as many forward passes
 * as all curves together, up to 10,001; or 11 to 51 further maps of the method): they are scored on request, by `probeMap`.
 */
export const probingMetrics: ReadonlyMap<string, ProbingMetric> = new Map(
  probing.map((metric) => [metric.id, metric]),
);
