import type { ImageBatch, ModelView, SaliencyMap } from "#lib/tensor/model-view.ts";
import type { Random } from "#lib/tensor/random.ts";
import type { ExplainInput } from "./define-explainer.ts";
import { sliceImages } from "./image-batch.ts";

/** One image of a batch, as a method sees it that asks the model many times about one. */
export interface SingleInput {
  model: ModelView;
  /** One image. */
  image: ImageBatch;
  target: number;
  random: Random;
  /** To be awaited between steps, with the share of this image that is done. */
  report(share: number): Promise<void>;
}

/** Explains a batch image by image, in order. */
export async function explainSingly(
  { model, images, targets, randoms, report }: ExplainInput,
  explain: (one: SingleInput) => Promise<SaliencyMap>,
): Promise<SaliencyMap[]> {
  const maps: SaliencyMap[] = [];
  for (const [i, target] of targets.entries()) {
    const one = { model, image: sliceImages(images, i, i + 1), target, random: randoms[i] };
    maps.push(await explain({ ...one, report: (share) => report((i + share) / targets.length) }));
  }
  return maps;
}
