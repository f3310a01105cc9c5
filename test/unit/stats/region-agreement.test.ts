import { describe, expect, it } from "vitest";
import { encodeMask, type RegionShape, rasteriseRegions } from "#lib/imaging/region.ts";
import { drawnRegion, iouOf } from "#lib/stats/regions/drawn-region.ts";
import { matchRegions } from "#lib/stats/regions/match-regions.ts";
import {
  type DoubleDrawing,
  kolmogorovSmirnov,
  type RegionAgreement,
  regionAgreement,
} from "#lib/stats/regions/region-agreement.ts";
import { createRandom } from "#lib/tensor/random.ts";

const picture = { width: 256, height: 256 };

function box(x: number, y: number, side: number, className: string | null = "fox") {
  return drawnRegion(
    { kind: "box", x, y, width: side, height: side } satisfies RegionShape,
    picture,
    className,
  );
}

type Drawn = Omit<DoubleDrawing, "picture"> & { picture?: string };

/** Each of a picture of its own, unless it names one. */
const agree = (drawings: Drawn[], seed = "agreement") =>
  regionAgreement(
    drawings.map((drawing, i) => ({ picture: String(i), ...drawing })),
    { random: createRandom(seed), replicates: 200 },
  );

const numberOf = (value: RegionAgreement["found"]["f1"] | RegionAgreement["place"]["ks"]) =>
  "value" in value ? value.value : value.undefined;

/** Objects at places that differ from picture to picture, drawn by B with an offset in pixels. */
function scattered(count: number, offset: number): Drawn[] {
  const random = createRandom("places");
  return Array.from({ length: count }, () => {
    const [x, y] = [random.integer(200), random.integer(200)];
    return { a: [box(x, y, 40)], b: [box(x + offset, y, 40)] };
  });
}

describe("iouOf", () => {
  it("is the share of common cells, whatever the size of the picture", () => {
    expect(iouOf(box(0, 0, 40), box(20, 0, 40))).toBeCloseTo(1 / 3, 12);
    const large = drawnRegion(
      { kind: "box", x: 0, y: 0, width: 160, height: 80 },
      { width: 1024, height: 512 },
      null,
    );
    expect(iouOf(large, box(0, 0, 40))).toBe(1);
    expect(iouOf(box(0, 0, 40), box(100, 100, 40))).toBe(0);
  });

  it("counts the cells of masks, polygons with holes and boxes alike", () => {
    const ring = (from: number, to: number): [number, number][] => [
      [from, from],
      [to, from],
      [to, to],
      [from, to],
    ];
    const hollow: RegionShape = { kind: "polygon", parts: [ring(10, 60), ring(20, 50)] };
    const mask: RegionShape = { kind: "mask", ...encodeMask(rasteriseRegions([hollow], picture)) };
    const [drawn, painted] = [hollow, mask].map((shape) => drawnRegion(shape, picture, null));
    expect(drawn.area).toBe(50 * 50 - 30 * 30);
    expect(iouOf(drawn, painted)).toBe(1);
    expect(iouOf(drawn, box(20, 20, 30))).toBe(0);
    expect(iouOf(drawn, box(10, 10, 50))).toBe(drawn.area / 2500);
    // Smaller than a cell, between the centres of two: there is nothing to compare.
    const speck = drawnRegion({ kind: "box", x: 0.6, y: 0.6, width: 0.2, height: 0.2 }, picture, null);
    expect([speck.area, iouOf(speck, speck), iouOf(speck, drawn)]).toEqual([0, 0, 0]);
  });
});

describe("matchRegions", () => {
  it("pairs one to one, the closest first", () => {
    const pairs = matchRegions([box(0, 0, 40), box(10, 0, 40)], [box(8, 0, 40)], 0.5);
    expect(pairs).toMatchObject([{ a: 1, b: 0 }]);
    expect(matchRegions([box(0, 0, 40)], [box(30, 0, 40)], 0.5)).toEqual([]);
  });
});

describe("regionAgreement", () => {
  it("is whole when both draw the same things, far from chance", () => {
    const { found, class: naming, place } = agree(scattered(40, 0));
    expect(numberOf(found.f1)).toBe(1);
    expect(numberOf(found.corrected)).toBe(1);
    expect(numberOf(naming.observed)).toBe(1);
    // One class only: agreeing on it says nothing.
    expect(numberOf(naming.kappa)).toBe("no_variation");
    expect(numberOf(place.meanIou)).toBe(1);
    expect(numberOf(place.sigma)).toBe(1);
    expect(numberOf(place.ks)).toBeGreaterThan(0.9);
  });

  it("never calls deliberate disagreement agreement", () => {
    const apart = scattered(40, 0).map(({ a }, i, all) => ({ a, b: all[(i + 7) % 40].b }));
    const { found, place } = agree(apart);
    expect(numberOf(found.f1)).toBeLessThan(0.2);
    expect(Math.abs(numberOf(found.corrected) as number)).toBeLessThan(0.2);
    expect(numberOf(place.sigma)).toBeLessThan(0.2);
    expect(numberOf(place.ks)).toBeLessThan(0.25);
  });

  it("is no better than chance where everybody always draws the middle", () => {
    const middle = Array.from({ length: 10 }, () => ({ a: [box(60, 60, 120)], b: [box(62, 60, 120)] }));
    const { found, place } = agree(middle);
    expect(numberOf(found.f1)).toBe(1);
    expect(numberOf(found.chance)).toBe(1);
    expect(numberOf(found.corrected)).toBe("no_variation");
    expect(numberOf(place.sigma)).toBe(0);
    expect(numberOf(place.ks)).toBe(0);
    expect(numberOf(place.meanIou)).toBeGreaterThan(0.9);
  });

  it("keeps the three questions apart", () => {
    const drawings = scattered(20, 4).map(({ a, b }, i) => ({
      a: i < 5 ? [...a, box(0, 0, 10)] : a,
      b: b.map((region) => ({ ...region, className: i % 2 === 0 ? "fox" : "lion" })),
    }));
    const { found, class: naming, place } = agree(drawings);
    expect(found).toMatchObject({ both: 20, onlyA: 5, onlyB: 0 });
    expect(numberOf(found.f1)).toBeCloseTo(40 / 45, 12);
    expect(numberOf(naming.observed)).toBe(0.5);
    expect(numberOf(naming.kappa)).toBe(0);
    expect(numberOf(place.meanIou)).toBeCloseTo(36 / 44, 12);
  });

  it("has reasons instead of numbers where there are none", () => {
    const nothing = agree([{ a: [], b: [] }]);
    expect(numberOf(nothing.found.f1)).toBe("no_values");
    expect(numberOf(nothing.place.meanIou)).toBe("no_values");
    expect(numberOf(nothing.class.kappa)).toBe("no_values");
    const single = agree([{ a: [box(0, 0, 40)], b: [box(0, 0, 40)] }]);
    expect(numberOf(single.found.chance)).toBe("fewer_than_two_values");
    expect(numberOf(single.place.sigma)).toBe("fewer_than_two_values");
  });

  it("takes the pairs of one picture together: more people are no more pictures", () => {
    const once = [0, 4, 10].flatMap((offset) => scattered(10, offset));
    const named = once.map((drawing, i) => ({ ...drawing, picture: `p${i}` }));
    const single = agree(named);
    const tripled = agree([...named, ...named, ...named]);
    expect(tripled).toMatchObject({ images: 30, drawings: 90 });
    // The interval of the same resampled pictures, and not one narrower by the root of three.
    const [narrow, wide] = [tripled, single].map(({ place }) => place.meanIou);
    if (!("low" in narrow && "low" in wide)) throw new Error("no interval");
    expect(wide.high - wide.low).toBeGreaterThan(0.05);
    expect(narrow.low).toBeCloseTo(wide.low, 12);
    expect(narrow.high).toBeCloseTo(wide.high, 12);
    // Drawings of one picture, however many, say nothing of chance.
    const alone = agree(named.map((drawing) => ({ ...drawing, picture: "one" })));
    expect(numberOf(alone.found.chance)).toBe("fewer_than_two_values");
    const many = agree(
      Array.from({ length: 60 }, () => ({ picture: "one", a: [box(0, 0, 9)], b: [box(0, 0, 9)] })),
    );
    expect(numberOf(many.place.ks)).toBe("fewer_than_two_values");
  });

  it("is the same for the same seed", () => {
    const drawings = scattered(60, 10);
    expect(agree(drawings, "one")).toEqual(agree(drawings, "one"));
  });
});

describe("kolmogorovSmirnov", () => {
  it("gives SciPy's two-sample statistic, with ties", () => {
    expect(kolmogorovSmirnov([1, 2, 2, 3, 5], [2, 4, 4, 6])).toBeCloseTo(0.55, 12);
    expect(kolmogorovSmirnov([1, 2], [3, 4])).toBe(1);
    expect(kolmogorovSmirnov([1, 2], [1, 2])).toBe(0);
  });
});
