import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Explainer } from "#lib/explain/define-explainer.ts";
import { explainAgain } from "#lib/explain/explain-again.ts";
import { explainers, findExplainer } from "#lib/explain/registry.ts";
import { runExplainer } from "#lib/explain/run-explainer.ts";
import { explanationsOf, forwardsOf } from "#lib/metrics/define-metric.ts";
import { bestScale, infidelity, normalisedInfidelity } from "#lib/metrics/faithfulness/infidelity.ts";
import { gaussianNoise, noisyBaseline, randomSquares } from "#lib/metrics/perturbations.ts";
import { type ProbeRequest, probeMap } from "#lib/metrics/probe-map.ts";
import { probingMetrics } from "#lib/metrics/registry.ts";
import { maxSensitivity, nearby } from "#lib/metrics/robustness/max-sensitivity.ts";
import type { MetricScore } from "#lib/metrics/score-map.ts";
import type { SaliencyMap } from "#lib/tensor/model-view.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { linearModel, waves } from "#test/support/fake-model.ts";

const SIDE = 16;
const image = waves(1, SIDE);
const model = linearModel({ inputSize: SIDE });
const map: SaliencyMap = {
  data: Float32Array.from({ length: SIDE * SIDE }, (_, i) => Math.sin(i) + 1),
  height: SIDE,
  width: SIDE,
};
const dear = probingMetrics.get("infidelity-yeh-2019")!;
const affordable = [...probingMetrics.values()].filter((metric) => metric !== dear);
const request = (changes: Partial<ProbeRequest> = {}): ProbeRequest => ({
  map,
  model,
  image,
  target: 1,
  random: createRandom(3),
  metrics: affordable,
  ...changes,
});
const value = (rows: MetricScore[], id: string) => rows.find((row) => row.metricId === id)!.value!;

describe("infidelity", () => {
  const pairs = fc.array(
    fc.tuple(fc.double({ min: -5, max: 5, noNaN: true }), fc.double({ min: -5, max: 5, noNaN: true })),
    {
      minLength: 1,
      maxLength: 20,
    },
  );

  it("is 0 for a map that says what happens, and at the best scale for any multiple of it", () => {
    fc.assert(
      fc.property(pairs, fc.double({ min: 0.1, max: 20, noNaN: true }), (rows, scale) => {
        const products = Float64Array.from(rows, ([a]) => a);
        expect(infidelity(products, products)).toBe(0);
        fc.pre(products.some((a) => Math.abs(a) > 1e-3));
        const multiple = normalisedInfidelity(
          products.map((a) => scale * a),
          products,
        );
        expect((multiple as { value: number }).value).toBeCloseTo(0, 10);
      }),
    );
  });

  it("is least at the best scale, which no scale of the map changes", () => {
    fc.assert(
      fc.property(pairs, fc.double({ min: -3, max: 3, noNaN: true }), (rows, beta) => {
        const products = Float64Array.from(rows, ([a]) => a);
        const drops = Float64Array.from(rows, ([, b]) => b);
        fc.pre(products.some((a) => Math.abs(a) > 1e-3));
        const best = (normalisedInfidelity(products, drops) as { value: number }).value;
        expect(best).toBeLessThanOrEqual(infidelity(products, drops, beta) + 1e-9);
        const again = normalisedInfidelity(
          products.map((a) => -7 * a),
          drops,
        ) as { value: number };
        expect(again.value).toBeCloseTo(best, 9);
      }),
    );
  });

  it("has no best scale for a map that is 0 wherever the image was changed", () => {
    const zero = new Float64Array(3);
    expect(bestScale(zero, new Float64Array([1, 2, 3]))).toBeNull();
    expect(normalisedInfidelity(zero, new Float64Array([1, 2, 3]))).toEqual({
      undefined: "zero_attribution",
    });
  });
});

describe("perturbations", () => {
  it("remove what they say: x - I, and the sum of I over channels for a map", () => {
    for (const perturb of [gaussianNoise, noisyBaseline]) {
      const { images, removed, count } = perturb(image, model, 3, createRandom(1));
      for (let k = 0; k < count; k++)
        for (const cell of [0, 17, SIDE * SIDE - 1]) {
          const taken = [0, 1, 2].map((c) => {
            const at = cell * 3 + c;
            return image.data[at] - images[k * image.data.length + at];
          });
          expect(removed[k * SIDE * SIDE + cell]).toBeCloseTo(taken[0] + taken[1] + taken[2], 4);
        }
    }
  });

  it("take out one whole square, every position being possible", () => {
    const { images, removed } = randomSquares(image, model, 400, createRandom(2));
    const side = SIDE / 4;
    const corners = new Set<number>();
    let wrong = 0;
    for (let k = 0; k < 400; k++) {
      const cells = removed.subarray(k * SIDE * SIDE, (k + 1) * SIDE * SIDE);
      const first = cells.indexOf(1);
      corners.add(first);
      cells.forEach((cell, i) => {
        const right = (i % SIDE) - (first % SIDE);
        const below = Math.floor(i / SIDE) - Math.floor(first / SIDE);
        const inside = right >= 0 && right < side && below >= 0 && below < side;
        const seen = images[(k * SIDE * SIDE + i) * 3];
        if (cell !== Number(inside) || seen !== (inside ? 0 : image.data[i * 3])) wrong++;
      });
    }
    expect(wrong).toBe(0);
    expect(corners.size).toBeGreaterThan(100);
  });

  it("draw the noisy black image in pixels, and show it as the model sees it", () => {
    const normalisation = { mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] };
    const { images } = noisyBaseline(image, { normalisation }, 2, createRandom(3));
    const pixels = images.map((one) => one * 0.25 + 0.5);
    expect(Math.min(...pixels)).toBe(0);
    expect(Math.max(...pixels)).toBeLessThanOrEqual(1);
    const black = pixels.filter((one) => one === 0).length / pixels.length;
    expect(black).toBeGreaterThan(0.45);
    expect(black).toBeLessThan(0.55);
  });
});

describe("max-sensitivity", () => {
  it("is 0 for a map that never changes, and does not depend on its scale", () => {
    const flat = new Float64Array([1, 2, 3]);
    expect(maxSensitivity(flat, [flat, flat])).toEqual({ value: 0 });
    const [a, b] = [new Float64Array([3, 4]), new Float64Array([3, 9])];
    expect(maxSensitivity(a, [a, b])).toEqual({ value: 1 });
    expect(
      maxSensitivity(
        a.map((x) => 6 * x),
        [b.map((x) => 6 * x)],
      ),
    ).toEqual({ value: 1 });
  });

  it("has no value for a zero map or one that is not finite", () => {
    const zero = new Float64Array(2);
    expect(maxSensitivity(zero, [new Float64Array([1, 0])])).toEqual({ undefined: "zero_attribution" });
    expect(maxSensitivity(new Float64Array([1, 0]), [new Float64Array([Number.NaN, 0])])).toEqual({
      undefined: "non_finite_map",
    });
  });

  it("looks at the image itself first, then at others no farther than the radius", () => {
    const images = nearby(image, 5, (channel) => [0.1, 0.02, 0][channel], createRandom(4));
    expect(images.count).toBe(6);
    expect(images.data.subarray(0, image.data.length)).toEqual(image.data);
    let widest = 0;
    images.data.forEach((one, i) => {
      const change = Math.abs(one - image.data[i % image.data.length]);
      expect(change).toBeLessThanOrEqual([0.1, 0.02, 0][i % 3] + 1e-6);
      widest = Math.max(widest, change);
    });
    expect(widest).toBeGreaterThan(0.09);
  });
});

describe("probeMap", () => {
  const explain = async ({ count }: { count: number }) => Array<SaliencyMap>(count).fill(map);

  it("says of every metric a value in its range with what it depends on, or why not", async () => {
    const rows = await probeMap(
      request({
        explain,
        explainClass: () => explain,
        explainRandomised: [explain, explain, explain],
        explains: "against",
      }),
    );
    expect(rows.map((row) => row.metricId)).toEqual(affordable.map((metric) => metric.id));
    for (const { metricId, profile, value: got, parameters } of rows) {
      const metric = probingMetrics.get(metricId)!;
      expect(profile).toBe(metric.profile);
      expect(parameters).toMatchObject({ ...metric.parameters, probabilityClass: 1 });
      expect(got).toBeGreaterThanOrEqual(metric.range[0] ?? -Number.MAX_VALUE);
      expect(got).toBeLessThanOrEqual(metric.range[1] ?? Number.MAX_VALUE);
    }
    expect(value(rows, "max-sensitivity")).toBe(0);
  });

  it("costs what the registry says", async () => {
    for (const metric of affordable) {
      let [forwards, explanations] = [0, 0];
      const counting = linearModel({ inputSize: SIDE, onPredict: (count) => (forwards += count) });
      const counted: ProbeRequest["explain"] = async (images) => {
        explanations += images.count;
        return explain(images);
      };
      await probeMap(
        request({
          model: counting,
          explain: counted,
          explainClass: () => counted,
          explainRandomised: [counted, counted, counted],
          explains: "against",
          metrics: [metric],
        }),
      );
      expect([metric.id, forwards, explanations]).toEqual([
        metric.id,
        forwardsOf(metric, SIDE),
        explanationsOf(metric, 3),
      ]);
    }
  });

  it("puts 10,000 images through in parts", async () => {
    const small = waves(1, 4);
    const batches: number[] = [];
    const counting = linearModel({ inputSize: 4, onPredict: (count) => batches.push(count) });
    const [row] = await probeMap(request({ model: counting, image: small, metrics: [dear] }));
    expect(row.value).toBeGreaterThan(0);
    expect(batches.reduce((sum, count) => sum + count)).toBe(forwardsOf(dear, 4));
    expect(Math.max(...batches)).toBeLessThanOrEqual(64);
  });

  it("gives the same scores whatever else is scored, and asks all maps about the same images", async () => {
    const all = await probeMap(request({ explain }));
    const [alone] = await probeMap(request({ metrics: [probingMetrics.get("infidelity")!] }));
    expect(alone).toEqual(all.find((row) => row.metricId === "infidelity"));
    const seen: Float32Array[] = [];
    const watching = linearModel({ inputSize: SIDE });
    const predict = watching.predict.bind(watching);
    watching.predict = (images) => {
      seen.push(images.data.slice());
      return predict(images);
    };
    const metrics = [probingMetrics.get("infidelity")!];
    await probeMap(request({ model: watching, metrics }));
    await probeMap(request({ model: watching, metrics, map: { ...map, data: map.data.map((x) => x ** 2) } }));
    expect(seen[3]).toEqual(seen[1]);
  });

  it("tells the exact evidence of a linear model from a random map by squares", async () => {
    const steep = linearModel({
      inputSize: SIDE,
      weights: [
        [0, 0],
        [0, 12],
        [0, 0],
      ],
    });
    // Green only, and nowhere below 0, so that taking a square out takes away exactly what the map holds there.
    const green = image.data.map((x, i) => (i % 3 === 1 && i % 96 < 48 ? Math.abs(x) : 0));
    const lit = { ...image, data: green };
    const exact = { ...map, data: map.data.map((_, i) => green[i * 3 + 1]) };
    const random = createRandom(9);
    const noise = { ...map, data: map.data.map(() => random.uniform()) };
    const metrics = [probingMetrics.get("infidelity")!];
    const scores = await Promise.all(
      [exact, noise].map((one) => probeMap(request({ model: steep, image: lit, map: one, metrics }))),
    );
    const [good, bad] = scores.map((rows) => value(rows, "infidelity"));
    expect(good).toBeLessThan(bad / 20);
  });

  it("says that a map cannot be made anew, or cannot be scored", async () => {
    const rows = await probeMap(request());
    for (const row of rows.filter(({ metricId }) => metricId.startsWith("max-")))
      expect(row.undefinedReason).toBe("no_explainer");
    const constant = await probeMap(
      request({ map: { ...map, data: new Float32Array(SIDE * SIDE).fill(2) }, explain }),
    );
    for (const row of constant) expect(row).toMatchObject({ value: null, undefinedReason: "constant_map" });
  });
});

describe("explainAgain", () => {
  const randomControl = findExplainer("control-random");

  it("makes the very map again, and keeps a method's own randomness for other images", async () => {
    const random = createRandom(5);
    const [made] = await runExplainer({
      explainer: randomControl,
      model,
      images: image,
      targets: [2],
      random,
    });
    const again = explainAgain({ explainer: randomControl, model, image, target: 2, random });
    const maps = await again(nearby(image, 2, () => 0.5, createRandom(6)));
    expect(maps).toEqual([made, made, made]);
    expect(await again(image)).toEqual([made]);
  });

  it("keeps to the batch size, and explains each image", async () => {
    const sizes: number[] = [];
    const meanControl: Explainer = {
      ...randomControl,
      id: "mean",
      batchSize: 4,
      explain: async ({ images, targets, randoms }) => {
        sizes.push(images.count);
        expect([targets.length, randoms.length]).toEqual([images.count, images.count]);
        const size = images.data.length / images.count;
        return Array.from({ length: images.count }, (_, k) => ({
          data: images.data.slice(k * size, k * size + 1),
          height: 1,
          width: 1,
        }));
      },
    };
    const images = nearby(image, 9, () => 1, createRandom(7));
    const maps = await explainAgain({
      explainer: meanControl,
      model,
      image,
      target: 0,
      random: createRandom(8),
    })(images);
    expect(sizes).toEqual([4, 4, 2]);
    expect(new Set(maps.map((one) => one.data[0])).size).toBe(10);
  });

  it("refuses what the method cannot explain before it begins", () => {
    const slots = explainers.get("scouter+")!;
    expect(() =>
      explainAgain({ explainer: slots, model, image, target: 0, random: createRandom(1) }),
    ).toThrow(/slot/);
  });
});
