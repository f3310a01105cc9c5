import { describe, expect, it } from "vitest";
import { covarianceOf, hessian } from "#lib/stats/mixed-models/information.ts";

const close = (values: number[], digits: number) => values.map((value) => expect.closeTo(value, digits));

describe("hessian", () => {
  it("is that of the function: x^2 y + e^y", () => {
    const f = ([x, y]: Float64Array) => ({
      value: x * x * y + Math.exp(y),
      gradient: Float64Array.of(2 * x * y, x * x + Math.exp(y)),
    });
    expect([...hessian(f, Float64Array.of(3, 0.5))]).toEqual(close([1, 6, 6, Math.exp(0.5)], 6));
  });
});

describe("covarianceOf", () => {
  it("inverts information, whatever the units of its parameters", () => {
    const [a, b] = [1e8, 1e-6];
    const found = covarianceOf(Float64Array.of(4 * a * a, 2 * a * b, 2 * a * b, 3 * b * b), 2)!;
    expect([found[0] * a * a, found[1] * a * b, found[3] * b * b]).toEqual(close([3 / 8, -2 / 8, 4 / 8], 10));
  });

  it("is nothing where a direction has no information, exactly or to within rounding", () => {
    expect(covarianceOf(Float64Array.of(1, 1, 1, 1 + 1e-12), 2)).toBeNull();
    expect(covarianceOf(Float64Array.of(2, 0, 0, 0), 2)).toBeNull();
    expect(covarianceOf(Float64Array.of(1, 0, 0, -1), 2)).toBeNull();
  });
});
