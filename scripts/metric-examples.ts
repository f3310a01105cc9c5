import type { TargetRule } from "#lib/explain/targets.ts";

/** A map that every page of docs/metrics shows with its scores. */
export interface ExampleMap {
  /** Of the picture, and in the table of scores. */
  id: string;
  name: string;
  /** File in demo/models. */
  model: string;
  method: string;
  target: TargetRule;
}

/** Of one penguin: evidence for it, evidence against koala, methods people compare with, and the two ends of every scale. */
export const EXAMPLE_MAPS: readonly ExampleMap[] = [
  { id: "scouter-plus", name: "SCOUTER+", model: "scouter-plus", method: "scouter+", target: "true" },
  { id: "scouter-minus", name: "SCOUTER−", model: "scouter-minus", method: "scouter-", target: "class:4" },
  { id: "grad-cam", name: "Grad-CAM", model: "fc", method: "grad-cam", target: "true" },
  { id: "smooth-grad", name: "SmoothGrad", model: "fc", method: "smooth-grad", target: "true" },
  { id: "random", name: "Random", model: "fc", method: "control-random", target: "true" },
  { id: "region", name: "Ground truth", model: "fc", method: "control-region", target: "true" },
];

/** By metric and map: the value, or why there is none. */
export type ExampleScores = Record<string, Record<string, number | string>>;
