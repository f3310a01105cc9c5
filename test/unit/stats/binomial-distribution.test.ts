import { expect, it } from "vitest";
import { binomialTail } from "#lib/stats/binomial-distribution.ts";

it("is the sum of the chances of k and more successes", () => {
  const chance = (k: number, n: number, p: number) => {
    let ways = 1;
    for (let i = 1; i <= k; i++) ways *= (n - k + i) / i;
    return ways * p ** k * (1 - p) ** (n - k);
  };
  for (const [n, p] of [
    [1, 0.5],
    [7, 0.2],
    [30, 0.5],
  ]) {
    let tail = 0;
    for (let k = n; k >= 0; k--) {
      tail += chance(k, n, p);
      expect(binomialTail(k, n, p)).toBeCloseTo(tail, 13);
    }
    expect(binomialTail(n + 1, n, p)).toBe(0);
  }
});
