import { matMul, mean, square, type Tensor, type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { estimateIbaStatistics, type IbaStatistics } from "#lib/explain/information/iba-statistics.ts";
import { explainers } from "#lib/explain/registry.ts";
import { runExplainer } from "#lib/explain/run-explainer.ts";
import { selectEngines } from "#lib/tensor/engine.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { linearModel, waves } from "#test/support/fake-model.ts";

/** As little work as shows whether a method draws. */
const SMALL: Record<string, object> = {
  "extremal-perturbation": { iterations: 3 },
  "i-gos": { iterations: 4, path: 3, size: 6, l1: 0.01, tv: 0.2 },
  lime: { samples: 30, segments: 9 },
  "kernel-shap": { samples: 30, segments: 9 },
  rise: { masks: 20 },
};

/** Gradients of a linear model are the same everywhere, whatever is drawn. */
const bent = (values: Tensor) =>
  matMul(
    mean(square(square(values)), [1, 2]) as Tensor2D,
    tensor2d([
      [1, 2, -1],
      [0, 1, 0],
      [3, 0, 1],
    ]),
  );

const side = 16;
let statistics: IbaStatistics;

beforeAll(async () => {
  await selectEngines();
  statistics = await estimateIbaStatistics(linearModel({ inputSize: side }), waves(20, side));
});

it.each([...explainers.values()].map((explainer) => [explainer.id, explainer] as const))(
  "%s gives another map for another seed exactly if it says that it draws",
  async (id, explainer) => {
    const kind = id === "scouter+" || id === "scouter-" ? id : "fc";
    const region = { data: new Uint8Array(side * side).fill(1, 40, 90), height: side, width: side };
    const run = async (seed: number) => {
      const [map] = await runExplainer({
        explainer,
        model: {
          ...linearModel({ kind, inputSize: side }),
          logitsFromImages: bent,
          logitsFromFeatures: bent,
        },
        images: waves(1, side),
        targets: [1],
        options: SMALL[id] ?? {},
        random: createRandom(seed),
        regions: [region],
        statistics,
      });
      return map.data;
    };
    const [first, again, other] = [await run(1), await run(1), await run(2)];
    expect(again).toEqual(first);
    expect(first.some((value, i) => value !== other[i])).toBe(explainer.random === true);
  },
);
