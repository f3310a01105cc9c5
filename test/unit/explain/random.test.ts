import { beforeAll, describe, expect, it } from "vitest";
import { estimateIbaStatistics } from "#lib/explain/information/iba-statistics.ts";
import { explainers } from "#lib/explain/registry.ts";
import { runExplainer } from "#lib/explain/run-explainer.ts";
import { openModel } from "#lib/scouter/open-model.ts";
import type { ModelView } from "#lib/tensor/model-view.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { waves } from "#test/support/fake-model.ts";
import { tinyModel } from "#test/support/tiny-models.ts";

const SIDE = 32;
const images = waves(1, SIDE);
const regions = [{ data: new Uint8Array(SIDE * SIDE).fill(1, 0, 99), height: SIDE, width: SIDE }];
const OPTIONS: Record<string, object> = {
  "ss-cam": { samples: 1, channels: 3 },
  "score-cam": { channels: 3 },
  "smooth-grad": { samples: 2 },
  "smooth-grad-cam++": { samples: 2, layer: "layer2" },
  iba: { steps: 6, samples: 2, beta: 0.01 },
  rise: { masks: 9 },
  "extremal-perturbation": { iterations: 2 },
  "i-gos": { size: 3, iterations: 6, path: 2, sigma: 2, l1: 0, tv: 0 },
  lime: { samples: 20, segments: 6 },
  "kernel-shap": { samples: 20, segments: 30 },
};

const models: Record<string, ModelView> = {};

beforeAll(async () => {
  for (const kind of ["fc", "scouter+", "scouter-"] as const) models[kind] = await openModel(tinyModel(kind));
  return async () => {
    for (const model of Object.values(models)) await model.dispose();
  };
});

describe("whether a method draws at random", () => {
  // A network with layers: the gradient of a linear one is the same for every noisy image.
  it.each([...explainers.values()])(
    "$id: another seed gives another map exactly if it says so",
    async (explainer) => {
      const model = models[explainer.id] ?? models.fc;
      const statistics = await estimateIbaStatistics(model, waves(4, SIDE));
      const map = async (seed: number) => {
        const random = createRandom(seed);
        const options = OPTIONS[explainer.id];
        const request = { explainer, model, images, targets: [1], options, random, regions, statistics };
        return (await runExplainer(request))[0].data;
      };
      const [one, other] = [await map(5), await map(6)];
      expect(one.some((value, p) => value !== other[p])).toBe(explainer.random === true);
    },
  );
});
