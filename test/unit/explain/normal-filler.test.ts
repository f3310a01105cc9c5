import { describe, expect, it } from "vitest";
import { createNormalFiller } from "#lib/explain/normal-filler.ts";
import { normalTail } from "#lib/stats/normal-distribution.ts";
import { createRandom } from "#lib/tensor/random.ts";

describe("createNormalFiller", () => {
  const draws = new Float32Array(1_000_000);
  createNormalFiller(createRandom("noise"))(draws);
  const share = (test: (value: number) => boolean) =>
    draws.reduce((n, value) => n + (test(value) ? 1 : 0), 0) / draws.length;

  it("has the moments of a standard normal", () => {
    const moments = [0, 0, 0, 0];
    for (const value of draws) {
      let power = 1;
      for (let k = 0; k < 4; k++) {
        power *= value;
        moments[k] += power / draws.length;
      }
    }
    expect(Math.abs(moments[0])).toBeLessThan(0.005);
    expect(Math.abs(moments[1] - 1)).toBeLessThan(0.007);
    expect(Math.abs(moments[2])).toBeLessThan(0.02);
    expect(Math.abs(moments[3] - 3)).toBeLessThan(0.05);
  });

  it.each([-3.5, -2, -1, -0.3, 0, 0.5, 1.5, 2.5, 3.3, 3.6, 4])("has the right share above %f", (z) => {
    const want = normalTail(z);
    const tolerance = 5 * Math.sqrt((want * (1 - want)) / draws.length);
    expect(Math.abs(share((value) => value > z) - want)).toBeLessThan(tolerance);
  });

  it("is uncorrelated with its neighbours", () => {
    let lagged = 0;
    for (let i = 1; i < draws.length; i++) lagged += draws[i] * draws[i - 1];
    expect(Math.abs(lagged / draws.length)).toBeLessThan(0.004);
  });

  it("repeats itself for the same seed, however it is cut into arrays", () => {
    const whole = new Float32Array(100);
    createNormalFiller(createRandom(7))(whole);
    const fill = createNormalFiller(createRandom(7));
    const parts = [new Float32Array(30), new Float32Array(70)];
    for (const part of parts) fill(part);
    expect([...parts[0], ...parts[1]]).toEqual([...whole]);
  });
});
