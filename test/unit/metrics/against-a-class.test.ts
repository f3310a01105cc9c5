import { describe, expect, it } from "vitest";
import { directionFor, type Explains } from "#lib/metrics/define-metric.ts";
import { probeMap } from "#lib/metrics/probe-map.ts";
import { metrics, probingMetrics } from "#lib/metrics/registry.ts";
import { scoreMap } from "#lib/metrics/score-map.ts";
import type { ImageBatch, SaliencyMap } from "#lib/tensor/model-view.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { linearModel } from "#test/support/fake-model.ts";

const SIDE = 16;
const AGAINST = 0;
/** Red holds class 0 down; the other channels say nothing of it. */
const model = linearModel({
  inputSize: SIDE,
  weights: [
    [-8, 0],
    [0, 0],
    [0, 0],
  ],
});
const isRed = (pixel: number) => pixel % SIDE < 4;
/** Bright red in the four columns on the left, nothing elsewhere: all that speaks against class 0 is there. */
const image: ImageBatch = {
  data: Float32Array.from({ length: SIDE * SIDE * 3 }, (_, i) =>
    i % 3 === 0 && isRed(Math.floor(i / 3)) ? 1 : 0,
  ),
  count: 1,
  height: SIDE,
  width: SIDE,
};
const asMap = (value: (pixel: number) => number): SaliencyMap => ({
  data: Float32Array.from({ length: SIDE * SIDE }, (_, i) => value(i)),
  height: SIDE,
  width: SIDE,
});
const right = asMap((pixel) => (isRed(pixel) ? 1 : 0));
const wrong = asMap((pixel) => (isRed(pixel) ? 0 : 1));

const better = (id: string, a: number, b: number, explains: Explains) => {
  const metric = metrics.get(id) ?? probingMetrics.get(id)!;
  return directionFor(metric, explains) === "higher" ? a > b : a < b;
};

describe("evidence against a class", () => {
  const curves = ["insertion-auc", "deletion-auc"];
  const rise = ["insertion-auc-rise-2018", "deletion-auc-rise-2018"];

  it.each(curves)("wins %s where taking it away lets its own class rise", async (id) => {
    const score = async (map: SaliencyMap) => {
      const request = { map, model, image, mask: null, box: null, target: AGAINST };
      const [{ value, parameters }] = await scoreMap({ ...request, metrics: [metrics.get(id)!] });
      expect(parameters.probabilityClass).toBe(AGAINST);
      return value!;
    };
    const [good, bad] = [await score(right), await score(wrong)];
    expect(better(id, good, bad, "against")).toBe(true);
    expect(better(id, good, bad, "for")).toBe(false);
  });

  it.each(rise)("wins %s too, whatever class other metrics follow", async (id) => {
    const score = async (map: SaliencyMap) => {
      const request = { map, model, image, target: 1, explained: AGAINST, explains: "against" as const };
      const rows = await probeMap({
        ...request,
        random: createRandom(1),
        metrics: [probingMetrics.get(id)!],
      });
      expect(rows[0].parameters.probabilityClass).toBe(AGAINST);
      return rows[0].value!;
    };
    expect(better(id, await score(right), await score(wrong), "against")).toBe(true);
  });

  it("turns no other metric round", () => {
    const turned = [...metrics.values(), ...probingMetrics.values()].filter(
      (metric) => directionFor(metric, "against") !== metric.direction,
    );
    expect(turned.map(({ id }) => id)).toEqual([
      "insertion-auc",
      "deletion-auc",
      "insertion-auc-over-clean",
      "deletion-auc-over-clean",
      ...rise,
    ]);
    for (const metric of turned) expect(directionFor(metric, "either")).toBe(metric.direction);
  });
});
