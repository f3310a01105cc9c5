import * as tf from "@tensorflow/tfjs-core";
import { AppError } from "#lib/errors.ts";
import { inferFeatures } from "../backbone/features.ts";
import { prepareInference } from "../infer.ts";
import { initialise } from "../initialise.ts";
import { areaLoss, attendedArea, crossEntropy, rampedLambda } from "../loss.ts";
import type { ModelConfig, SlotHeadConfig } from "../model-config.ts";
import type { NamedArrays } from "../named-array.ts";
import { bufferShapes, parameterShapes } from "../parameters.ts";
import { type SlotHeadResult, slotHead } from "../slot-head.ts";
import { disposeWeights } from "../weights.ts";
import { createAdam } from "./adam.ts";
import { evaluateAccuracy } from "./evaluate-accuracy.ts";
import { accuracyOf, collapseReason } from "./events.ts";
import { clipGradientNorm } from "./optimiser.ts";
import { lossAndGradients, toArrays, toParameterSet } from "./parameter-set.ts";
import { oneCycle } from "./schedules.ts";
import type { TrainingRequest } from "./train-fc.ts";
import { shuffledBatches, takeBatch } from "./training-set.ts";

export interface SlotHeadTrainingSettings {
  epochs: number;
  batchSize: number;
  learningRate: number;
  weightDecay: number;
  warmUpShare: number;
  /** Joint gradient norm above which gradients are scaled down. */
  largestGradient: number;
  /** Off gives the area loss its full weight from the first step, which collapses at the default lambda. */
  rampLambda: boolean;
}

export const SLOT_HEAD_DEFAULTS: SlotHeadTrainingSettings = {
  epochs: 8,
  batchSize: 50,
  learningRate: 2e-3,
  weightDecay: 0.01,
  warmUpShare: 0.15,
  largestGradient: 1,
  rampLambda: true,
};

export interface SlotHeadTrainingRequest extends TrainingRequest<SlotHeadTrainingSettings> {
  /** A trained model whose backbone is taken over and frozen, its normalisations in inference mode. */
  trained: NamedArrays;
}

interface BatchResult {
  accuracy: number;
  area: number;
}

/**
 * Trains a slot head on a frozen backbone: cross-entropy + lambda(p) area^power, lambda ramped up from 0, gradients clipped.
 * Features are computed anew for freshly changed pictures in every epoch; they are not part of the gradient.
 * @throws AppError `cancelled` when the signal is raised.
 */
export async function trainSlotHead(request: SlotHeadTrainingRequest): Promise<NamedArrays> {
  const { config, train, validation, settings, random, onEvent, signal } = request;
  const head = requireHead(config);
  const fresh = initialise(config, random.fork("weights"));
  const names = Object.keys(parameterShapes(config)).filter((name) => !name.startsWith("backbone."));
  const set = toParameterSet(fresh, names);
  const frozen = takeBackbone(config, request.trained);
  const backbone = prepareInference(frozen);
  const optimiser = createAdam({ learningRate: 0, weightDecay: settings.weightDecay });
  const perEpoch = Math.floor(train.images.length / settings.batchSize);
  const steps = perEpoch * settings.epochs;
  let step = 0;
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    const changes = random.fork(`changes ${epoch}`);
    const sum = { loss: 0, accuracy: 0, area: 0 };
    let lambda = 0;
    for (const positions of shuffledBatches(
      train.images.length,
      settings.batchSize,
      random.fork(`order ${epoch}`),
    )) {
      if (signal?.aborted) throw new AppError("cancelled", "The training was stopped.");
      const { images, labels } = takeBatch(train, positions, changes);
      const features = tf.tidy(() => inferFeatures(images, backbone));
      lambda = settings.rampLambda ? rampedLambda(head.lambda, step / steps) : head.lambda;
      const watched: tf.Tensor[] = [];
      const { loss, gradients } = await lossAndGradients(set, (weights) => {
        const result = slotHead(features, weights, head);
        watched.push(...watch(result));
        return tf.add(crossEntropy(result.logits, labels), tf.mul(areaLoss(result.attention, head), lambda));
      });
      const { accuracy, area } = await readWatched(watched, labels);
      tf.dispose([images, features]);
      clipGradientNorm(gradients, settings.largestGradient);
      const { learningRate, beta1 } = oneCycle(step, steps, settings.learningRate, settings.warmUpShare);
      Object.assign(optimiser, { learningRate, beta1 });
      optimiser.step(set.values, gradients);
      sum.loss += loss;
      sum.accuracy += accuracy;
      sum.area += area;
      step++;
      onEvent({ event: "step", epoch, step, steps, images: settings.batchSize, loss, learningRate });
    }
    const [trainLoss, trainAccuracy, area] = [sum.loss, sum.accuracy, sum.area].map(
      (value) => value / perEpoch,
    );
    const arrays = { ...frozen, ...toArrays(set) };
    const validationAccuracy = validation && (await evaluateAccuracy(config, arrays, validation));
    onEvent({
      event: "epoch",
      epoch,
      epochs: settings.epochs,
      trainLoss,
      trainAccuracy,
      validationAccuracy,
      area,
      lambda,
    });
    const reason = collapseReason(area, trainAccuracy, config.classNames.length);
    if (reason) onEvent({ event: "collapse", epoch, reason });
  }
  disposeWeights(backbone);
  return { ...frozen, ...toArrays(set) };
}

function requireHead(config: ModelConfig): SlotHeadConfig {
  if (!config.slotHead) throw new AppError("invalid", "This configuration has no slot head to train.");
  return config.slotHead;
}

function takeBackbone(config: ModelConfig, trained: NamedArrays): NamedArrays {
  const names = [...Object.keys(parameterShapes(config)), ...Object.keys(bufferShapes())];
  return Object.fromEntries(
    names.filter((name) => name.startsWith("backbone.")).map((name) => [name, trained[name]]),
  );
}

const watch = ({ logits, attention }: SlotHeadResult) => [
  tf.keep(tf.clone(logits)),
  tf.keep(attendedArea(attention, "mean")),
];

async function readWatched([logits, area]: tf.Tensor[], labels: number[]): Promise<BatchResult> {
  const accuracy = accuracyOf(await logits.data<"float32">(), labels);
  const [value] = await area.data<"float32">();
  tf.dispose([logits, area]);
  return { accuracy, area: value };
}
