import type { ModelView } from "#lib/tensor/model-view.ts";

/** Masked images put through the network at once: enough to keep it busy, little enough to stay in the cache. */
const BATCH = 64;

/** One masked image: `write` fills its pixels [side, side, 3]; its score counts for `owner`. */
export interface MaskedImage {
  owner: number;
  write(pixels: Float32Array): void;
}

export interface MaskedScoresInput {
  model: ModelView;
  images: Iterable<MaskedImage>;
  /** How many images there are, for progress. */
  total: number;
  /** Score of one row of logits. */
  score(logits: Float32Array): number;
  owners: number;
  report(share: number): Promise<void>;
}

/**
 * Sum of the scores of each owner's masked images. Images are written into two buffers in turn: while the network works on
 * one the next is filled, so memory is two batches however many masks there are, and nothing is allocated on the way.
 */
export async function sumMaskedScores(input: MaskedScoresInput): Promise<Float64Array> {
  const { model, images, total, score, owners, report } = input;
  const side = model.inputSize;
  const size = side * side * 3;
  const classes = model.classNames.length;
  const sums = new Float64Array(owners);
  const buffers = [new Float32Array(BATCH * size), new Float32Array(BATCH * size)];
  const slots = [new Int32Array(BATCH), new Int32Array(BATCH)];
  let turn = 0;
  let filled = 0;
  let done = 0;
  let running: Promise<void> = Promise.resolve();

  const predict = async (pixels: Float32Array, owner: Int32Array, count: number) => {
    const data = pixels.subarray(0, count * size);
    const logits = await model.predict({ data, count, height: side, width: side });
    for (let i = 0; i < count; i++) sums[owner[i]] += score(logits.subarray(i * classes, (i + 1) * classes));
    done += count;
    await report(done / total);
  };
  for (const { owner, write } of images) {
    slots[turn][filled] = owner;
    write(buffers[turn].subarray(filled * size, (filled + 1) * size));
    if (++filled < BATCH) continue;
    await running;
    running = predict(buffers[turn], slots[turn], filled);
    turn = 1 - turn;
    filled = 0;
  }
  await running;
  if (filled > 0) await predict(buffers[turn], slots[turn], filled);
  return sums;
}
