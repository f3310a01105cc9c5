import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cam } from "#lib/explain/class-activation/cam.ts";
import { gradCam } from "#lib/explain/class-activation/grad-cam.ts";
import { gradCamPlusPlus } from "#lib/explain/class-activation/grad-cam-plus-plus.ts";
import { layerCam } from "#lib/explain/class-activation/layer-cam.ts";
import { scoreCam } from "#lib/explain/class-activation/score-cam.ts";
import { smoothGradCamPlusPlus, smoothMap } from "#lib/explain/class-activation/smooth-grad-cam-plus-plus.ts";
import { ssCam } from "#lib/explain/class-activation/ss-cam.ts";
import { xGradCam } from "#lib/explain/class-activation/x-grad-cam.ts";
import type { Explainer } from "#lib/explain/define-explainer.ts";
import { gradient, gradientInput } from "#lib/explain/gradient/gradient.ts";
import { integratedGradients } from "#lib/explain/gradient/integrated-gradients.ts";
import { PATH_RULES, pathPoints } from "#lib/explain/gradient/path-rules.ts";
import { smoothGrad } from "#lib/explain/gradient/smooth-grad.ts";
import { extremalPerturbation } from "#lib/explain/perturbation/extremal-perturbation.ts";
import { occlusion } from "#lib/explain/perturbation/occlusion.ts";
import { rise } from "#lib/explain/perturbation/rise.ts";
import { createSmoothMask } from "#lib/explain/perturbation/smooth-mask.ts";
import { runExplainer } from "#lib/explain/run-explainer.ts";
import { softmax } from "#lib/explain/softmax.ts";
import { guardMemory } from "#lib/tensor/memory-guard.ts";
import type { ImageBatch, ModelView } from "#lib/tensor/model-view.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { describeOnEngines } from "#test/support/engines.ts";
import { linearModel, waves } from "#test/support/fake-model.ts";
import { expectClose } from "#test/support/golden-tensors.ts";
import { randomImages, randomNetwork } from "#test/support/random-network.ts";

const CLOSE = { abs: 1e-6, rel: 1e-4 };
const total = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0);

async function mapOf(explainer: unknown, model: ModelView, images: ImageBatch, target: number, options = {}) {
  const targets = Array<number>(images.count).fill(target);
  const request = { model, images, targets, options, random: createRandom(7) };
  const [map] = await runExplainer({ ...request, explainer: explainer as Explainer });
  return map;
}

/** Runs a property of random networks, and leaves no tensor of them behind. */
const onNetworks = (
  check: (model: ModelView, images: ImageBatch, target: number) => Promise<void>,
  runs = 4,
) =>
  fc.assert(
    fc.asyncProperty(fc.nat(1e6), fc.nat(3), (seed, target) =>
      guardMemory(async () => {
        const model = randomNetwork(seed);
        await check(model, randomImages(1, seed), target);
        await model.dispose();
      }),
    ),
    { numRuns: runs },
  );

describeOnEngines(
  "identities",
  () => {
    it("Grad-CAM and XGrad-CAM are relu(CAM) / (h w) under a mean and a linear layer", () =>
      onNetworks(async (model, images, target) => {
        const { height, width } = model.featureShape;
        const signed = await mapOf(cam, model, images, target);
        const want = signed.data.map((value) => Math.max(0, value) / (height * width));
        expectClose((await mapOf(gradCam, model, images, target)).data, want, CLOSE);
        expectClose((await mapOf(xGradCam, model, images, target)).data, want, CLOSE);
      }));

    it("CAM's mean is the logit less the bias", () =>
      onNetworks(async (model, images, target) => {
        const { data } = await mapOf(cam, model, images, target);
        const zeros = { ...images, data: new Float32Array(images.data.length) };
        const dark = await mapOf(cam, model, zeros, target);
        const [logits, atZero] = [await model.predict(images), await model.predict(zeros)];
        const gained = (total(data) - total(dark.data)) / data.length;
        expect(gained).toBeCloseTo(logits[target] - atZero[target], 4);
      }));

    it("Grad-CAM++ as published is torchcam 0.1.2's where the gradient is constant, and another map below", () =>
      onNetworks(async (model, images, target) => {
        const layers = model.layers as string[];
        const of = async (variant: string, layer: string | null) =>
          (await mapOf(gradCamPlusPlus, model, images, target, { variant, layer })).data;
        expectClose(await of("paper", null), await of("torchcam-0.1.2", null), { abs: 1e-3, rel: 0.05 });
        const inner = layers[layers.length - 2];
        const [paper, undivided] = [await of("paper", inner), await of("torchcam-0.5.0", inner)];
        // torchcam 0.5.0 divides a copy: its weights are powers of the gradient, and a scale of the logit shows.
        expect(total(paper)).toBeGreaterThan(10 * total(undivided));
      }));

    it("LayerCAM of a channel-wise positive gradient is Grad-CAM times the cells", async () => {
      const model = linearModel({
        weights: [
          [1, 0],
          [2, 0],
          [3, 0],
        ],
      });
      const images = waves(1);
      const positive = { ...images, data: images.data.map(Math.abs) };
      const layered = await mapOf(layerCam, model, positive, 0);
      expectClose(layered.data, (await mapOf(gradCam, model, positive, 0)).data, CLOSE);
    });

    it.each([
      ["a", "torchcam-0.1.2"],
      ["b", "torchcam-0.5.0"],
    ])("SS-CAM %s without noise is Score-CAM of %s", (variant, source) =>
      onNetworks(async (model, images, target) => {
        const smooth = await mapOf(ssCam, model, images, target, { variant, sigma: 0, samples: 3 });
        expectClose(
          smooth.data,
          (await mapOf(scoreCam, model, images, target, { variant: source })).data,
          CLOSE,
        );
      }, 2),
    );

    it("integrated gradients sum to what the logit gained", () =>
      onNetworks(async (model, images, target) => {
        const { data } = await mapOf(integratedGradients, model, images, target, { steps: 64 });
        const from = { ...images, data: new Float32Array(images.data.length) };
        const gained = (await model.predict(images))[target] - (await model.predict(from))[target];
        expect(Math.abs(total(data) - gained)).toBeLessThan(0.02 * Math.max(1, Math.abs(gained)));
      }, 3));

    it("RISE that hides nothing is the score everywhere", () =>
      onNetworks(async (model, images, target) => {
        const logits = await model.predict(images);
        const scores = {
          torchray: 1 / (1 + Math.exp(-logits[target])),
          eclique: softmax(logits)[target],
          xplique: logits[target],
        };
        for (const [profile, score] of Object.entries(scores)) {
          const options = { profile, keep: 1, masks: 5, cells: 3 };
          const { data } = await mapOf(rise, model, images, target, options);
          expectClose(data, Array(data.length).fill(score), { abs: 1e-5, rel: 1e-4 });
        }
      }, 2));

    it("an extremal perturbation meets the area it was given, margin included", async () => {
      const model = randomNetwork(3);
      const { fullHeight, fullWidth } = createSmoothMask(20, 24, 3, 3);
      const options = { iterations: 400, step: 3, sigma: 3, maxBlur: 5, levels: 4 };
      const shares: number[] = [];
      for (const area of [0.15, 0.4]) {
        const { data } = await mapOf(extremalPerturbation, model, randomImages(1, 3), 1, {
          ...options,
          area,
        });
        shares.push(total(data) / (fullHeight * fullWidth));
      }
      expect(Math.abs(shares[0] - 0.15)).toBeLessThan(0.05);
      expect(Math.abs(shares[1] - 0.4)).toBeLessThan(0.05);
      await model.dispose();
    });

    it("no noise makes SmoothGrad the gradient, and Smooth Grad-CAM++ Grad-CAM++", () =>
      onNetworks(async (model, images, target) => {
        const smooth = await mapOf(smoothGrad, model, images, target, { samples: 3, sigma: 0 });
        expectClose(smooth.data, (await mapOf(gradient, model, images, target)).data, CLOSE);
        const options = { variant: "torchcam-0.1.2", samples: 1, sigma: 0 };
        const plus = await mapOf(smoothGradCamPlusPlus, model, images, target, options);
        const plain = await mapOf(gradCamPlusPlus, model, images, target, { variant: "torchcam-0.1.2" });
        expectClose(plus.data, plain.data, CLOSE);
      }));

    it("Smooth Grad-CAM++ does not hang on which noisy image came last, as torchcam's does", async () => {
      const model = randomNetwork(5);
      const image = randomImages(1, 5);
      const draws = randomImages(3, 6).data;
      const run = (variant: string, order: number[]) =>
        smoothMap({
          model,
          image,
          target: 0,
          settings: smoothGradCamPlusPlus.options.parse({ variant, samples: 3 }),
          noise: (out, n) => out.set(draws.subarray(order[n] * out.length, (order[n] + 1) * out.length)),
        });
      const [forth, back] = [await run("mean", [0, 1, 2]), await run("mean", [2, 1, 0])];
      expectClose(forth.data, back.data, CLOSE);
      const theirs = [await run("torchcam-0.5.0", [0, 1, 2]), await run("torchcam-0.5.0", [2, 1, 0])];
      const apart = theirs[0].data.map((value, i) => Math.abs(value - theirs[1].data[i]));
      expect(Math.max(...apart)).toBeGreaterThan(1e-3 * Math.max(...theirs[0].data));
      await model.dispose();
    });

    it("refuses a layer the model does not have, and names those it has", async () => {
      const model = randomNetwork(1);
      const run = mapOf(gradCam, model, randomImages(1, 1), 0, { layer: "relu9" });
      await expect(run).rejects.toThrow(/no layer "relu9": choose one of relu1, relu2, relu3/);
      await model.dispose();
    });
  },
  { heavy: true },
);

describe("of a linear model", () => {
  const model = linearModel();
  const images = waves(1);
  const share = (cell: number) => images.data[cell * 3 + 1] / 64;

  it("gradient x input, and occlusion of single pixels, are each cell's share", async () => {
    const want = Float32Array.from({ length: 64 }, (_, cell) => share(cell));
    expectClose((await mapOf(gradientInput, model, images, 1)).data, want, CLOSE);
    const single = { window: 1, stride: 1 };
    expectClose((await mapOf(occlusion, model, images, 1, single)).data, want, { abs: 1e-6, rel: 1e-3 });
  });

  it.each(PATH_RULES)("%s is exact up to the weight of its points", async (rule) => {
    const { data } = await mapOf(integratedGradients, model, images, 1, { rule, steps: 7 });
    const weight = total(pathPoints(rule, 7).sizes);
    expectClose(
      data,
      Float32Array.from({ length: 64 }, (_, cell) => weight * share(cell)),
      CLOSE,
    );
  });
});

describe("points on a path", () => {
  it("weigh 1 together, but for Captum's trapezoid, which loses a share of 1/n", () => {
    for (const rule of PATH_RULES) {
      const weight = rule === "riemann_trapezoid" ? 1 - 1 / 12 : 1;
      expect(total(pathPoints(rule, 12).sizes)).toBeCloseTo(weight, 12);
    }
  });

  it("of Gauss and Legendre integrate polynomials up to degree 2n - 1 exactly", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(23), (n, power) => {
        const { alphas, sizes } = pathPoints("gausslegendre", n);
        const integral = alphas.reduce((sum, at, i) => sum + sizes[i] * at ** Math.min(power, 2 * n - 1), 0);
        expect(integral).toBeCloseTo(1 / (Math.min(power, 2 * n - 1) + 1), 12);
      }),
    );
  });
});
