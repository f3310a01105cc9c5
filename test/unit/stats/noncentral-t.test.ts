import { describe, expect, it } from "vitest";
import { noncentralTBelow } from "#lib/stats/noncentral-t.ts";
import { normalTail } from "#lib/stats/normal-distribution.ts";
import { tTail } from "#lib/stats/student-t.ts";

/** P(T <= t) from its definition, integrated over s = sqrt(X / df), X chi square, by the trapezoidal rule. */
function byDefinition(t: number, df: number, delta: number): number {
  const step = 1e-3;
  let [sum, total] = [0, 0];
  for (let s = step; s < 8; s += step) {
    const density = Math.exp((df - 1) * Math.log(s) - (df * (s * s - 1)) / 2);
    total += density;
    sum += density * normalTail(delta - t * s);
  }
  return sum / total;
}

describe("noncentralTBelow", () => {
  it.each([
    [2, 10, 1],
    [1.96, 29, 2.7],
    [-0.5, 5, 0.8],
    [-2.5, 3, -1.2],
    [0, 7, 0.4],
    [45, 40, 40],
    [3, 2.5, 3],
  ])("is what its definition gives at t %f, df %f, delta %f", (t, df, delta) => {
    expect(noncentralTBelow(t, df, delta)).toBeCloseTo(byDefinition(t, df, delta), 7);
  });

  it("is Student's t without noncentrality, and turns about 0 with its sign", () => {
    for (const [t, df] of [
      [1.3, 4],
      [-0.7, 12],
      [6, 1],
    ]) {
      expect(noncentralTBelow(t, df, 0)).toBeCloseTo(1 - tTail(t, df), 12);
      expect(noncentralTBelow(t, df, 1.5)).toBeCloseTo(1 - noncentralTBelow(-t, df, -1.5), 12);
    }
  });
});
