import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compareArrays, type GoldenCase, readGoldenArrays } from "#lib/scouter/parity/golden-case.ts";
import { compareStepRates, replayLeastSquares } from "#lib/scouter/parity/optimiser-case.ts";
import { judgeCase } from "#lib/scouter/parity/replay.ts";

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

it.each(cases.filter((c) => c.kind.startsWith("optimizer")))(
  "$id: parameters after every step",
  async (golden) => {
    expect(await judgeCase(golden, [read(golden)])).toMatchObject({ pass: true });
  },
);

it.each(cases.filter((c) => c.kind === "lr_schedule"))("$id: the rate used in each epoch", (golden) => {
  expect(compareStepRates(JSON.parse(read(golden).toString()))).toBeLessThanOrEqual(golden.tolerance.rel);
});

describe("a fit whose stored steps are views of its end", () => {
  const [golden] = cases.filter((c) => c.kind === "optimizer_loop");
  const whole = readGoldenArrays(read(golden));
  const last = (golden.options.steps as number) - 1;
  const [endW, endB] = [whole[`out.w_step${last}`], whole[`out.b_step${last}`]];
  const steps = Array.from({ length: last + 1 }, (_, step) => step);
  const views: typeof whole = {
    ...whole,
    "in.w0": endW,
    "in.b0": endB,
    ...Object.fromEntries(
      steps.flatMap((k) => [
        [`out.w_step${k}`, endW],
        [`out.b_step${k}`, endB],
      ]),
    ),
  };
  const judge = (arrays: typeof views) => {
    const { want, got, note } = replayLeastSquares(arrays, golden.options);
    return { ...compareArrays(want, got, golden.tolerance), note, names: Object.keys(want).sort() };
  };

  it("is judged by its losses and its end, and says so", () => {
    const { pass, note, names } = judge(views);
    expect(pass).toBe(true);
    expect(note).toContain("share one buffer");
    expect(names).toEqual([`out.b_step${last}`, "out.loss", `out.w_step${last}`]);
  });

  it("still fails when a loss is not what its optimiser gives", () => {
    const loss = { ...whole["out.loss"], data: Float32Array.from(whole["out.loss"].data) };
    loss.data[2] *= 1.001;
    expect(judge({ ...views, "out.loss": loss }).pass).toBe(false);
  });
});
