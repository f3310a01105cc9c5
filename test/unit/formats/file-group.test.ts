import { expect, it } from "vitest";
import { fileGroups } from "#lib/formats/dataset/file-group.ts";

const CASES: [pattern: string, path: string, group: string | null][] = [
  ["patient-{group}_*", "patient-17_left.png", "17"],
  ["patient-{group}_*", "patient-_left.png", null],
  ["patient-{group}_*", "person-17_left.png", null],
  ["{group}/*", "site a/x/1.png", "site a"],
  ["*/{group}.png", "a/b/c.png", "b/c"],
  ["{group}.png", "a.b.png", "a.b"],
  ["{group}.png", ".png", null],
  ["*_{group}_*.png", "x_1_2_3.png", "1"],
  ["a{group}", "abc", "bc"],
  ["(.+)+{group}$", "(.+)+7$", "7"],
];
for (const [pattern, path, group] of CASES) {
  it(`reads ${group ?? "nothing"} from ${path} by ${pattern}`, () => {
    expect(fileGroups(pattern)(path)).toBe(group);
  });
}

it("takes no time for a path made to be hard to fit", () => {
  const read = fileGroups("*a*a*a*a*a*a{group}b");
  const started = performance.now();
  expect(read("a".repeat(100_000))).toBeNull();
  // A matcher that goes back would take longer than anyone waits.
  expect(performance.now() - started).toBeLessThan(5_000);
});

it("refuses patterns that say nothing, or too much", () => {
  for (const pattern of ["*.png", "{group}{group}", "{group}-{group}", "*{group}", "**{group}"]) {
    expect(() => fileGroups(pattern)).toThrow(/pattern/);
  }
});
