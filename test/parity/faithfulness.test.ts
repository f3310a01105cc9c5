import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  bestScale,
  dotEach,
  infidelity,
  normalisedInfidelity,
} from "#lib/metrics/faithfulness/infidelity.ts";
import { noisyBlack, removedBy, subtract } from "#lib/metrics/perturbations.ts";
import { maxSensitivity } from "#lib/metrics/robustness/max-sensitivity.ts";
import { type GoldenNetwork, goldenNetwork } from "#test/support/golden-network.ts";
import { channelsLast, expectClose, readGolden } from "#test/support/golden-tensors.ts";

type Undefinable<T> = T | { undefined: string };

interface InfidelityCase {
  name: string;
  metric: string;
  model: string;
  attribution: string;
  perturbations: string;
  yeh_noise?: string;
  class: number;
  expected: {
    captum_normalize_False: number;
    captum_normalize_True: Undefinable<number>;
    yeh_2019?: { value: number; beta: number; value_beta1: number };
  };
}

interface SensitivityCase {
  name: string;
  metric: string;
  model: string;
  explainer: "gradient x input of class logit" | "constant ones" | "constant zeros";
  deltas: string;
  class: number;
  expected: { max_sensitivity: Undefinable<number> };
}

const { cases } = JSON.parse(
  readFileSync(new URL("./golden/metrics/faithfulness.json", import.meta.url), "utf8"),
) as { cases: (InfidelityCase | SensitivityCase)[] };
const arrays = readGolden("metrics/faithfulness.safetensors");
const stored = (name: string) => channelsLast(arrays[name.slice(1)]);
/** The golden values are float64 of float32 images; x - I is rounded to float32 as any model would have it. */
const tolerance = { abs: 1e-5, rel: 1e-4 };
const near = (got: number, want: number) => expectClose([got], [want], tolerance);

function drops({ logits, image }: GoldenNetwork, images: Float32Array, target: number): Float64Array {
  const clean = logits(image)[target];
  return Float64Array.from({ length: images.length / image.length }, (_, k) => {
    return clean - logits(images.subarray(k * image.length, (k + 1) * image.length))[target];
  });
}

describe("infidelity", () => {
  const all = cases.filter((example): example is InfidelityCase => example.metric === "infidelity");

  it.each(all)("$name", ({ model, attribution, perturbations, yeh_noise, class: target, expected }) => {
    const network = goldenNetwork(model);
    const phi = attribution === "zeros" ? new Float32Array(network.image.length) : stored(attribution);
    const noise = stored(perturbations);
    const products = dotEach(noise, phi);
    const observed = drops(network, subtract(network.image, noise), target);
    near(infidelity(products, observed), expected.captum_normalize_False);
    const normalised = normalisedInfidelity(products, observed);
    if (typeof expected.captum_normalize_True === "object")
      expect(normalised).toEqual(expected.captum_normalize_True);
    else near((normalised as { value: number }).value, expected.captum_normalize_True);

    if (!yeh_noise || !expected.yeh_2019) return;
    const black = noisyBlack(stored(yeh_noise));
    const ofBlack = dotEach(removedBy(network.image, black), phi);
    const blackDrops = drops(network, black, target);
    near(bestScale(ofBlack, blackDrops)!, expected.yeh_2019.beta);
    near((normalisedInfidelity(ofBlack, blackDrops) as { value: number }).value, expected.yeh_2019.value);
    near(infidelity(ofBlack, blackDrops), expected.yeh_2019.value_beta1);
  });

  it("covers every stored case", () => {
    expect(all).toHaveLength(12);
  });
});

describe("max-sensitivity", () => {
  const all = cases.filter((example): example is SensitivityCase => example.metric === "max_sensitivity");

  it.each(all)("$name", ({ model, explainer, deltas, class: target, expected }) => {
    const network = goldenNetwork(model);
    const explain = (image: Float32Array): Float64Array => {
      if (explainer === "gradient x input of class logit") {
        const gradient = network.gradient(image, target);
        return gradient.map((value, i) => value * image[i]);
      }
      return new Float64Array(image.length).fill(explainer === "constant ones" ? 1 : 0);
    };
    const changes = stored(deltas);
    const size = network.image.length;
    const changed = Array.from({ length: changes.length / size }, (_, k) =>
      explain(network.image.map((value, i) => value + changes[k * size + i])),
    );
    const got = maxSensitivity(explain(network.image), changed);
    const want = expected.max_sensitivity;
    if (typeof want === "object") expect(got).toEqual(want);
    else near((got as { value: number }).value, want);
  });

  it("covers every stored case", () => {
    expect(all).toHaveLength(9);
  });
});
