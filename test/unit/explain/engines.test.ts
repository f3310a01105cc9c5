import { beforeAll, describe, expect, it } from "vitest";
import { estimateIbaStatistics } from "#lib/explain/information/iba-statistics.ts";
import { explainers, findExplainer } from "#lib/explain/registry.ts";
import { runExplainer } from "#lib/explain/run-explainer.ts";
import { selectEngines } from "#lib/tensor/engine.ts";
import type { GradientEngine } from "#lib/tensor/engine-names.ts";
import { guardMemory } from "#lib/tensor/memory-guard.ts";
import type { SaliencyMap } from "#lib/tensor/model-view.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { isSlow, presentEngines } from "#test/support/engines.ts";
import { expectClose } from "#test/support/golden-tensors.ts";
import { randomImages, randomNetwork } from "#test/support/random-network.ts";

/** Small enough for a test. Descents take few steps: a branch that hangs on rounding may differ between engines. */
const OPTIONS: Record<string, object> = {
  // On the last map under a mean the gradient is that of the linear layer, noise or not.
  "smooth-grad-cam++": { layer: "relu2" },
  "ss-cam": { samples: 3 },
  iba: { steps: 4, samples: 3 },
  "smooth-grad": { samples: 4 },
  rise: { masks: 70, cells: 4 },
  "extremal-perturbation": { iterations: 5, step: 3, sigma: 4, maxBlur: 3 },
  "i-gos": { size: 4, iterations: 2, path: 4, l1: 0.1, tv: 2 },
  lime: { samples: 80, segments: 6 },
  "kernel-shap": { samples: 80, segments: 6 },
};
/** Methods that draw something. */
const DRAWN = ["smooth-grad-cam++", "ss-cam", "smooth-grad", "rise", "lime", "iba", "control-random"];
/** Share of the largest value that two engines may differ by; alpha's denominators nearly vanish in Smooth Grad-CAM++. */
const APART: Record<string, number> = { "smooth-grad-cam++": 1e-2, "i-gos": 1e-3 };

const methods = [...explainers.keys()].filter((id) => !id.startsWith("scouter"));

async function explain(id: string, seed = 1): Promise<SaliencyMap> {
  const model = randomNetwork(11);
  const images = randomImages(1, 11);
  const { height, width } = images;
  const [map] = await runExplainer({
    explainer: findExplainer(id),
    model,
    images,
    targets: [2],
    options: OPTIONS[id],
    random: createRandom(seed),
    regions: [{ data: new Uint8Array(height * width).fill(1, 40, 90), height, width }],
    statistics: await estimateIbaStatistics(model, randomImages(6, 12)),
  });
  await model.dispose();
  return map;
}

const start = (engine: GradientEngine) => selectEngines({ gradient: engine, forward: engine });

describe("on every engine", () => {
  it.each(methods)("%s gives the same map", async (id) => {
    await start("wasm");
    const want = await explain(id);
    for (const engine of presentEngines.filter((name) => name !== "wasm" && !isSlow(name))) {
      await start(engine);
      expectClose((await explain(id)).data, want.data, { abs: 1e-6, rel: APART[id] ?? 1e-4 });
    }
  });
});

describe("on one engine", () => {
  beforeAll(async () => {
    await start("wasm");
  });

  it.each(methods)("%s gives the same map to the bit for the same seed, and leaves no tensor", async (id) => {
    expect(await guardMemory(() => explain(id))).toEqual(await explain(id));
  });

  it.each(DRAWN)("%s gives another map for another seed", async (id) => {
    expect(await explain(id, 2)).not.toEqual(await explain(id));
  });
});
