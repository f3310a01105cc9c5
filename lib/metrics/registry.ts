import { area } from "./area.ts";
import { deletionAuc, deletionAucOverClean, insertionAuc, insertionAucOverClean } from "./curve-auc.ts";
import type { Metric } from "./define-metric.ts";
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

/** Every metric, by id, in the order of tables. */
export const metrics: ReadonlyMap<string, Metric> = new Map(all.map((metric) => [metric.id, metric]));
