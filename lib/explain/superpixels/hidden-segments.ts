import { z } from "zod";
import type { ImageBatch, ModelView, SaliencyMap } from "#lib/tensor/model-view.ts";
import type { SingleInput } from "../explain-singly.ts";
import { scoreMasked } from "../masked-scores.ts";
import type { Score } from "../score-gradients.ts";
import { softmax } from "../softmax.ts";
import { type Segments, slic } from "./slic.ts";

/** The options that all methods over superpixels share. */
export const superpixelOptions = {
  segments: z.int().min(2).max(1000).default(50).describe("superpixels, about"),
  compactness: z
    .number()
    .gt(0)
    .max(100)
    .default(1)
    .describe("how round superpixels are: larger follows colour less"),
  fill: z
    .enum(["segment-mean", "zero"])
    .default("segment-mean")
    .describe(
      "what hides a superpixel: its own mean colour, or 0 in model input, the mean colour of the data",
    ),
  score: z
    .enum(["logit", "probability"])
    .default("logit")
    .describe("what is explained: the class's logit or its probability"),
};

export type SuperpixelOptions = z.output<z.ZodObject<typeof superpixelOptions>>;

/**
 * A map over superpixels of one image: `values` is given their number and what scores coalitions of them, and returns a value
 * for each; every pixel has that of its superpixel.
 */
export async function superpixelMap(
  { model, image, target, report }: SingleInput,
  { segments: wanted, compactness, fill, score }: SuperpixelOptions,
  values: (
    count: number,
    scoresOf: (coalitions: readonly Uint8Array[]) => Promise<Float64Array>,
  ) => Promise<ArrayLike<number>>,
): Promise<SaliencyMap> {
  const segments = slic(image, wanted, compactness);
  const of = await values(segments.count, (coalitions) =>
    scoreCoalitions({ model, image, target, segments, fill, score, coalitions, report }),
  );
  const data = Float32Array.from(segments.labels, (label) => of[label]);
  return { data, height: image.height, width: image.width };
}

export interface CoalitionInput {
  model: ModelView;
  /** One image. */
  image: ImageBatch;
  target: number;
  segments: Segments;
  fill: "segment-mean" | "zero";
  score: Score;
  /** Which segments are shown, 1 or 0, a row each. */
  coalitions: readonly Uint8Array[];
  report(share: number): Promise<void>;
}

/** The class's score of the image with some segments hidden, for each coalition of those that are shown. */
export async function scoreCoalitions(input: CoalitionInput): Promise<Float64Array> {
  const { model, image, target, segments, coalitions, report } = input;
  const { labels } = segments;
  const cover = coverOf(image, segments, input.fill);
  const scores = new Float64Array(coalitions.length);
  function* masked() {
    for (const [owner, shown] of coalitions.entries()) {
      const write = (pixels: Float32Array) => {
        pixels.set(image.data);
        for (let p = 0; p < labels.length; p++) {
          if (shown[labels[p]] === 1) continue;
          const i = p * 3;
          pixels[i] = cover[i];
          pixels[i + 1] = cover[i + 1];
          pixels[i + 2] = cover[i + 2];
        }
      };
      yield { owner, write };
    }
  }
  const take = (n: number, logits: Float32Array) => {
    scores[n] = input.score === "logit" ? logits[target] : softmax(logits)[target];
  };
  await scoreMasked({ model, image, images: masked(), total: coalitions.length, take, report });
  return scores;
}

function coverOf(
  { data }: ImageBatch,
  { labels, count }: Segments,
  fill: CoalitionInput["fill"],
): Float32Array {
  const cover = new Float32Array(data.length);
  if (fill === "zero") return cover;
  const sums = new Float64Array(count * 3);
  const sizes = new Int32Array(count);
  for (let p = 0; p < labels.length; p++) {
    sizes[labels[p]]++;
    for (let c = 0; c < 3; c++) sums[labels[p] * 3 + c] += data[p * 3 + c];
  }
  for (let i = 0; i < cover.length; i++) {
    const label = labels[Math.floor(i / 3)];
    cover[i] = sums[label * 3 + (i % 3)] / sizes[label];
  }
  return cover;
}
