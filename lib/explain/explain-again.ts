import type { z } from "zod";
import type { Mask } from "#lib/imaging/mask-runs.ts";
import type { ImageBatch, ModelView, SaliencyMap } from "#lib/tensor/model-view.ts";
import type { Random } from "#lib/tensor/random.ts";
import type { Explainer } from "./define-explainer.ts";
import { contentKey, sliceImages } from "./image-batch.ts";
import type { IbaStatistics } from "./information/iba-statistics.ts";
import { parseOptions, refuseModel } from "./run-explainer.ts";

export interface ExplainAgain<Options extends z.ZodType> {
  explainer: Explainer<Options>;
  model: ModelView;
  /** The image that was explained, and the class. */
  image: ImageBatch;
  target: number;
  options?: unknown;
  /** The run's source, as `runExplainer` was given it. */
  random: Random;
  region?: Mask | null;
  statistics?: IbaStatistics;
}

/**
 * The explainer of one map as a function of images, for metrics that change the image a little. A method's own randomness is
 * that of the map in every call: what differs between two maps is due to the images alone.
 *
 * @returns one map an image, at the method's own resolution, not normalised
 * @throws AppError `invalid` for options or a model the method cannot work with
 */
export function explainAgain<Options extends z.ZodType>(
  again: ExplainAgain<Options>,
): (images: ImageBatch) => Promise<SaliencyMap[]> {
  const { explainer, model, image, target, random, region = null, statistics = null } = again;
  const options = parseOptions(explainer, again.options);
  refuseModel(explainer, model);
  const source = random.fork(explainer.id);
  const key = contentKey(image, target);
  return async (images) => {
    const maps: SaliencyMap[] = [];
    while (maps.length < images.count) {
      const to = Math.min(maps.length + explainer.batchSize, images.count);
      const batch = sliceImages(images, maps.length, to);
      const each = <T>(value: () => T) => Array.from({ length: batch.count }, value);
      const made = await explainer.explain(
        {
          model,
          images: batch,
          targets: each(() => target),
          randoms: each(() => source.fork(key)),
          regions: each(() => region),
          statistics,
          report: async () => {},
        },
        options,
      );
      maps.push(...made);
    }
    return maps;
  };
}
