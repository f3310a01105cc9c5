import fc from "fast-check";
import { expect, it } from "vitest";
import { spearman } from "#lib/stats/correlation.ts";
import { spearmanOfDraws } from "#lib/stats/spearman-of-draws.ts";

it("is Spearman's correlation of the drawn points, ties and repetitions included", () => {
  const point = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.double({ min: -2, max: 2, noNaN: true }));
  fc.assert(
    fc.property(
      fc.array(point, { minLength: 3, maxLength: 12 }),
      fc.array(fc.nat(), { minLength: 3, maxLength: 12 }),
      (points, draws) => {
        const indices = Int32Array.from(draws, (draw) => draw % points.length);
        const side = (k: 0 | 1) => points.map((one) => one[k]);
        const drawn = (k: 0 | 1) => Array.from(indices, (i) => points[i][k]);
        const found = spearmanOfDraws(side(0), side(1))(indices);
        const expected = spearman(drawn(0), drawn(1));
        if ("undefined" in expected) expect(found).toBeNull();
        else expect(found).toBeCloseTo(expected.value, 10);
      },
    ),
  );
});
