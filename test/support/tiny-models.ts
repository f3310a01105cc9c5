import { initialise } from "#lib/scouter/initialise.ts";
import { ModelConfig } from "#lib/scouter/model-config.ts";
import { writeModelFile } from "#lib/scouter/model-file.ts";
import type { ModelKind } from "#lib/tensor/model-view.ts";
import { createRandom } from "#lib/tensor/random.ts";

export const TINY_CLASSES = ["cat", "dog", "fox"];

/** A real model file with random weights and a 32 x 32 input: quick to run, and as much a model as a trained one. */
export function tinyModel(kind: ModelKind, { seed = 1, classNames = TINY_CLASSES } = {}): Uint8Array {
  const config = ModelConfig.parse({
    format: 1,
    kind,
    backbone: "tiny",
    classNames,
    inputSize: 32,
    normalisation: { mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] },
    slotHead: kind === "fc" ? null : { sign: kind === "scouter+" ? 1 : -1, hidden: 16 },
  });
  return writeModelFile(config, initialise(config, createRandom(seed)));
}
