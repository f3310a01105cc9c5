import { picturesPerPass } from "#lib/tensor/batch-size.ts";
import type { Forward, ImageBatch } from "#lib/tensor/model-view.ts";

/** Runs forward passes of one model on one engine. Batches of any size; split inside. */
export interface ForwardSession {
  /** Logits [count, n]. */
  predict(images: ImageBatch): Promise<Float32Array>;
  /** The last feature map alone, [count, h, w, k]. */
  features(images: ImageBatch): Promise<Float32Array>;
  forward(images: ImageBatch): Promise<Forward>;
  dispose(): Promise<void>;
}

/** Cuts a batch into the parts that are computed at once, without copying. */
export function* splitBatch(
  images: ImageBatch,
  size = picturesPerPass(images.height, images.width),
): Generator<ImageBatch> {
  const each = images.height * images.width * 3;
  for (let begin = 0; begin < images.count; begin += size) {
    const count = Math.min(size, images.count - begin);
    yield { ...images, count, data: images.data.subarray(begin * each, (begin + count) * each) };
  }
}

/** Joins the parts' rows in order. */
export function joinRows(parts: readonly Float32Array[]): Float32Array {
  if (parts.length === 1) return parts[0];
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Joins the results of consecutive parts of a batch. */
export function joinForward(parts: readonly Forward[]): Forward {
  const joinOptional = (pick: (part: Forward) => Float32Array | null) => {
    const found = parts.map(pick);
    return found.some((rows) => rows === null) ? null : joinRows(found as Float32Array[]);
  };
  return {
    logits: joinRows(parts.map(({ logits }) => logits)),
    features: joinRows(parts.map(({ features }) => features)),
    attention: joinOptional(({ attention }) => attention),
    attribution: joinOptional(({ attribution }) => attribution),
  };
}
