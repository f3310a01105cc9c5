import { z } from "zod";
import type { ImageBatch, ModelView, SaliencyMap } from "#lib/tensor/model-view.ts";
import type { Random } from "#lib/tensor/random.ts";
import { defineExplainer } from "../define-explainer.ts";
import { explainSingly } from "../explain-singly.ts";
import { type MaskedImage, multiplyMask, scoreMasked } from "../masked-scores.ts";
import { softmax } from "../softmax.ts";
import { type RiseProfile, riseMask, shiftsOf } from "./rise-masks.ts";

const options = z.object({
  profile: z
    .enum(["eclique", "torchray", "xplique"])
    .default("torchray")
    .describe(
      "whose RISE, in masks, score and normalisation: eclique the authors', torchray that of SCOUTER's comparison, or xplique",
    ),
  masks: z.int().min(1).max(100_000).nullable().default(null).describe("random masks; null = the profile's"),
  cells: z
    .int()
    .min(2)
    .max(64)
    .nullable()
    .default(null)
    .describe("cells along each side of a mask; null = the profile's"),
  keep: z
    .number()
    .gt(0)
    .max(1)
    .nullable()
    .default(null)
    .describe("probability that a cell is shown; null = the profile's"),
});
type RiseOptions = z.output<typeof options>;

/** What each source uses unless told: eclique its notebook for ImageNet, TorchRay and Xplique their signatures. */
const DEFAULTS: Record<RiseProfile, { masks: number; cells: number; keep: number }> = {
  eclique: { masks: 6000, cells: 8, keep: 0.1 },
  torchray: { masks: 8000, cells: 7, keep: 0.5 },
  xplique: { masks: 4000, cells: 7, keep: 0.5 },
};

function settingsOf({ profile, masks, cells, keep }: RiseOptions) {
  const usual = DEFAULTS[profile];
  return { masks: masks ?? usual.masks, cells: cells ?? usual.cells, keep: keep ?? usual.keep };
}

/**
 * RISE (Petsiuk et al. 2018): random masks m_n, and how much the class survives each. x the image, N masks, p the share of
 * cells kept:
 *
 * - `eclique`: M = sum_n softmax(f(x m_n))_c m_n / (N p)
 * - `torchray`: M = sum_n sigmoid(f_c(x m_n)) m_n / N
 * - `xplique`: M = sum_n f_c(x m_n) m_n / sum_n m_n
 */
export const rise = defineExplainer({
  id: "rise",
  name: "RISE",
  group: "perturbation",
  cites: ["petsiuk2018", "fong2019"],
  needs: ["predictions"],
  explains: "for",
  random: true,
  options,
  batchSize: 1,
  formula: "sum_n score_c(x m_n) m_n / N over random masks m_n",
  cost: (chosen) => ({ forwards: settingsOf(chosen).masks, backwards: 0 }),
  explain: (input, chosen) => {
    const { masks, cells, keep } = settingsOf(chosen);
    const { profile } = chosen;
    return explainSingly(input, async ({ model, image, target, random, report }) => {
      const draw = maskSource(profile, image, { cells, keep }, random);
      const targets = [target];
      const { maps } = await riseMaps({ model, image, targets, profile, keep, masks, draw, report });
      return maps[0];
    });
  },
});

function maskSource(
  profile: RiseProfile,
  { height, width }: ImageBatch,
  { cells, keep }: { cells: number; keep: number },
  random: Random,
): () => Float64Array {
  const shiftRows = shiftsOf(height, cells, profile);
  const shiftColumns = shiftsOf(width, cells, profile);
  return () => {
    const grid = Float32Array.from({ length: cells * cells }, () => Number(random.uniform() < keep));
    const shiftRow = random.integer(shiftRows);
    const shiftColumn = random.integer(shiftColumns);
    return riseMask(profile, { cells: grid, shiftRow, shiftColumn }, height, width);
  };
}

export interface RiseInput {
  model: ModelView;
  /** One image. */
  image: ImageBatch;
  /** Classes; the same masks serve all of them. */
  targets: readonly number[];
  profile: RiseProfile;
  /** p, which the authors divide by. */
  keep: number;
  masks: number;
  /** The n-th mask, [height, width]. Asked for in order. */
  draw(n: number): Float32Array | Float64Array;
  report(share: number): Promise<void>;
}

const SCORES: Record<RiseProfile, (logits: Float32Array) => ArrayLike<number>> = {
  eclique: softmax,
  torchray: (logits) => logits.map((logit) => 1 / (1 + Math.exp(-logit))),
  xplique: (logits) => logits,
};

/** One map a class at the image's size. Masks are held only until their logits are there. */
export async function riseMaps(input: RiseInput): Promise<{ maps: SaliencyMap[]; logits: Float32Array }> {
  const { model, image, targets, profile, masks, draw, report } = input;
  const { height, width, data } = image;
  const classes = model.classNames.length;
  const sums = targets.map(() => new Float64Array(height * width));
  const covered = new Float64Array(height * width);
  const inFlight = new Map<number, Float32Array | Float64Array>();
  const logits = new Float32Array(masks * classes);
  function* masked(): Generator<MaskedImage> {
    for (let n = 0; n < masks; n++) {
      const mask = draw(n);
      inFlight.set(n, mask);
      yield { owner: n, write: (pixels) => multiplyMask(pixels, data, mask) };
    }
  }
  const take = (n: number, row: Float32Array) => {
    logits.set(row, n * classes);
    const mask = inFlight.get(n) as Float64Array;
    inFlight.delete(n);
    const scores = SCORES[profile](row);
    for (const [t, target] of targets.entries()) {
      const score = scores[target];
      const sum = sums[t];
      for (let p = 0; p < mask.length; p++) sum[p] += score * mask[p];
    }
    if (profile === "xplique") for (let p = 0; p < mask.length; p++) covered[p] += mask[p];
  };
  await scoreMasked({ model, image, images: masked(), total: masks, take, report });
  const divide = (sum: number, p: number) => {
    if (profile === "xplique") return covered[p] === 0 ? 0 : sum / covered[p];
    return sum / masks / (profile === "eclique" ? input.keep : 1);
  };
  const maps = sums.map((sum) => ({ data: Float32Array.from(sum, divide), height, width }));
  return { maps, logits };
}
