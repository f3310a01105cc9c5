import { beforeAll, describe, expect, it } from "vitest";
import { gradCam } from "#lib/explain/class-activation/grad-cam.ts";
import { ssCam } from "#lib/explain/class-activation/ss-cam.ts";
import { controlGaussian } from "#lib/explain/controls/control-gaussian.ts";
import { controlRandom } from "#lib/explain/controls/control-random.ts";
import { controlRegion } from "#lib/explain/controls/control-region.ts";
import { iba } from "#lib/explain/information/iba.ts";
import { estimateIbaStatistics } from "#lib/explain/information/iba-statistics.ts";
import { normaliseMap } from "#lib/explain/normalise-map.ts";
import { runExplainer } from "#lib/explain/run-explainer.ts";
import { scouterMinus, scouterPlus } from "#lib/explain/scouter.ts";
import { selectEngines } from "#lib/tensor/engine.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { linearModel, waves } from "#test/support/fake-model.ts";

const random = createRandom(3);
const images = waves(2);
const sum = (values: Float32Array) => values.reduce((total, value) => total + value, 0);

beforeAll(async () => {
  await selectEngines();
});

describe("SCOUTER", () => {
  it("shows the attention of the target's slots by default", async () => {
    const model = linearModel({ kind: "scouter+" });
    const [map] = await runExplainer({ explainer: scouterPlus, model, images, targets: [1, 0], random });
    const red = Float32Array.from({ length: 64 }, (_, cell) => images.data[cell * 3] / 2);
    expect(map.data).toEqual(red);
  });

  it.each([
    [scouterPlus, "scouter+", 1],
    [scouterMinus, "scouter-", -1],
  ] as const)(
    "adds up to the signed logit as the exact attribution of $id",
    async (explainer, kind, sign) => {
      const model = linearModel({ kind });
      const logits = await model.predict(images);
      const targets = [2, 1];
      const maps = await runExplainer({
        explainer,
        model,
        images,
        targets,
        options: { map: "additive" },
        random,
      });
      maps.forEach((map, i) => {
        expect(sum(map.data)).toBeCloseTo(sign * logits[i * 3 + targets[i]], 5);
      });
    },
  );
});

describe("Grad-CAM", () => {
  it("is relu(sum_k w_k A_k) / (h w) for a linear model, and signed without the relu", async () => {
    const model = linearModel();
    const [relu] = await runExplainer({ explainer: gradCam, model, images, targets: [2, 2], random });
    const [signed] = await runExplainer({
      explainer: gradCam,
      model,
      images,
      targets: [2, 2],
      options: { relu: false },
      random,
    });
    for (let cell = 0; cell < 64; cell++) {
      const exact = (images.data[cell * 3 + 2] - images.data[cell * 3]) / 64;
      expect(signed.data[cell]).toBeCloseTo(exact, 6);
      expect(relu.data[cell]).toBeCloseTo(Math.max(0, exact), 6);
    }
  });
});

describe("SS-CAM", () => {
  const run = async (options: object, seed = 1) => {
    const [map] = await runExplainer({
      explainer: ssCam,
      model: linearModel(),
      images: waves(1),
      targets: [1],
      options,
      random: createRandom(seed),
    });
    return map;
  };

  it.each(["a", "b", "c"])(
    "does not depend on the number of samples without noise, variant %s",
    async (variant) => {
      const once = await run({ variant, samples: 1, sigma: 0 });
      const often = await run({ variant, samples: 7, sigma: 0 }, 2);
      once.data.forEach((value, cell) => {
        expect(often.data[cell]).toBeCloseTo(value, 6);
      });
    },
  );

  it("puts samples x channels images through the network, in bounded batches", async () => {
    const batches: number[] = [];
    const model = linearModel({ onPredict: (count) => batches.push(count) });
    const options = { samples: 50 };
    await runExplainer({ explainer: ssCam, model, images: waves(1), targets: [1], options, random });
    expect(batches.reduce((a, b) => a + b)).toBe(150);
    expect(Math.max(...batches)).toBeLessThanOrEqual(64);
    expect(ssCam.cost(ssCam.options.parse(options), model)).toEqual({ forwards: 151, backwards: 0 });
  });

  it("can be limited to the strongest channels", async () => {
    const batches: number[] = [];
    const model = linearModel({ onPredict: (count) => batches.push(count) });
    const options = { samples: 10, channels: 2 };
    await runExplainer({ explainer: ssCam, model, images: waves(1), targets: [1], options, random });
    expect(batches.reduce((a, b) => a + b)).toBe(20);
  });

  it("gives an empty map, not NaN, for an image without any contrast", async () => {
    const flat = { data: new Float32Array(192).fill(0.5), count: 1, height: 8, width: 8 };
    for (const variant of ["a", "b", "c"]) {
      const [map] = await runExplainer({
        explainer: ssCam,
        model: linearModel(),
        images: flat,
        targets: [1],
        options: { variant, samples: 2 },
        random,
      });
      expect(map.data.every(Number.isFinite)).toBe(true);
      expect(normaliseMap(map, 8, 8).data.every((value) => value === 0)).toBe(true);
    }
  });
});

describe("IBA", () => {
  const run = async (options: object) => {
    const model = linearModel({
      weights: [
        [30, -30, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
    });
    const statistics = await estimateIbaStatistics(model, waves(30));
    const [map] = await runExplainer({
      explainer: iba,
      model,
      images,
      targets: [0, 1],
      options,
      random,
      statistics,
    });
    return map;
  };

  it("keeps next to nothing when information is very dear, and more the cheaper it is", async () => {
    const dear = sum((await run({ beta: 1e5, steps: 30 })).data);
    const usual = sum((await run({ beta: 10, steps: 30 })).data);
    const cheap = sum((await run({ beta: 0.01, steps: 30 })).data);
    expect(dear).toBeLessThan(0.5);
    expect(usual).toBeGreaterThanOrEqual(dear);
    expect(cheap).toBeGreaterThan(10 * usual);
  });

  it("stays finite where everything passes and lambda rounds to 1", async () => {
    const { data } = await run({ beta: 0, learningRate: 10 });
    expect(data.every(Number.isFinite)).toBe(true);
  });

  it("sees no negative feature behind a clamp, and lets nothing through from a closed gate", async () => {
    const usual = await run({ steps: 3 });
    const clamped = await run({ steps: 3, relu: true });
    expect(clamped.data).not.toEqual(usual.data);
    const closed = await run({ steps: 1, initialAlpha: -20 });
    expect(sum(closed.data)).toBeLessThan(1e-3);
  });

  it("refuses statistics of another model", async () => {
    const statistics = await estimateIbaStatistics(linearModel({ inputSize: 4 }), waves(4, 4));
    const model = linearModel();
    const run = runExplainer({ explainer: iba, model, images, targets: [0, 1], random, statistics });
    await expect(run).rejects.toThrow(/4 x 4 x 3 features, the model has 8 x 8 x 3/);
  });

  it("needs more than one image for its statistics", async () => {
    await expect(estimateIbaStatistics(linearModel(), waves(1))).rejects.toThrow(/at least 2 images/);
  });
});

describe("controls", () => {
  const model = linearModel({ inputSize: 12 });
  const large = waves(40, 12);
  const targets = Array(40).fill(0);

  it("draws uniform maps, each image its own", async () => {
    const maps = await runExplainer({ explainer: controlRandom, model, images: large, targets, random });
    const values = maps.flatMap((map) => [...map.data]);
    expect(values.reduce((a, b) => a + b) / values.length).toBeCloseTo(0.5, 1);
    expect(Math.max(...values)).toBeGreaterThan(0.99);
    expect(maps[0]).not.toEqual(maps[1]);
    expect(maps[0]).toMatchObject({ height: 12, width: 12 });
  });

  it("puts the Gaussian in the middle, symmetric", async () => {
    const [{ data }] = await runExplainer({
      explainer: controlGaussian,
      model,
      images: waves(1, 12),
      targets: [0],
      random,
    });
    expect(data[0]).toBe(data[143]);
    expect(data[5 * 12 + 6]).toBe(Math.max(...data));
    // One standard deviation from the centre, along a row.
    const at = (cells: number) => Math.exp(-((cells / 12) ** 2 + (0.5 / 12) ** 2) / (2 * (20 / 96) ** 2));
    expect(data[6 * 12 + 8]).toBeCloseTo(at(2.5), 6);
  });

  it("shows the region as it is, at its own size", async () => {
    const region = { data: new Uint8Array(400).fill(1, 30, 60), height: 20, width: 20 };
    const [map] = await runExplainer({
      explainer: controlRegion,
      model,
      images: waves(1, 12),
      targets: [0],
      regions: [region],
      random,
    });
    expect(map).toEqual({ data: Float32Array.from(region.data), height: 20, width: 20 });
  });
});
