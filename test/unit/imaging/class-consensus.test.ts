import { describe, expect, it } from "vitest";
import { classConsensus } from "#lib/imaging/consensus/class-consensus.ts";
import { connectedParts } from "#lib/imaging/consensus/connected-parts.ts";
import type { Mask } from "#lib/imaging/mask-runs.ts";

/** A mask of rows of "#" and ".". */
function mask(...rows: string[]): Mask {
  const data = Uint8Array.from(rows.join(""), (cell) => (cell === "#" ? 1 : 0));
  return { data, height: rows.length, width: rows[0].length };
}

const rowsOf = ({ data, width }: Mask) =>
  Array.from({ length: data.length / width }, (_, y) =>
    [...data.subarray(y * width, (y + 1) * width)].map((cell) => (cell ? "#" : ".")).join(""),
  );

describe("classConsensus", () => {
  it("of two is what both marked", () => {
    const { method, mask: both, raters } = classConsensus([mask("##..", "##.."), mask(".##.", ".##.")]);
    expect(method).toBe("majority");
    expect(rowsOf(both)).toEqual([".#..", ".#.."]);
    expect(raters).toBeNull();
  });

  it("of three is what STAPLE finds, with what each is worth", () => {
    const whole = mask("####....", "####....", "........");
    const careless = mask("##......", "........", "......##");
    const { method, mask: found, raters } = classConsensus([whole, whole, careless]);
    expect(method).toBe("staple");
    expect(rowsOf(found)).toEqual(rowsOf(whole));
    expect(raters?.[0].sensitivity).toBeCloseTo(1, 3);
    expect(raters?.[2].sensitivity).toBeCloseTo(2 / 8, 3);
    expect(raters?.[2].specificity).toBeCloseTo(14 / 16, 3);
  });

  it("finds nothing where only one of two marked anything", () => {
    expect(rowsOf(classConsensus([mask("##"), mask("..")]).mask)).toEqual([".."]);
  });
});

describe("connectedParts", () => {
  it("keeps apart what does not touch, the largest first, and joins what touches by a corner", () => {
    const parts = connectedParts(mask("#..##", ".#.##", "....."));
    expect(parts.map(rowsOf)).toEqual([
      ["...##", "...##", "....."],
      ["#....", ".#...", "....."],
    ]);
    // The edge of a row does not touch the beginning of the next.
    expect(connectedParts(mask("..#", "#.."))).toHaveLength(2);
  });

  it("leaves slivers out", () => {
    expect(connectedParts(mask("#.##"), 2).map(rowsOf)).toEqual([["..##"]]);
    expect(connectedParts(mask("...."))).toEqual([]);
  });
});
