import { describe, expect, it } from "vitest";
import { assignSplits, type Unit } from "#lib/stats/assign-splits.ts";
import { createRandom } from "#lib/tensor/random.ts";

const SHARES = [
  { split: "train", share: 70 },
  { split: "validation", share: 15 },
  { split: "test", share: 15 },
];

/** Units in groups of 1 to `largest`, strata of very different sizes. */
function drawUnits(seed: number, count: number, largest: number): Unit[] {
  const random = createRandom(`units ${seed}`);
  const units: Unit[] = [];
  for (let group = 0; units.length < count; group++) {
    const size = 1 + random.integer(largest);
    for (let i = 0; i < size; i++) {
      const stratum = `class ${Math.floor(6 * random.uniform() ** 2)}`;
      units.push({ id: `image ${units.length}`, stratum, group: `group ${group}` });
    }
  }
  return units;
}

const countIn = (units: readonly Unit[], splits: Map<string, string>, split: string, stratum?: string) =>
  units.filter((unit) => splits.get(unit.id) === split && (stratum ?? unit.stratum) === unit.stratum).length;

describe("assigning splits", () => {
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const largest = [1, 1, 2, 3, 8, 20, 40, 5][seed - 1];
    const units = drawUnits(seed, 400, largest);
    const { splits } = assignSplits(units, SHARES, createRandom(seed));

    it(`gives every unit one split and parts no group (groups up to ${largest}, seed ${seed})`, () => {
      expect(splits.size).toBe(units.length);
      const homes = new Map<string, Set<string | undefined>>();
      for (const { id, group } of units)
        homes.set(group, (homes.get(group) ?? new Set()).add(splits.get(id)));
      for (const home of homes.values()) expect(home.size).toBe(1);
    });

    it(`exceeds no share by a whole largest group (groups up to ${largest}, seed ${seed})`, () => {
      const sizes = new Map<string, number>();
      for (const { group } of units) sizes.set(group, (sizes.get(group) ?? 0) + 1);
      const bound = Math.max(...sizes.values());
      for (const { split, share } of SHARES) {
        expect(countIn(units, splits, split) - (share / 100) * units.length).toBeLessThan(bound);
      }
    });

    it(`depends on the seed alone, not on the order of the units (seed ${seed})`, () => {
      const turned = assignSplits(createRandom("turn").shuffle(units), SHARES, createRandom(seed));
      expect(new Map([...turned.splits].sort())).toEqual(new Map([...splits].sort()));
      // Large groups go where they fit, largest first: the seed decides among those of one size.
      if (largest > 20) return;
      const other = assignSplits(units, SHARES, createRandom(`not ${seed}`));
      expect([...other.splits].sort()).not.toEqual([...splits].sort());
    });
  }

  it("keeps the shares of every class to within an image or two when nothing is grouped", () => {
    const units = drawUnits(9, 1000, 1);
    const { splits } = assignSplits(units, SHARES, createRandom(9));
    for (const stratum of new Set(units.map((unit) => unit.stratum))) {
      const size = units.filter((unit) => unit.stratum === stratum).length;
      for (const { split, share } of SHARES) {
        const off = countIn(units, splits, split, stratum) - (share / 100) * size;
        expect(Math.abs(off)).toBeLessThan(2);
      }
    }
  });

  it("splits by shares alone would leave rare classes out of a split; by strata they are in each", () => {
    const units = Array.from({ length: 300 }, (_, i) => ({
      id: `${i}`,
      group: `${i}`,
      stratum: i % 15 === 0 ? "rare" : "common",
    }));
    for (const seed of [1, 2, 3, 4, 5]) {
      const { splits } = assignSplits(units, SHARES, createRandom(seed));
      for (const { split } of SHARES) expect(countIn(units, splits, split, "rare")).toBeGreaterThanOrEqual(2);
    }
  });

  it("leaves kept units where they are, brings their groups to them and counts them", () => {
    const units: Unit[] = drawUnits(11, 200, 3).map((unit, i) =>
      i % 4 === 0 ? { ...unit, kept: "test" } : unit,
    );
    const { splits, parted } = assignSplits(units, SHARES, createRandom(1));
    const groupsOfKept = new Set(units.filter(({ kept }) => kept).map(({ group }) => group));
    for (const { id, group, kept } of units) {
      if (kept) expect(splits.has(id)).toBe(false);
      else if (groupsOfKept.has(group)) expect(splits.get(id)).toBe("test");
    }
    // The test split was full before: nobody else goes there.
    for (const { id, group } of units) if (!groupsOfKept.has(group)) expect(splits.get(id)).not.toBe("test");
    expect(parted).toEqual([]);
  });

  it("names groups that were parted before, and puts the rest of one where most of it is", () => {
    const units: Unit[] = [
      { id: "a", stratum: "x", group: "twins", kept: "test" },
      { id: "b", stratum: "x", group: "twins", kept: "train" },
      { id: "c", stratum: "x", group: "twins", kept: "train" },
      { id: "d", stratum: "x", group: "twins" },
    ];
    const { splits, parted } = assignSplits(units, SHARES, createRandom(1));
    expect(parted).toEqual(["twins"]);
    expect(splits).toEqual(new Map([["d", "train"]]));
  });

  it("refuses shares of nothing", () => {
    expect(() => assignSplits([], [], createRandom(1))).toThrow(RangeError);
    expect(() => assignSplits([], [{ split: "train", share: 0 }], createRandom(1))).toThrow(RangeError);
  });
});
