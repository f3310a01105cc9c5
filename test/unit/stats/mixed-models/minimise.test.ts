import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Evaluation, minimise } from "#lib/stats/mixed-models/minimise.ts";

/** Rosenbrock's valley (1960): minimum 0 at (1, 1). */
const rosenbrock = ([x, y]: Float64Array): Evaluation => ({
  value: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  gradient: Float64Array.of(-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)),
});

describe("minimise", () => {
  it("follows Rosenbrock's valley from its usual start", () => {
    const { x, value, converged } = minimise(rosenbrock, [-1.2, 1]);
    expect(converged).toBe(true);
    expect(value).toBeLessThan(1e-12);
    expect([...x]).toEqual([expect.closeTo(1, 6), expect.closeTo(1, 6)]);
  });

  it("finds the minimum of any quadratic bowl, however stretched", () => {
    const numbers = (min: number, max: number) =>
      fc.array(fc.double({ min, max, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(numbers(-5, 5), numbers(-2, 3), (centre, exponents) => {
        const bowl = (x: Float64Array) => ({
          value: x.reduce((sum, xi, i) => sum + (10 ** exponents[i] * (xi - centre[i]) ** 2) / 2, 7),
          gradient: x.map((xi, i) => 10 ** exponents[i] * (xi - centre[i])),
        });
        const { x, converged } = minimise(bowl, [0, 0, 0, 0], { tolerance: 1e-7 });
        expect(converged).toBe(true);
        for (let i = 0; i < 4; i++) expect(x[i]).toBeCloseTo(centre[i], 4);
      }),
    );
  });

  it("stays where the function is defined: x - log x from far out", () => {
    const f = ([x]: Float64Array) => ({
      value: x > 0 ? x - Math.log(x) : Number.POSITIVE_INFINITY,
      gradient: Float64Array.of(1 - 1 / x),
    });
    const { x, converged } = minimise(f, [1e-3]);
    expect(converged).toBe(true);
    expect(x[0]).toBeCloseTo(1, 5);
  });

  it("says when it has not arrived: no minimum, or too few iterations", () => {
    const downhill = ([x]: Float64Array) => ({ value: -x, gradient: Float64Array.of(-1) });
    expect(minimise(downhill, [0]).converged).toBe(false);
    const nowhere = () => ({ value: Number.POSITIVE_INFINITY, gradient: new Float64Array(1) });
    expect(minimise(nowhere, [0]).converged).toBe(false);
    expect(minimise(rosenbrock, [-1.2, 1], { iterations: 3 })).toMatchObject({
      converged: false,
      iterations: 3,
    });
  });

  it("takes no step from a minimum, and has nothing to do without unknowns", () => {
    expect(minimise(rosenbrock, [1, 1])).toMatchObject({ converged: true, iterations: 0 });
    const constant = () => ({ value: 3, gradient: new Float64Array(0) });
    expect(minimise(constant, [])).toMatchObject({ value: 3, converged: true });
  });
});
