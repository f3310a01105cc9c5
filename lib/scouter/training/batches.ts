import type { Random } from "#lib/tensor/random.ts";
import type { ForwardSession } from "../forward-session.ts";
import { applyChange, drawChange, type Normalisation } from "./augment.ts";
import type { Augmentation } from "./augmentation.ts";
import { decodeHalves, encodeHalves } from "./half-floats.ts";
import type { Batch } from "./pass.ts";
import { orderedBatches, type TrainingSet } from "./training-set.ts";

/** Makes the batches of a training. The same place in it gives the same batch, whatever came before. */
export interface BatchSource {
  /** @param random belongs to this batch alone */
  make(positions: readonly number[], epoch: number, random: Random): Promise<Batch>;
  /** Told before an epoch's first batch. */
  begin(
    epoch: number,
    onProgress: (done: number, total: number) => void,
    signal?: AbortSignal,
  ): Promise<void>;
}

export interface PictureChanges {
  augmentation: Augmentation;
  normalisation: Normalisation;
}

/** The pictures at these positions as one array [count, size, size, 3]; changed at random when `random` is given. */
export async function takePictures(
  set: TrainingSet,
  positions: readonly number[],
  random: Random | null,
  { augmentation, normalisation }: PictureChanges,
): Promise<Batch> {
  const { size } = set;
  const each = size * size * 3;
  const data = new Float32Array(positions.length * each);
  for (const [i, position] of positions.entries()) {
    const picture = await set.read(position);
    const out = data.subarray(i * each, (i + 1) * each);
    if (!random) out.set(picture);
    else {
      const change = drawChange(random.fork(i), augmentation, size, normalisation);
      applyChange(picture, size, change, out, normalisation);
    }
  }
  const labels = positions.map((position) => set.labels[position]);
  return { data, shape: [positions.length, size, size, 3], labels };
}

/** Freshly changed pictures in every batch. */
export function pictureBatches(set: TrainingSet, changes: PictureChanges): BatchSource {
  return {
    begin: async () => {},
    make: (positions, _epoch, random) => takePictures(set, positions, random, changes),
  };
}

export interface FeatureBatchOptions extends PictureChanges {
  /** Of the frozen backbone. */
  session: ForwardSession;
  featureShape: { height: number; width: number; channels: number };
  /** Changed copies of the set that are kept, as halves; 0 computes a new one every epoch and keeps one. */
  copies: number;
  /** Decides how the copies are changed. */
  random: Random;
}

/** Pictures put through the backbone at once. */
const CHUNK = 16;

/**
 * Features of a frozen backbone: epoch e uses copy e mod `copies` of the changed pictures, computed when first needed.
 * A resumed training computes the same copies again.
 */
export function featureBatches(set: TrainingSet, options: FeatureBatchOptions): BatchSource {
  const { height, width, channels } = options.featureShape;
  const each = height * width * channels;
  const kept = new Map<number, Uint16Array>();

  async function compute(
    copy: number,
    onProgress: (done: number, total: number) => void,
    signal?: AbortSignal,
  ) {
    const count = set.labels.length;
    const halves = new Uint16Array(count * each);
    for (const positions of orderedBatches(count, CHUNK)) {
      signal?.throwIfAborted();
      const random = options.random.fork(`copy ${copy}`).fork(positions[0]);
      const { data, shape } = await takePictures(set, positions, random, options);
      const images = { data, count: shape[0], height: shape[1], width: shape[2] };
      const features = await options.session.features(images);
      encodeHalves(features, halves.subarray(positions[0] * each, (positions[0] + positions.length) * each));
      onProgress(positions[0] + positions.length, count);
    }
    return halves;
  }

  const copyOf = (epoch: number) => (options.copies > 0 ? epoch % options.copies : epoch);
  return {
    async begin(epoch, onProgress, signal) {
      const copy = copyOf(epoch);
      if (kept.has(copy)) return;
      if (options.copies === 0) kept.clear();
      kept.set(copy, await compute(copy, onProgress, signal));
    },
    async make(positions, epoch) {
      const halves = kept.get(copyOf(epoch)) as Uint16Array;
      const data = new Float32Array(positions.length * each);
      for (const [i, position] of positions.entries()) {
        const from = halves.subarray(position * each, (position + 1) * each);
        decodeHalves(from, data.subarray(i * each, (i + 1) * each));
      }
      const labels = positions.map((position) => set.labels[position]);
      return { data, shape: [positions.length, height, width, channels], labels };
    },
  };
}
