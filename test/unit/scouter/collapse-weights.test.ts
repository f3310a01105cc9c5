import { expect, it } from "vitest";
import { observeWeights } from "#lib/scouter/training/collapse.ts";

const arrays = (...values: number[]) => ({
  "backbone.conv1.weight": { shape: [2], data: new Float32Array([0, -1]) },
  "backbone.bn1.running_var": { shape: [values.length], data: new Float32Array(values) },
});

it("numbers of any size are numbers", () => {
  expect(observeWeights(arrays(1e38, -1e-45, 0))).toBeUndefined();
});

it.each([Number.NaN, Number.POSITIVE_INFINITY, 1e39])("%d among the weights is a collapse", (value) => {
  expect(() => observeWeights(arrays(1, value))).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(/collapsed.*backbone\.bn1\.running_var.*smaller learning rate/),
      details: { reason: "collapsed", how: "nan" },
    }),
  );
});
