import type { ImageBatch, ModelView } from "#lib/tensor/model-view.ts";

/** Masked images put through the network at once: enough to keep it busy, little enough to stay in the cache. */
const BATCH = 64;

/** One changed image: `write` fills its pixels [height, width, 3]; `owner` tells whoever takes the logits what it was. */
export interface MaskedImage {
  owner: number;
  write(pixels: Float32Array): void;
}

/** out = image times mask, pixel by pixel: [height, width, 3] and [height, width]. */
export function multiplyMask(out: Float32Array, image: Float32Array, mask: ArrayLike<number>): void {
  for (let p = 0, i = 0; p < mask.length; p++) {
    const m = mask[p];
    out[i] = image[i++] * m;
    out[i] = image[i++] * m;
    out[i] = image[i++] * m;
  }
}

export interface MaskedScoresInput {
  model: ModelView;
  /** The image that is changed, for its size. */
  image: Pick<ImageBatch, "height" | "width">;
  images: Iterable<MaskedImage>;
  /** How many images there are, for progress. */
  total: number;
  /** One row of logits; it is only valid during the call. */
  take(owner: number, logits: Float32Array): void;
  report(share: number): Promise<void>;
}

/**
 * Asks the model about changed images, in order. Images are written into two buffers in turn: while the network works on
 * one the next is filled, so memory is two batches however many there are, and nothing is allocated on the way.
 */
export async function scoreMasked(input: MaskedScoresInput): Promise<void> {
  const { model, images, total, take, report } = input;
  const { height, width } = input.image;
  const size = height * width * 3;
  const classes = model.classNames.length;
  const held = Math.min(BATCH, total);
  const buffers = [new Float32Array(held * size), new Float32Array(held * size)];
  const slots = [new Int32Array(held), new Int32Array(held)];
  let turn = 0;
  let filled = 0;
  let done = 0;
  let running: Promise<void> = Promise.resolve();

  const predict = async (pixels: Float32Array, owner: Int32Array, count: number) => {
    const data = pixels.subarray(0, count * size);
    const logits = await model.predict({ data, count, height, width });
    for (let i = 0; i < count; i++) take(owner[i], logits.subarray(i * classes, (i + 1) * classes));
    done += count;
    await report(Math.min(1, done / total));
  };
  try {
    for (const { owner, write } of images) {
      slots[turn][filled] = owner;
      write(buffers[turn].subarray(filled * size, (filled + 1) * size));
      if (++filled < held) continue;
      await running;
      running = predict(buffers[turn], slots[turn], filled);
      turn = 1 - turn;
      filled = 0;
    }
  } finally {
    await running;
  }
  if (filled > 0) await predict(buffers[turn], slots[turn], filled);
}
