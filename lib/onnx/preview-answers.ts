import { softmax } from "#lib/explain/softmax.ts";
import { toModelInput } from "#lib/imaging/model-input.ts";
import type { RgbImage } from "#lib/imaging/raster.ts";
import type { ModelView } from "#lib/tensor/model-view.ts";
import { PRESETS } from "./normalisation.ts";
import type { PictureInput } from "./onnx-config.ts";

const SHOWN = 5;

/** The classes a model finds likeliest in a picture, likeliest first. */
export type Answer = { className: string; probability: number }[];

function topClasses(logits: Float32Array, classNames: readonly string[]): Answer {
  const probabilities = softmax(logits);
  return classNames
    .map((className, index) => ({ className, probability: probabilities[index] }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, SHOWN);
}

async function answersTo(model: ModelView, batch: ReturnType<typeof toModelInput>): Promise<Answer[]> {
  const n = model.classNames.length;
  const logits = await model.predict(batch);
  return Array.from({ length: batch.count }, (_, i) =>
    topClasses(logits.subarray(i * n, (i + 1) * n), model.classNames),
  );
}

/** What a model answers on some pictures: whether it is used as it was trained is for a person to see. */
export function previewAnswers(model: ModelView, pictures: readonly RgbImage[]): Promise<Answer[]> {
  return answersTo(model, toModelInput(pictures, { size: model.inputSize, ...model.normalisation }));
}

/** How a model does under one way of preparing pictures. */
export interface Trial {
  preset: string;
  /** Mean probability of the likeliest class. */
  certainty: number;
  /** Pictures whose likeliest class is their own, of those whose class the model knows; null where none is. */
  right: { correct: number; of: number } | null;
}

/** Red and blue change places. */
function swapColours(data: Float32Array): void {
  for (let i = 0; i < data.length; i += 3) {
    const red = data[i];
    data[i] = data[i + 2];
    data[i + 2] = red;
  }
}

/**
 * The same pictures under every usual normalisation. A wrong one leaves most models unsure or wrong, so the numbers show which
 * one is meant, unless the pictures are nothing the model knows.
 * @param input order of the colours as the model was opened, and as a person insists on it, if so
 * @param labels each picture's class, null where unknown
 */
export async function tryNormalisations(
  model: ModelView,
  input: { opened: PictureInput["channels"]; insisted?: "rgb" | "bgr" },
  pictures: readonly RgbImage[],
  labels: readonly (string | null)[],
): Promise<Trial[]> {
  const known = labels.flatMap((label, i) => (label !== null && model.classNames.includes(label) ? [i] : []));
  const trials: Trial[] = [];
  for (const { id, mean, std, channels = "rgb" } of PRESETS) {
    const order = input.insisted ?? channels;
    const batch = toModelInput(pictures, { size: model.inputSize, mean, std });
    if (input.opened !== "grey" && input.opened !== order) swapColours(batch.data);
    const answers = await answersTo(model, batch);
    const correct = known.filter((i) => answers[i][0].className === labels[i]).length;
    trials.push({
      preset: id,
      certainty: answers.reduce((sum, [first]) => sum + first.probability, 0) / Math.max(1, answers.length),
      right: known.length > 0 ? { correct, of: known.length } : null,
    });
  }
  return trials;
}
