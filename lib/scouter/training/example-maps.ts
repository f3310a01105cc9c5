import { classifierName } from "../backbone/define-backbone.ts";
import { layersOf } from "../backbone/layers.ts";
import { findBackbone } from "../backbone/registry.ts";
import type { ForwardSession } from "../forward-session.ts";
import type { ModelConfig } from "../model-config.ts";
import type { NamedArrays } from "../named-array.ts";
import type { ExampleMap } from "./events.ts";
import type { TrainingSet } from "./training-set.ts";

/** Pictures shown after every epoch: few enough to cost nothing. */
export const EXAMPLES = 4;

function largest(row: Float32Array, except = -1): number {
  let best = -1;
  for (let i = 0; i < row.length; i++) if (i !== except && (best < 0 || row[i] > row[best])) best = i;
  return best;
}

const rounded = (values: Float32Array) => Array.from(values, (value) => Number(value.toPrecision(3)));

/** Class activation map: sum over channels of the class's weight times the feature, [h w]. Zhou et al. 2016. */
function activationMap(features: Float32Array, weights: Float32Array): Float32Array {
  const k = weights.length;
  return Float32Array.from({ length: features.length / k }, (_, cell) => {
    let sum = 0;
    for (let c = 0; c < k; c++) sum += weights[c] * features[cell * k + c];
    return sum;
  });
}

/** Maps of the first pictures of a set, as the model explains them now. */
export async function exampleMaps(
  config: ModelConfig,
  arrays: NamedArrays,
  session: ForwardSession,
  set: TrainingSet,
): Promise<ExampleMap[]> {
  const backbone = findBackbone(config.backbone);
  const { height, width, channels } = layersOf(backbone, config.inputSize).output;
  const cells = height * width;
  const classifier = `${classifierName(backbone)}.weight`;
  const examples: ExampleMap[] = [];
  const spread = Math.max(1, Math.floor(set.labels.length / EXAMPLES));
  for (let i = 0; i < EXAMPLES && i * spread < set.labels.length; i++) {
    const position = i * spread;
    const data = await set.read(position);
    const batch = { data: Float32Array.from(data), count: 1, height: set.size, width: set.size };
    const { logits, features, attention } = await session.forward(batch);
    const trueClass = set.labels[position];
    const predictedClass = largest(logits);
    const targetClass = config.kind === "scouter-" ? largest(logits, trueClass) : trueClass;
    const rowOf = (rows: Float32Array, width: number) =>
      rows.subarray(targetClass * width, (targetClass + 1) * width);
    const values = attention
      ? rowOf(attention, cells)
      : activationMap(features, rowOf(arrays[classifier].data, channels));
    examples.push({
      position,
      trueClass,
      predictedClass,
      targetClass,
      height,
      width,
      values: rounded(values),
    });
  }
  return examples;
}
