import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { AppError } from "#lib/errors.ts";
import { sliceImages } from "#lib/explain/image-batch.ts";
import { estimateIbaStatistics } from "#lib/explain/information/iba-statistics.ts";
import { explainers, findExplainer } from "#lib/explain/registry.ts";
import { runExplainer } from "#lib/explain/run-explainer.ts";
import { selectEngines } from "#lib/tensor/engine.ts";
import type { ModelKind } from "#lib/tensor/model-view.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { linearModel, waves } from "#test/support/fake-model.ts";

const SIDE = 8;
const images = waves(3);
const targets = [0, 2, 1];
const region = { data: new Uint8Array(SIDE * SIDE).fill(1, 0, 5), height: SIDE, width: SIDE };
const KIND: Record<string, ModelKind> = { "scouter+": "scouter+", "scouter-": "scouter-" };
const OPTIONS: Record<string, object> = {
  "ss-cam": { samples: 3 },
  iba: { steps: 3 },
  "smooth-grad": { samples: 3 },
  rise: { masks: 20, cells: 3 },
  "extremal-perturbation": { iterations: 3, step: 2, sigma: 3, maxBlur: 1 },
  "i-gos": { size: 3, iterations: 2, path: 3 },
  lime: { samples: 20, segments: 4 },
  "kernel-shap": { samples: 20, segments: 4 },
};

beforeAll(async () => {
  await selectEngines();
});

async function request(id: string) {
  const model = linearModel({ kind: KIND[id] ?? "fc" });
  const statistics = await estimateIbaStatistics(model, waves(6));
  const explainer = findExplainer(id);
  const regions = targets.map(() => region);
  return {
    explainer,
    model,
    images,
    targets,
    options: OPTIONS[id],
    random: createRandom(5),
    regions,
    statistics,
  };
}

describe.each([...explainers.keys()])("%s", (id) => {
  it("gives one finite map an image, in order, whatever the batches and the order of the images", async () => {
    const all = await request(id);
    const together = await runExplainer(all);
    expect(together).toHaveLength(3);
    for (const map of together) {
      expect(map.data).toHaveLength(map.height * map.width);
      expect(map.data.every(Number.isFinite)).toBe(true);
    }
    for (const i of [2, 0, 1]) {
      const [alone] = await runExplainer({
        ...all,
        images: sliceImages(images, i, i + 1),
        targets: [targets[i]],
        regions: [region],
        random: createRandom(5),
      });
      expect(alone).toEqual(together[i]);
    }
  });

  it("frees the tensors it makes", async () => {
    const all = await request(id);
    await runExplainer(all);
    const before = memory().numTensors;
    await runExplainer(all);
    expect(memory().numTensors).toBe(before);
  });

  it("reports progress that rises to the number of maps", async () => {
    const seen: number[] = [];
    await runExplainer({ ...(await request(id)), onProgress: (done, total) => seen.push(done / total) });
    expect(seen[0]).toBe(0);
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it("stops when cancelled", async () => {
    const controller = new AbortController();
    controller.abort();
    const run = runExplainer({ ...(await request(id)), signal: controller.signal });
    await expect(run).rejects.toMatchObject({ code: "cancelled" } satisfies Partial<AppError>);
  });
});

describe("runExplainer", () => {
  it("stops in the middle of one SS-CAM map", async () => {
    const controller = new AbortController();
    let batches = 0;
    const model = linearModel({
      onPredict: () => {
        if (++batches === 2) controller.abort();
      },
    });
    const all = { ...(await request("ss-cam")), model, options: { samples: 500 }, signal: controller.signal };
    await expect(runExplainer(all)).rejects.toMatchObject({ code: "cancelled" });
    expect(batches).toBeLessThan(6);
  });

  it("draws other noise for another seed, and the same for the same", async () => {
    const all = await request("control-random");
    const [first] = await runExplainer(all);
    const [again] = await runExplainer({ ...all, random: createRandom(5) });
    const [other] = await runExplainer({ ...all, random: createRandom(6) });
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it.each([
    ["scouter+", "fc", /grad-cam/],
    ["scouter+", "scouter-", /use scouter-\./],
    ["scouter-", "scouter+", /use scouter\+\./],
  ] as const)("refuses %s on a %s model and says what to use", async (id, kind, message) => {
    const all = { ...(await request(id)), model: linearModel({ kind }) };
    await expect(runExplainer(all)).rejects.toThrow(message);
    await expect(runExplainer(all)).rejects.toMatchObject({ code: "invalid" });
  });

  it("names a wrong option", async () => {
    const all = { ...(await request("ss-cam")), options: { samples: 0 } };
    await expect(runExplainer(all)).rejects.toThrow(/SS-CAM, option "samples"/);
  });

  it("refuses a class the model does not have", async () => {
    await expect(runExplainer({ ...(await request("grad-cam")), targets: [0, 3, 1] })).rejects.toThrow(
      /0 to 2/,
    );
  });

  it("asks for what a method needs", async () => {
    const iba = { ...(await request("iba")), statistics: undefined };
    await expect(runExplainer(iba)).rejects.toThrow(/estimate them first/);
    const control = await request("control-region");
    await expect(runExplainer({ ...control, regions: undefined })).rejects.toThrow(/ground-truth region/);
    await expect(runExplainer({ ...control, regions: [region, null, region] })).rejects.toThrow(/has none/);
  });

  it("lists the known methods for an unknown one", () => {
    expect(() => findExplainer("gradcam")).toThrow(/grad-cam, .*ss-cam, .*iba/);
  });
});
