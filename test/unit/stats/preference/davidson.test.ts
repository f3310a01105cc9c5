import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { davidson } from "#lib/stats/preference/davidson.ts";
import { fitted, noCounts, tieTables, total, winTables } from "#test/support/choices.ts";

describe("davidson", () => {
  it("of two equal items with as many ties as wins has nu 1", () => {
    const { scores, nu } = fitted(
      davidson(
        [
          [0, 5],
          [5, 0],
        ],
        [
          [0, 5],
          [5, 0],
        ],
      ),
    );
    expect(scores[0]).toBeCloseTo(0, 10);
    expect(nu).toBeCloseTo(1, 10);
  });

  it("makes points and ties come out as expected", () => {
    fc.assert(
      fc.property(winTables(3), tieTables(3), (wins, ties) => {
        const { scores, nu } = fitted(davidson(wins, ties));
        let [expectedTies, points] = [0, 0];
        for (const i of [0, 1, 2])
          for (const j of [0, 1, 2]) {
            if (i === j) continue;
            const games = wins[i][j] + wins[j][i] + ties[i][j];
            const [own, other] = [Math.exp(scores[i]), Math.exp(scores[j])];
            const tie = nu * Math.sqrt(own * other);
            expectedTies += (games * tie) / (own + other + tie) / 2;
            if (i === 0) points += (games * (own + tie / 2)) / (own + other + tie);
          }
        expect(expectedTies).toBeCloseTo(ties[0][1] + ties[0][2] + ties[1][2], 6);
        expect(points).toBeCloseTo(total(wins[0]) + total(ties[0]) / 2, 6);
      }),
    );
  });

  it("has a value where only ties hold an item that never lost, and none where nothing does", () => {
    const wins = [
      [0, 3, 2],
      [0, 0, 2],
      [0, 2, 0],
    ];
    const ties = [
      [0, 2, 0],
      [2, 0, 1],
      [0, 1, 0],
    ];
    expect(fitted(davidson(wins, ties)).scores[0]).toBeGreaterThan(1);
    expect(
      davidson(
        [
          [0, 4],
          [0, 0],
        ],
        [
          [0, 4],
          [4, 0],
        ],
      ),
    ).toEqual({ undefined: "no_maximum" });
  });

  it("says why there is none", () => {
    expect(
      davidson(noCounts(2), [
        [0, 4],
        [4, 0],
      ]),
    ).toEqual({ undefined: "no_decisive_comparisons" });
    expect(
      davidson(
        [
          [0, 4],
          [2, 0],
        ],
        noCounts(2),
      ),
    ).toEqual({ undefined: "no_ties" });
    expect(
      davidson(
        [
          [0, 4],
          [0, 0],
        ],
        noCounts(2),
      ),
    ).toEqual({ undefined: "win_graph_not_strongly_connected" });
  });
});
