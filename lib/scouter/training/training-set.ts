import * as tf from "@tensorflow/tfjs-core";
import type { Random } from "#lib/tensor/random.ts";
import { applyChange, drawChange } from "./augment.ts";

/** Pictures at model size, normalised exactly as at inference, with their classes. */
export interface TrainingSet {
  /** One [size * size * 3] array a picture. */
  images: readonly Float32Array[];
  /** Class index of each. */
  labels: readonly number[];
  /** Side in pixels. */
  size: number;
}

export interface Batch {
  images: tf.Tensor4D;
  labels: number[];
}

/** The pictures at these positions as one tensor [count, size, size, 3]; changed at random when `random` is given. */
export function takeBatch(set: TrainingSet, positions: readonly number[], random: Random | null): Batch {
  const { size } = set;
  const each = size * size * 3;
  const data = new Float32Array(positions.length * each);
  positions.forEach((position, i) => {
    const out = data.subarray(i * each, (i + 1) * each);
    if (random) applyChange(set.images[position], size, drawChange(random), out);
    else out.set(set.images[position]);
  });
  const images = tf.tensor4d(data, [positions.length, size, size, 3]);
  return { images, labels: positions.map((position) => set.labels[position]) };
}

/** All positions in random order, cut into whole batches; a last partial one is dropped. */
export function shuffledBatches(count: number, batchSize: number, random: Random): number[][] {
  const order = random.shuffle(Array.from({ length: count }, (_, i) => i));
  return Array.from({ length: Math.floor(count / batchSize) }, (_, i) =>
    order.slice(i * batchSize, (i + 1) * batchSize),
  );
}

/** Positions 0..count-1 in order, cut into batches, the last one possibly smaller. */
export function orderedBatches(count: number, batchSize: number): number[][] {
  return Array.from({ length: Math.ceil(count / batchSize) }, (_, i) =>
    Array.from({ length: Math.min(batchSize, count - i * batchSize) }, (_, j) => i * batchSize + j),
  );
}
