import * as tf from "@tensorflow/tfjs-core";
import { AppError } from "#lib/errors.ts";
import type { Random } from "#lib/tensor/random.ts";
import { trainFeatures } from "../backbone/features.ts";
import { fcHead } from "../fc-head.ts";
import { initialise } from "../initialise.ts";
import { crossEntropy } from "../loss.ts";
import type { ModelConfig } from "../model-config.ts";
import type { NamedArrays } from "../named-array.ts";
import { bufferShapes, parameterShapes } from "../parameters.ts";
import { createAdam } from "./adam.ts";
import { evaluateAccuracy } from "./evaluate-accuracy.ts";
import { accuracyOf, type OnTrainingEvent } from "./events.ts";
import { lossAndGradients, toArrays, toParameterSet } from "./parameter-set.ts";
import { oneCycle } from "./schedules.ts";
import { shuffledBatches, type TrainingSet, takeBatch } from "./training-set.ts";

export interface FcTrainingSettings {
  epochs: number;
  batchSize: number;
  learningRate: number;
  weightDecay: number;
  labelSmoothing: number;
  /** Share of the steps in which the rate rises. */
  warmUpShare: number;
}

export const FC_DEFAULTS: FcTrainingSettings = {
  epochs: 24,
  batchSize: 50,
  learningRate: 3e-3,
  weightDecay: 0.05,
  labelSmoothing: 0.05,
  warmUpShare: 0.2,
};

/** PyTorch's share of the new batch in the running statistics. */
const MOMENTUM = 0.1;

export interface TrainingRequest<Settings> {
  config: ModelConfig;
  train: TrainingSet;
  /** Never trained on; the accuracy on it is reported an epoch. */
  validation: TrainingSet | null;
  settings: Settings;
  random: Random;
  onEvent: OnTrainingEvent;
  signal?: AbortSignal;
}

/**
 * Trains backbone and linear layer from nothing: AdamW, one-cycle rate, label smoothing, strong colour augmentation.
 * The same seed, data and engine give the same weights. @throws AppError `cancelled` when the signal is raised.
 */
export async function trainFc(request: TrainingRequest<FcTrainingSettings>): Promise<NamedArrays> {
  const { config, train, validation, settings, random, onEvent, signal } = request;
  const fresh = initialise(config, random.fork("weights"));
  const set = toParameterSet(fresh, Object.keys(parameterShapes(config)));
  const running = Object.fromEntries(Object.keys(bufferShapes()).map((name) => [name, fresh[name]]));
  const optimiser = createAdam({ learningRate: 0, weightDecay: settings.weightDecay });
  const perEpoch = Math.floor(train.images.length / settings.batchSize);
  const steps = perEpoch * settings.epochs;
  let step = 0;
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    const order = shuffledBatches(train.images.length, settings.batchSize, random.fork(`order ${epoch}`));
    const changes = random.fork(`changes ${epoch}`);
    let lossSum = 0;
    let accuracySum = 0;
    for (const positions of order) {
      if (signal?.aborted) throw new AppError("cancelled", "The training was stopped.");
      const batch = takeBatch(train, positions, changes);
      const statistics = new Map<string, [tf.Tensor, tf.Tensor]>();
      let logits: tf.Tensor2D | null = null;
      const { loss, gradients } = await lossAndGradients(set, (weights) => {
        const features = trainFeatures(batch.images, weights, (norm, ...pair) => statistics.set(norm, pair));
        const out = fcHead(features, weights);
        logits = tf.keep(tf.clone(out));
        return crossEntropy(out, batch.labels, settings.labelSmoothing);
      });
      await updateRunning(running, statistics);
      accuracySum += accuracyOf(await read(logits), batch.labels);
      batch.images.dispose();
      const { learningRate, beta1 } = oneCycle(step, steps, settings.learningRate, settings.warmUpShare);
      Object.assign(optimiser, { learningRate, beta1 });
      optimiser.step(set.values, gradients);
      lossSum += loss;
      step++;
      onEvent({ event: "step", epoch, step, steps, images: settings.batchSize, loss, learningRate });
    }
    const arrays = { ...toArrays(set), ...running };
    onEvent({
      event: "epoch",
      epoch,
      epochs: settings.epochs,
      trainLoss: lossSum / perEpoch,
      trainAccuracy: accuracySum / perEpoch,
      validationAccuracy: validation && (await evaluateAccuracy(config, arrays, validation)),
    });
  }
  return { ...toArrays(set), ...running };
}

async function read(tensor: tf.Tensor | null): Promise<Float32Array> {
  if (!tensor) throw new Error("the loss was not evaluated");
  const data = await tensor.data<"float32">();
  tensor.dispose();
  return data;
}

/** running = (1 - momentum) running + momentum batch, for mean and unbiased variance of every normalisation. */
async function updateRunning(
  running: NamedArrays,
  batch: Map<string, [tf.Tensor, tf.Tensor]>,
): Promise<void> {
  for (const [norm, pair] of batch) {
    for (const [i, part] of ["running_mean", "running_var"].entries()) {
      const { data } = running[`${norm}.${part}`];
      const fresh = await read(pair[i]);
      for (let k = 0; k < data.length; k++) data[k] += MOMENTUM * (fresh[k] - data[k]);
    }
  }
}
