import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deletionAuc, insertionAuc } from "#lib/metrics/faithfulness/curve-auc.ts";
import { areaUnder, traceCurves } from "#lib/metrics/faithfulness/curves.ts";
import { metrics, otherDefinitions } from "#lib/metrics/registry.ts";
import { type MetricScore, probabilityClass, scoreMap } from "#lib/metrics/score-map.ts";
import type { SaliencyMap } from "#lib/tensor/model-view.ts";
import { linearModel, waves } from "#test/support/fake-model.ts";

const SIDE = 16;
const image = waves(1, SIDE);
const model = linearModel({ inputSize: SIDE });
/** Rows 4-7, columns 4-9. */
const box = { x: 4, y: 4, width: 6, height: 4 };
const inBox = (i: number) =>
  i % SIDE >= 4 && i % SIDE < 10 && Math.floor(i / SIDE) >= 4 && Math.floor(i / SIDE) < 8;
const mask = {
  data: Uint8Array.from({ length: SIDE * SIDE }, (_, i) => (inBox(i) ? 1 : 0)),
  height: SIDE,
  width: SIDE,
};
const asMap = (value: (i: number) => number): SaliencyMap => ({
  data: Float32Array.from({ length: SIDE * SIDE }, (_, i) => value(i)),
  height: SIDE,
  width: SIDE,
});
const request = (map: SaliencyMap) => ({ map, model, image, mask, box, target: 1 });
const byId = (scores: MetricScore[]) => new Map(scores.map((score) => [score.metricId, score]));
const scored = (scores: MetricScore[], id: string) => byId(scores).get(id)!.value!;

describe("scoreMap", () => {
  it("gives the region itself full marks for place, and its share of the image as area", async () => {
    const scores = await scoreMap(request(asMap((i) => mask.data[i])));
    expect(scored(scores, "precision-mask")).toBe(1);
    expect(scored(scores, "precision-box")).toBe(1);
    expect(scored(scores, "pointing-game")).toBe(1);
    expect(scored(scores, "top5-in-mask")).toBe(1);
    expect(scored(scores, "area")).toBeCloseTo(24 / 256, 9);
  });

  it("agrees with every other definition on the region itself, and on its complement", async () => {
    const located = [...otherDefinitions.values()].filter(({ family }) => family === "localisation");
    expect(located.length).toBeGreaterThan(6);
    const right = await scoreMap({ ...request(asMap((i) => mask.data[i])), metrics: located });
    const wrong = await scoreMap({ ...request(asMap((i) => 1 - mask.data[i])), metrics: located });
    for (const [i, { metricId, value }] of right.entries()) {
      // 1,000 pixels are more than this picture has, so top-K is the region's share of it.
      const most = metricId === "top-k-quantus" ? 24 / 256 : 1;
      expect([metricId, value]).toEqual([metricId, expect.closeTo(most, 6)]);
      if (metricId === "top-k-quantus" || metricId === "pointing-game-torchray") continue;
      expect([metricId, wrong[i].value]).toEqual([metricId, expect.closeTo(0, 0)]);
      expect(wrong[i].value).toBeLessThan(0.1);
    }
  });

  it("measures each part's box where the region has several", async () => {
    const left = { x: 0, y: 0, width: 8, height: 16 };
    const parts = { boxes: [left, { ...left, width: 4 }, { x: 12, y: 0, width: 4, height: 16 }] };
    const definitions = ["precision-best-box", "precision-all-boxes"].map((id) => otherDefinitions.get(id)!);
    const scores = await scoreMap({
      ...request(asMap((i) => 1 + (i % 2) * 1e-6)),
      ...parts,
      metrics: definitions,
    });
    expect(scores.map(({ value }) => value)).toEqual([expect.closeTo(0.5, 5), expect.closeTo(0.75, 5)]);
  });

  it("gives its complement none", async () => {
    const scores = await scoreMap(request(asMap((i) => 1 - mask.data[i])));
    for (const id of ["precision-mask", "precision-box", "pointing-game", "top5-in-mask"]) {
      expect(scored(scores, id)).toBe(0);
    }
  });

  it("answers for every metric, in range, or says why not", async () => {
    const cells = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 9, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(cells, async (data) => {
        const scores = await scoreMap(request({ data: Float32Array.from(data), height: 3, width: 3 }));
        expect(scores.map(({ metricId }) => metricId)).toEqual([...metrics.keys()]);
        for (const { metricId, value, undefinedReason } of scores) {
          const [low, high] = metrics.get(metricId)!.range;
          expect((value === null) !== (undefinedReason === null)).toBe(true);
          if (value === null) continue;
          expect(value).toBeGreaterThanOrEqual((low ?? -Number.MAX_VALUE) - 1e-9);
          expect(value).toBeLessThanOrEqual((high ?? Number.MAX_VALUE) + 1e-9);
        }
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ["non_finite_map", asMap((i) => (i === 3 ? Number.NaN : i))],
    ["non_finite_map", asMap((i) => (i === 3 ? Number.POSITIVE_INFINITY : i))],
    ["constant_map", asMap(() => 0.4)],
    ["no_positive_mass", asMap(() => 0)],
  ])("has no value but the reason %s", async (reason, map) => {
    for (const score of await scoreMap(request(map))) {
      expect(score).toMatchObject({ value: null, undefinedReason: reason, profile: "whynot" });
    }
  });

  it("scores a map that is negative everywhere by its order, and says that it shows no evidence", async () => {
    const map = asMap((i) => mask.data[i] - 2);
    const scores = byId(await scoreMap(request(map)));
    for (const [id, metric] of metrics) {
      const { value, undefinedReason } = scores.get(id)!;
      if (id.endsWith("over-clean")) expect(undefinedReason).toBe("below_chance");
      else if (metric.reads === "values") expect([id, value]).toEqual([id, expect.any(Number)]);
      else expect([id, undefinedReason]).toEqual([id, "no_positive_mass"]);
    }
    expect(scores.get("rank-accuracy")!.value).toBe(1);
    expect(scores.get("pixel-auc")!.value).toBe(1);
  });

  it("says what truth is missing, and still scores what needs none", async () => {
    const map = asMap((i) => i);
    const none = byId(await scoreMap({ ...request(map), mask: null, box: null }));
    expect(none.get("precision-mask")!.undefinedReason).toBe("no_mask");
    expect(none.get("precision-box")!.undefinedReason).toBe("no_boxes");
    expect(none.get("area")!.value).not.toBeNull();
    const empty = { ...mask, data: new Uint8Array(SIDE * SIDE) };
    const away = { x: 3.6, y: 3.6, width: 0.3, height: 0.3 };
    const blank = byId(await scoreMap({ ...request(map), mask: empty, box: away }));
    for (const id of ["precision-mask", "pointing-game", "top5-in-mask"]) {
      expect(blank.get(id)!.undefinedReason).toBe("empty_mask");
    }
    expect(blank.get("precision-box")!.undefinedReason).toBe("empty_box");
  });

  it("records what a curve's value depends on", async () => {
    const score = byId(await scoreMap(request(asMap((i) => i)))).get("insertion-auc")!;
    expect(score.parameters).toMatchObject({ steps: 32, probabilityClass: 1, ties: "row-major" });
  });

  it("puts one batch through the model, and none when no metric needs it", async () => {
    const batches: number[] = [];
    const counting = linearModel({ inputSize: SIDE, onPredict: (count) => batches.push(count) });
    await scoreMap({ ...request(asMap((i) => i)), model: counting });
    await scoreMap({ ...request(asMap((i) => i)), model: counting, metrics: [metrics.get("area")!] });
    expect(batches).toEqual([65]);
  });
});

describe("insertion and deletion", () => {
  it("have the constant as area when the probability never changes", async () => {
    const flat = linearModel({
      inputSize: SIDE,
      weights: [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    });
    const scores = await scoreMap({ ...request(asMap((i) => i)), model: flat });
    expect(scored(scores, "insertion-auc")).toBeCloseTo(0.5, 12);
    expect(scored(scores, "deletion-auc")).toBeCloseTo(0.5, 12);
    expect(byId(scores).get("insertion-auc-over-clean")!.undefinedReason).toBe("below_chance");
  });

  it("prefer the exact evidence of a linear model to the reverse ranking", async () => {
    const steep = linearModel({
      inputSize: SIDE,
      weights: [
        [0, 0],
        [0, 20],
        [0, 0],
      ],
    });
    const exact = asMap((i) => image.data[i * 3 + 1] + 2);
    const reverse = asMap((i) => 2 - image.data[i * 3 + 1]);
    const good = await scoreMap({ ...request(exact), model: steep });
    const bad = await scoreMap({ ...request(reverse), model: steep });
    expect(scored(good, "insertion-auc")).toBeGreaterThan(scored(bad, "insertion-auc"));
    expect(scored(good, "deletion-auc")).toBeLessThan(scored(bad, "deletion-auc"));
  });

  it("share the clean image, and end in nothing", async () => {
    const { insertion, deletion, clean } = await traceCurves(model, image, asMap((i) => i).data, 2);
    expect(insertion).toHaveLength(33);
    expect(deletion).toHaveLength(33);
    expect(insertion.at(-1)).toBe(clean);
    expect(deletion[0]).toBe(clean);
    expect(deletion.at(-1)).toBeCloseTo(1 / 3, 6);
  });

  it("are divided by the clean probability only where that is above chance", () => {
    const map = asMap((i) => i);
    const truth = { map, values: map, mask, box, boxes: [box] };
    const flat = new Float64Array([0.2, 0.2]);
    const ratio = (clean: number) => {
      const curves = { insertion: flat, deletion: flat, clean, chance: 0.25 };
      return metrics.get("insertion-auc-over-clean")!.score({ ...truth, curves });
    };
    expect(ratio(0.5)).toEqual({ value: 0.4 });
    expect(ratio(0.25)).toEqual({ undefined: "below_chance" });
    expect(ratio(0)).toEqual({ undefined: "below_chance" });
    const curves = { insertion: flat, deletion: flat, clean: 0, chance: 0.25 };
    expect(insertionAuc.score({ ...truth, curves })).toEqual({ value: 0.2 });
    expect(deletionAuc.score({ ...truth, curves })).toEqual({ value: 0.2 });
  });

  it("measure the area by the trapezoid rule", () => {
    expect(areaUnder([0, 1])).toBe(0.5);
    expect(areaUnder([1, 1, 0, 0])).toBeCloseTo(0.5, 12);
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2 }), (curve) => {
        expect(areaUnder([...curve].reverse())).toBeCloseTo(areaUnder(curve), 9);
      }),
    );
  });
});

describe("probabilityClass", () => {
  it("follows the target, or the true class for evidence against", () => {
    expect(probabilityClass("for", 3, 1)).toBe(3);
    expect(probabilityClass("either", 3, 1)).toBe(3);
    expect(probabilityClass("against", 3, 1)).toBe(1);
    expect(probabilityClass("against", 3, null)).toBe(3);
  });
});

describe("curves of a score", () => {
  it("keeps the curve that each area is the integral of, and none for other scores", async () => {
    const scores = byId(await scoreMap(request(asMap((i) => Math.sin(i)))));
    for (const id of ["insertion-auc", "deletion-auc"]) {
      const { curve, value } = scores.get(id)!;
      expect(curve).toHaveLength(33);
      expect(areaUnder(curve!)).toBeCloseTo(value!, 5);
    }
    expect([...scores.values()].filter(({ curve }) => curve)).toHaveLength(2);
  });

  it("keeps no curve of a map that orders nothing", async () => {
    const flat = byId(await scoreMap(request(asMap(() => 1)))).get("insertion-auc")!;
    expect(flat).toMatchObject({ value: null, undefinedReason: "constant_map" });
    expect(flat.curve).toBeUndefined();
  });
});
