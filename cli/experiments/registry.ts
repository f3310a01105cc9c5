import { classes } from "./classes.ts";
import { classification } from "./classification.ts";
import type { Experiment } from "./experiment.ts";
import { explainability } from "./explainability.ts";
import { lambda } from "./lambda.ts";
import { medical } from "./medical.ts";
import { methods } from "./methods.ts";
import { recipe } from "./recipe.ts";
import { similarity } from "./similarity.ts";

/** Every experiment. A new one is its own file and a line here. */
export const EXPERIMENTS: readonly Experiment[] = [
  methods,
  explainability,
  similarity,
  classes,
  lambda,
  classification,
  medical,
  recipe,
];
