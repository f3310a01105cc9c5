import { normaliseMap } from "#lib/explain/normalise-map.ts";
import type { ImageBatch, ModelView, SaliencyMap } from "#lib/tensor/model-view.ts";
import type { Random } from "#lib/tensor/random.ts";
import {
  defineProbingMetric,
  PREPARATION,
  PROFILE,
  type Probe,
  type ProfileId,
  type Score,
} from "../define-metric.ts";

/**
 * Max-sensitivity (Yeh et al. 2019, definition 3.1) over drawn changes d: how much a map changes when the image hardly does.
 *
 *   max_d ||phi(x + d) - phi(x)|| / ||phi(x)||        Frobenius norms
 *
 * 0 = the map stays as it is, which it also does when it says nothing about the image.
 *
 * @param map phi(x) @param changed phi(x + d) of each d, as long as the map
 * @returns undefined `zero_attribution` for a map that is 0 everywhere, `non_finite_map`
 */
export function maxSensitivity(map: ArrayLike<number>, changed: readonly ArrayLike<number>[]): Score {
  return summarise(map, changed, (ratios) => Math.max(...ratios));
}

/** The mean over drawn changes in place of the largest: Captum's `sensitivity_max` has no such form, others report it. */
export function meanSensitivity(map: ArrayLike<number>, changed: readonly ArrayLike<number>[]): Score {
  return summarise(map, changed, (ratios) => ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length);
}

function summarise(
  map: ArrayLike<number>,
  changed: readonly ArrayLike<number>[],
  summary: (ratios: number[]) => number,
): Score {
  const norm = distance(map, new Float64Array(map.length));
  const distances = changed.map((other) => distance(other, map));
  if (![norm, ...distances].every(Number.isFinite)) return { undefined: "non_finite_map" };
  return norm === 0
    ? { undefined: "zero_attribution" }
    : { value: summary(distances.map((one) => one / norm)) };
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`maps of ${a.length} and ${b.length} values cannot be compared`);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return Math.sqrt(sum);
}

/** The image and after it `samples` copies with each value moved by up to `radius(channel)`, uniformly. */
export function nearby(
  { data, height, width }: ImageBatch,
  samples: number,
  radius: (channel: number) => number,
  random: Random,
): ImageBatch {
  const channels = data.length / (height * width);
  const images = new Float32Array((samples + 1) * data.length);
  images.set(data);
  for (let i = data.length; i < images.length; i++)
    images[i] = data[i % data.length] + (2 * random.uniform() - 1) * radius(i % channels);
  return { data: images, count: samples + 1, height, width };
}

interface Profile {
  id: string;
  name: string;
  profile: ProfileId;
  samples: number;
  /** Largest change of one value. */
  radius: number;
  /** Of the model's input, or of pixels in [0, 1]. */
  unit: "input" | "pixels";
  /** Which maps are compared: those that the method gives, or as people and metrics see them. */
  maps: "as given" | "prepared";
}

function defineSensitivity({ id, name, profile, samples, radius, unit, maps }: Profile) {
  return defineProbingMetric({
    id,
    name,
    profile,
    direction: "lower",
    range: [0, null],
    family: "robustness",
    measure: "max-sensitivity",
    reads: "values",
    cites: ["yeh2019"],
    needs: ["explainer"],
    parameters: {
      samples,
      radius: `${radius} in units of ${unit === "input" ? "the model's input" : "pixels of [0, 1]"}`,
      maps: maps === "prepared" ? PREPARATION : maps,
    },
    formula: "largest ||M(x + d) - M(x)|| / ||M(x)|| over drawn changes d of at most a radius",
    forwards: 0,
    explanations: samples + 1,
    async probe({ explain, image, model, random }: Probe): Promise<Score> {
      if (!explain) return { undefined: "no_explainer" };
      const reach = (channel: number) =>
        unit === "input" ? radius : radius / model.normalisation.std[channel];
      const made = await explain(nearby(image, samples, reach, random));
      const [map, ...changed] = made.map((one) => (maps === "prepared" ? prepared(one, model) : one).data);
      return maxSensitivity(map, changed);
    },
  });
}

const prepared = (map: SaliencyMap, { inputSize }: ModelView) => normaliseMap(map, inputSize, inputSize);

/**
 * Ours: maps as people see them, so that a change of scale alone counts for nothing, and a radius that looks the same
 * whatever the model's normalisation is.
 */
export const maxSensitivityPrepared = defineSensitivity({
  id: "max-sensitivity",
  name: "Max-sensitivity",
  profile: PROFILE,
  samples: 10,
  radius: 0.02,
  unit: "pixels",
  maps: "prepared",
});

/** Captum's defaults. */
export const maxSensitivityCaptum = defineSensitivity({
  id: "max-sensitivity-captum",
  name: "Max-sensitivity, Captum",
  profile: "captum",
  samples: 10,
  radius: 0.02,
  unit: "input",
  maps: "as given",
});

/** The authors' code. */
export const maxSensitivityYeh = defineSensitivity({
  id: "max-sensitivity-yeh-2019",
  name: "Max-sensitivity, Yeh 2019",
  profile: "yeh-2019",
  samples: 50,
  radius: 0.2,
  unit: "input",
  maps: "as given",
});
