import type { LabelledLogits } from "#lib/metrics/classification/answers.ts";
import { createRandom } from "#lib/tensor/random.ts";

export interface SimulatedAnswersOptions {
  images: number;
  classes: number;
  /** How far the true class's evidence lies above the others', in standard deviations. */
  signal: number;
  /** 1 = confidence is what it says; above = too sure of itself. */
  sharpness?: number;
  seed: number | string;
}

/**
 * Answers of a classifier whose evidence for each class is normal around 0, and around `signal` for the true one: with
 * sharpness 1 the softmax is the posterior probability, so the model is calibrated. Classes take turns.
 */
export function simulatedAnswers(options: SimulatedAnswersOptions): LabelledLogits & { labels: number[] } {
  const { images, classes, signal, sharpness = 1, seed } = options;
  const random = createRandom(seed);
  const labels = Array.from({ length: images }, (_, i) => i % classes);
  const logits = Float32Array.from({ length: images * classes }, (_, at) => {
    const isTrue = labels[Math.floor(at / classes)] === at % classes;
    return sharpness * signal * (random.normal() + (isTrue ? signal : 0));
  });
  return { logits, labels, classNames: Array.from({ length: classes }, (_, c) => `class ${c}`) };
}
