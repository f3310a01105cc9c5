import { expect, it } from "vitest";
import { METHOD_ARMS, type MethodArm } from "#cli/experiments/method-arms.ts";
import { methodFindings, methodTables } from "#cli/experiments/method-tables.ts";
import type { ArmScores } from "#cli/experiments/methods.ts";
import { formatCell } from "#cli/experiments/tables.ts";
import { explainers } from "#lib/explain/registry.ts";

const IMAGES = 40;
const armOf = (label: string) => METHOD_ARMS.find((arm) => arm.label === label) as MethodArm;

/** Values around `level` that differ from image to image: the same way in every arm, but for the one that draws. */
const around = (level: number, draw: number, draws: number) =>
  Array.from({ length: IMAGES }, (_, i) => level + 0.001 * draw + 0.01 * Math.sin(draws * i));

function arm(label: string, levels: Record<string, number>, draws = 1): ArmScores {
  const scores = Array.from({ length: draws }, (_, seed) =>
    Object.fromEntries(Object.entries(levels).map(([key, level]) => [key, around(level, seed, draws)])),
  );
  return { arm: armOf(label), passes: 10, scores };
}

const rows = [
  arm("SCOUTER+", {
    "own precision-box": 0.9,
    "own top5-in-mask": 0.5,
    "own insertion-auc": 0.8,
    "fc insertion-auc": 0.7,
  }),
  arm("Grad-CAM", {
    "own precision-box": 0.7,
    "own top5-in-mask": 0.6,
    "own insertion-auc": 0.75,
    "scouter+ insertion-auc": 0.72,
  }),
  arm(
    "Smooth Grad-CAM++",
    { "own precision-box": 0.6, "own top5-in-mask": 0.5, "own insertion-auc": 0.7 },
    3,
  ),
];

const cell = (title: string, row: string, head: string) => {
  const table = methodTables(rows).find((one) => one.title === title);
  const line = table?.rows.find(([label]) => label === row);
  const column = table?.columns.findIndex((name) => name.startsWith(head)) ?? -1;
  return line && column >= 0 ? formatCell(line[column]) : undefined;
};

it("says better, worse and not to be told apart by the intervals of the paired differences", () => {
  const [precision, topShare] = methodFindings(rows);
  expect(precision).toContain("SCOUTER+ is better than 2 of the 2 methods on the baseline, worse than none");
  expect(topShare).toContain("better than 0 of the 2");
  expect(topShare).toContain("worse than Grad-CAM, and not to be told from");
});

it("files what a model judges of its own maps once, and shows it in both places", () => {
  expect(cell("What they are worth to the model they explain", "Grad-CAM", "Insertion")).toMatch(/^\.75/);
  expect(cell("All maps on one judge", "Grad-CAM", "IAUC on FC")).toMatch(/^\.75/);
  expect(cell("All maps on one judge", "Grad-CAM", "IAUC on SCOUTER+")).toMatch(/^\.72/);
  expect(cell("All maps on one judge", "SCOUTER+", "IAUC on FC")).toMatch(/^\.70/);
  expect(cell("All maps on one judge", "SCOUTER+", "IAUC on SCOUTER+")).toMatch(/^\.80/);
});

it("compares in pairs, so that what images differ by does not widen the interval", () => {
  expect(cell("SCOUTER+ minus the others", "Grad-CAM", "Precision in box")).toMatch(
    /^\.200 \[\.200, \.200\]/,
  );
});

it("shows the spread of the draws only of methods that draw", () => {
  expect(cell("Methods that draw", "Smooth Grad-CAM++", "sd of Area")).toBeDefined();
  expect(cell("Methods that draw", "Smooth Grad-CAM++", "sd of Precision")).toBe(".001");
  expect(cell("Methods that draw", "Grad-CAM", "sd of Area")).toBeUndefined();
});

it("compares every method there is", () => {
  expect(new Set(METHOD_ARMS.map(({ explainer }) => explainer))).toEqual(new Set(explainers.keys()));
});
