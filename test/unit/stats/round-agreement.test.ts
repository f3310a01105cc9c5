import { describe, expect, it } from "vitest";
import { drawnRegion } from "#lib/stats/regions/drawn-region.ts";
import { type PictureDrawings, roundAgreement } from "#lib/stats/regions/round-agreement.ts";
import { createRandom } from "#lib/tensor/random.ts";

function box(x: number, y: number, className = "fox") {
  const shape = { kind: "box", x, y, width: 40, height: 40 } as const;
  return drawnRegion(shape, { width: 256, height: 256 }, className);
}

type Drawn = Record<string, ReturnType<typeof box>[]>;

const picture = (name: string, drawn: Drawn): PictureDrawings => ({
  picture: name,
  drawings: Object.entries(drawn).map(([person, regions]) => ({ person, regions })),
});

const agree = (pictures: PictureDrawings[]) => roundAgreement(pictures, { random: createRandom("round") });

describe("roundAgreement", () => {
  it("takes every two people who drew the same picture, and all pairs together", () => {
    const { pairs, overall } = agree([
      picture("1", { kim: [box(0, 0)], ada: [box(0, 0)], bo: [box(100, 100)] }),
      picture("2", { kim: [box(9, 9)], ada: [box(9, 9)] }),
      picture("3", { kim: [box(50, 0)] }),
    ]);
    expect(pairs.map(({ a, b, agreement }) => [a, b, agreement.images])).toEqual([
      ["ada", "bo", 1],
      ["ada", "kim", 2],
      ["bo", "kim", 1],
    ]);
    expect(pairs[1].agreement.found).toMatchObject({ both: 2, onlyA: 0, onlyB: 0 });
    expect(overall).toMatchObject({ images: 2, drawings: 4, found: { both: 2, onlyA: 2, onlyB: 2 } });
  });

  it("lists the pictures with least agreement first: found, then named, then placed; where nothing is drawn last", () => {
    const { pictures } = agree([
      picture("nothing", { kim: [], ada: [] }),
      picture("alike", { kim: [box(0, 0)], ada: [box(0, 0)] }),
      picture("named otherwise", { kim: [box(0, 0)], ada: [box(0, 0, "dog")] }),
      picture("moved", { kim: [box(0, 0)], ada: [box(4, 0)] }),
      picture("missed", { kim: [box(0, 0), box(100, 0)], ada: [box(0, 0)] }),
      picture("one person", { kim: [box(0, 0)] }),
    ]);
    expect(pictures.map(({ picture: name }) => name)).toEqual([
      "missed",
      "named otherwise",
      "moved",
      "alike",
      "nothing",
    ]);
    expect(pictures[0]).toMatchObject({ people: 2, found: { value: 2 / 3 }, named: { value: 1 } });
    expect(pictures[2].place).toEqual({ value: 36 / 44 });
    expect(pictures[4]).toMatchObject({
      found: { undefined: "no_values" },
      place: { undefined: "no_values" },
    });
  });

  it("has nothing to say before two people drew the same picture", () => {
    const alone = agree([picture("1", { kim: [box(0, 0)] }), picture("2", { ada: [box(0, 0)] })]);
    expect(alone).toEqual({ overall: null, pairs: [], pictures: [] });
  });

  it("does not depend on the order in which drawings come", () => {
    const round = [
      picture("1", { kim: [box(0, 0)], ada: [box(3, 0)] }),
      picture("2", { kim: [box(90, 0)], ada: [box(99, 0)] }),
    ];
    const turned = round.map((each) => ({ ...each, drawings: each.drawings.toReversed() }));
    expect(agree(turned)).toEqual(agree(round));
  });
});
