import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { compareArrays, type GoldenCase, readGoldenArrays } from "#lib/scouter/parity/golden-case.ts";
import { compareStepRates, replayLeastSquares, replayOptimiser } from "#lib/scouter/parity/optimiser-case.ts";

const folder = new URL("./golden/", import.meta.url);
const cases: GoldenCase[] = JSON.parse(readFileSync(new URL("manifest-optim.json", folder), "utf8"));
const read = (golden: GoldenCase) => readFileSync(new URL(golden.files[0], folder));

it("has all the cases", () => {
  expect(cases.map((c) => c.kind).sort()).toEqual([
    "lr_schedule",
    ...Array(7).fill("optimizer"),
    "optimizer_loop",
  ]);
});

it.each(cases.filter((c) => c.kind.startsWith("optimizer")))("$id: parameters after every step", (golden) => {
  const arrays = readGoldenArrays(read(golden));
  const want = Object.fromEntries(Object.entries(arrays).filter(([name]) => name.startsWith("out.")));
  const replay = golden.kind === "optimizer" ? replayOptimiser : replayLeastSquares;
  expect(compareArrays(want, replay(arrays, golden.options), golden.tolerance)).toMatchObject({ pass: true });
});

it.each(cases.filter((c) => c.kind === "lr_schedule"))("$id: the rate used in each epoch", (golden) => {
  expect(compareStepRates(JSON.parse(read(golden).toString()))).toBeLessThanOrEqual(golden.tolerance.rel);
});
