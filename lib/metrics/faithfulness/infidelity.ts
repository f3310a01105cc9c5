import { softmax } from "#lib/explain/softmax.ts";
import {
  defineProbingMetric,
  PREPARATION,
  PROFILE,
  type Probe,
  type ProfileId,
  type Score,
} from "../define-metric.ts";
import {
  gaussianNoise,
  NOISE_SIGMA,
  noisyBaseline,
  type Perturb,
  randomSquares,
  SQUARE_SHARE,
} from "../perturbations.ts";

/**
 * Infidelity (Yeh et al. 2019, definition 2.1): how far a map is from telling what the model does when the image changes.
 *
 *   E_I [ (beta I . phi - (f(x) - f(x - I)))^2 ]
 *
 * 0 = the map predicts every change. With beta = 1 phi has to be in units of f per unit of x, as a gradient is.
 *
 * @param products I . phi of each perturbation @param drops f(x) - f(x - I) of each
 */
export function infidelity(products: Float64Array, drops: Float64Array, beta = 1): number {
  let sum = 0;
  for (let k = 0; k < drops.length; k++) sum += (beta * products[k] - drops[k]) ** 2;
  return sum / drops.length;
}

/** The scale that makes the infidelity least: E[ab] / E[a^2] of products a and drops b; null where all products are 0. */
export function bestScale(products: Float64Array, drops: Float64Array): number | null {
  let squares = 0;
  let both = 0;
  for (let k = 0; k < drops.length; k++) {
    squares += products[k] ** 2;
    both += products[k] * drops[k];
  }
  return squares === 0 ? null : both / squares;
}

/** Infidelity at the best scale; undefined `zero_attribution` where the map is 0 wherever the image was changed. */
export function normalisedInfidelity(products: Float64Array, drops: Float64Array): Score {
  const beta = bestScale(products, drops);
  return beta === null ? { undefined: "zero_attribution" } : { value: infidelity(products, drops, beta) };
}

/** Dot product of the attribution with each of [count] parts of `removed`. */
export function dotEach(removed: Float32Array, attribution: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(removed.length / attribution.length);
  for (let k = 0; k < sums.length; k++)
    for (let i = 0; i < attribution.length; i++)
      sums[k] += removed[k * attribution.length + i] * attribution[i];
  return sums;
}

/** Changed images put through at a time: memory does not grow with their number. */
const CHUNK = 64;

/** I . phi and f(x) - f(x - I) over `samples` perturbations; f = softmax probability of the target. */
async function observe({ map, model, image, target, random }: Probe, perturb: Perturb, samples: number) {
  const classes = model.classNames.length;
  const probability = (logits: Float32Array, row: number) =>
    softmax(logits.subarray(row * classes, (row + 1) * classes))[target];
  const clean = probability(await model.predict(image), 0);
  const products = new Float64Array(samples);
  const drops = new Float64Array(samples);
  for (let from = 0; from < samples; from += CHUNK) {
    const { images, removed, count } = perturb(image, model, Math.min(CHUNK, samples - from), random);
    const logits = await model.predict({ ...image, data: images, count });
    products.set(dotEach(removed, map.data), from);
    for (let k = 0; k < count; k++) drops[from + k] = clean - probability(logits, k);
  }
  return { products, drops };
}

interface Profile {
  id: string;
  name: string;
  profile: ProfileId;
  perturb: Perturb;
  samples: number;
  scale: "as given" | "best";
  change: string;
}

function defineInfidelity({ id, name, profile, perturb, samples, scale, change }: Profile) {
  return defineProbingMetric({
    id,
    name,
    profile,
    direction: "lower",
    range: [0, scale === "best" ? 1 : null],
    family: "faithfulness",
    measure: "infidelity",
    cites: ["yeh2019"],
    needs: [],
    parameters: { preparation: PREPARATION, samples, change, scale, output: "softmax" },
    formula: `mean squared distance of ${scale === "best" ? "beta " : ""}I . M and the drop of p_c when I is taken off the image`,
    forwards: samples + 1,
    explanations: 0,
    async probe(probe) {
      const { products, drops } = await observe(probe, perturb, samples);
      return scale === "best"
        ? normalisedInfidelity(products, drops)
        : { value: infidelity(products, drops) };
    },
  });
}

/**
 * Ours: squares taken out, at the best scale. A min-maxed map has no scale of its own, so only the normalised form compares
 * methods. And noise on every pixel at once moves the model in ways that no map of regions tells of: under it a random map
 * scores like Grad-CAM and like the object's own mask (.0046, .0047, .0048 on the demo's baseline), under squares far worse
 * (.065, .015, .015; `npm run bench probing-metrics`).
 */
export const infidelitySquares = defineInfidelity({
  id: "infidelity",
  name: "Infidelity",
  profile: PROFILE,
  perturb: randomSquares,
  samples: 32,
  scale: "best",
  change: `a square of ${SQUARE_SHARE} of the side set to 0 in normalised space, the map summed inside`,
});

const CAPTUM = {
  profile: "captum" as const,
  perturb: gaussianNoise,
  samples: 10,
  change: `noise of standard deviation ${NOISE_SIGMA} on the model's input`,
} as const;

/** Captum's default (`normalize=False`): depends on the scale of the map, so it compares nothing but maps in units of the model. */
export const infidelityCaptum = defineInfidelity({
  ...CAPTUM,
  id: "infidelity-captum",
  name: "Infidelity, Captum",
  scale: "as given",
});

/** Captum with `normalize=True`. */
export const infidelityCaptumNormalised = defineInfidelity({
  ...CAPTUM,
  id: "infidelity-captum-normalised",
  name: "Infidelity, Captum normalised",
  scale: "best",
});

/** The authors' code: a noisy black image in place of x, 10,000 of them, at the best scale. */
export const infidelityYeh = defineInfidelity({
  id: "infidelity-yeh-2019",
  name: "Infidelity, Yeh 2019",
  profile: "yeh-2019",
  perturb: noisyBaseline,
  samples: 10_000,
  scale: "best",
  change: "clip(-0.2 e, 0, 1) in pixels of [0, 1] in place of the image, e standard normal",
});
