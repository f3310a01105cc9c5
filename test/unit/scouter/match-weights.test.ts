import { describe, expect, it } from "vitest";
import { AppError } from "#lib/errors.ts";
import { float32Entry } from "#lib/formats/weights/safetensors.ts";
import type { StoredArray } from "#lib/formats/weights/stored-array.ts";
import { isComplete, matchWeights } from "#lib/scouter/match-weights.ts";
import { describeMismatch, requireComplete } from "#lib/scouter/mismatch-report.ts";

const array = (shape: number[], fill = 0) =>
  float32Entry(shape, new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(fill));
const half = (shape: number[], code: number): StoredArray => ({
  dtype: "F16",
  shape,
  bytes: new Uint8Array(new Uint16Array(shape.reduce((a, b) => a * b, 1)).fill(code).buffer),
});

describe("a match", () => {
  const wanted = { "conv.weight": [2, 3], "conv.bias": [2], "fc.weight": [4, 2], "fc.bias": [4], scale: [] };

  it("gives what fits as float32", () => {
    const given = {
      ...Object.fromEntries(Object.entries(wanted).map(([name, shape]) => [name, array(shape, 1)])),
    };
    given["fc.bias"] = half([4], 0x3c00);
    const match = matchWeights(wanted, given);
    expect(isComplete(match)).toBe(true);
    expect(requireComplete(match)["fc.bias"]).toEqual({ shape: [4], data: Float32Array.of(1, 1, 1, 1) });
    expect(Object.keys(match.arrays)).toEqual(Object.keys(wanted));
  });

  it("tells key by key what does not", () => {
    const match = matchWeights(wanted, {
      "conv.weight": array([3, 2]),
      "fc.weight": array([4, 2], Number.NaN),
      "fc.bias": { dtype: "C64", shape: [4], bytes: new Uint8Array(32) },
      scale: half([], 0x7c00),
      "bn.num_batches_tracked": { dtype: "I64", shape: [], bytes: new Uint8Array(8) },
      "aux.weight": array([1]),
    });
    expect(match).toMatchObject({
      arrays: {},
      missing: ["conv.bias"],
      unexpected: ["aux.weight"],
      wrongShape: [{ name: "conv.weight", want: [2, 3], got: [3, 2] }],
      wrongType: [{ name: "fc.bias" }],
      notFinite: ["fc.weight", "scale"],
      ignored: [{ name: "bn.num_batches_tracked", why: expect.stringContaining("no output depends on it") }],
    });
    expect(match.wrongType[0].why).toContain("C64");
    expect(isComplete(match)).toBe(false);
  });

  it("takes a scalar for no vector of one", () => {
    expect(matchWeights({ a: [1] }, { a: array([]) }).wrongShape).toEqual([
      { name: "a", want: [1], got: [] },
    ]);
  });

  it("compares a counter that is wanted", () => {
    const counter = { "bn.num_batches_tracked": [] };
    expect(matchWeights(counter, {}).missing).toEqual(["bn.num_batches_tracked"]);
    expect(matchWeights(counter, { "bn.num_batches_tracked": array([]) }).ignored).toEqual([]);
  });

  it("finds no wanted name in what every object has", () => {
    expect(matchWeights({ constructor: [1], __proto__x: [1] }, {}).missing).toEqual([
      "constructor",
      "__proto__x",
    ]);
  });
});

describe("a report", () => {
  const layers = (prefix: string, count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`${prefix}layer${i % 5}.${i}.conv.weight`, [1]] as const),
    );
  const given = (shapes: Record<string, readonly number[]>) =>
    Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, array([...shape])]));

  it("names the few", () => {
    const match = matchWeights(
      { "fc.weight": [10, 512], "fc.bias": [10], "conv.weight": [1] },
      { "fc.weight": array([4, 2]), "fc.bias": array([10], Number.NaN), old: array([1]) },
    );
    expect(describeMismatch(match)).toBe(
      "These weights do not fit the model. 1 missing: conv.weight. 1 of another shape: fc.weight [4,2] instead of [10,512]. " +
        "1 with a number that is not finite: fc.bias. 1 not expected: old.",
    );
  });

  it("groups and caps the many; the details hold them all", () => {
    const wanted = layers("backbone.", 300);
    const match = matchWeights(wanted, given(layers("encoder.", 300)));
    const error = (() => {
      try {
        return requireComplete(match);
      } catch (thrown) {
        return thrown as AppError;
      }
    })() as AppError;
    expect(error).toBeInstanceOf(AppError);
    expect(error.code).toBe("invalid");
    expect(error.message).toBe(
      "These weights do not fit the model. " +
        "300 missing: backbone.layer0.* (60), backbone.layer1.* (60), backbone.layer2.* (60), backbone.layer3.* (60), backbone.layer4.* (60). " +
        "300 not expected: encoder.layer0.* (60), encoder.layer1.* (60), encoder.layer2.* (60), encoder.layer3.* (60), encoder.layer4.* (60).",
    );
    expect(error.details.missing).toEqual(Object.keys(wanted));
    expect(error.details.unexpected).toHaveLength(300);
    expect(error.details).not.toHaveProperty("arrays");
  });

  it("stays short whatever the names", () => {
    const wild = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`m${i}.${"x".repeat(500)}`, [1]]));
    const text = describeMismatch(matchWeights(wild, {}));
    expect(text.length).toBeLessThan(1500);
    expect(text).toContain("and 292 more");
  });

  it("sees a prefix too many and a prefix too few", () => {
    const [plain, wrapped] = [layers("", 20), layers("module.", 20)];
    expect(describeMismatch(matchWeights(plain, given(wrapped)))).toContain(
      'All that is missing is there with "module." in front of its name.',
    );
    expect(describeMismatch(matchWeights(wrapped, given(plain)))).toContain(
      'What was not expected is missing under the same names with "module." in front.',
    );
    expect(describeMismatch(matchWeights(plain, given({ ...wrapped, "module.x": [1] })))).toContain(
      '"module."',
    );
    expect(describeMismatch(matchWeights({ ...plain, x: [1] }, given(wrapped)))).not.toContain('"module."');
  });

  it("says so where all fits", () => {
    expect(describeMismatch(matchWeights({ a: [1] }, { a: array([1]), b: array([1]) }))).toBe(
      "These weights fit the model. 1 not expected: b.",
    );
  });
});
