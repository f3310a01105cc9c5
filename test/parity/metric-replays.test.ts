import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { isMetricCase, type ReadFile, replayMetric } from "#lib/metrics/parity/replay-metric.ts";
import type { GoldenCase } from "#lib/scouter/parity/golden-case.ts";
import { compareExpected } from "#lib/stats/parity/compare-expected.ts";
import { describeOnEngines } from "#test/support/engines.ts";

const read: ReadFile = (path) => readFile(new URL(`./golden/${path}`, import.meta.url));
const manifest: GoldenCase[] = JSON.parse(String(await read("manifest-metrics.json")));

/** The case with its JSON changed. */
const changed =
  (change: (text: string) => string): ReadFile =>
  async (path) =>
    path.endsWith(".json") ? new TextEncoder().encode(change(String(await read(path)))) : read(path);

const named = (id: string) => manifest.find((one) => one.id === id)!;

/** Thousands of images one batch after another: minutes on a GPU that is a program. */
const heavy = true;

describeOnEngines(
  "metric cases",
  () => {
    it.each(manifest.map((golden) => [golden.id, golden] as const))("%s", async (_, golden) => {
      expect(isMetricCase(golden)).toBe(true);
      expect(await replayMetric(golden, read)).toMatchObject({ pass: true });
    });
  },
  { heavy },
);

describe("a replay", () => {
  it("fails on a number that is off, and says which", async () => {
    const off = changed((text) => text.replace('"gini": 0.984375', '"gini": 0.985'));
    const { pass, note } = await replayMetric(named("metrics/complexity"), off);
    expect(pass).toBe(false);
    expect(note).toContain("complexity/onehot: gini is 0.984375, not 0.985");
  });

  it("fails on a number in place of a reason, and on a reason of another kind", async () => {
    for (const answer of ["0", '{"undefined": "zero_map"}']) {
      const off = changed((text) =>
        text.replace('"gini": {"undefined": "non_finite_map"}', `"gini": ${answer}`),
      );
      expect(await replayMetric(named("metrics/complexity"), off)).toMatchObject({ pass: false });
    }
  });

  it("fails on a metric it does not know, on an answer it does not give and on a case that asks nothing", async () => {
    const unknown = changed((text) => text.replace('"metric": "road"', '"metric": "roar"'));
    expect((await replayMetric(named("metrics/perturbation"), unknown)).note).toContain(
      "no replay of metric roar",
    );
    const extra = changed((text) => text.replace('"gini":', '"gini_of_another": 1, "gini":'));
    expect((await replayMetric(named("metrics/complexity"), extra)).note).toContain(
      "gini_of_another is nothing",
    );
    const nothing = changed(() => '{"cases": []}');
    expect(await replayMetric(named("metrics/wu_palmer"), nothing)).toMatchObject({ pass: false });
  });

  it("reads models from its own folder only", async () => {
    const outside = changed((text) => text.replaceAll('"model": "lin1"', '"model": "../lin1"'));
    expect((await replayMetric(named("metrics/curves"), outside)).note).toContain("is no model's name");
  });
});

describe("compareExpected", () => {
  const tolerance = { abs: 0.1, rel: 0 };
  const failures = (want: unknown, got: unknown) => compareExpected(want, got, tolerance).differences.length;

  it("takes typed arrays for lists, and NaN for no number", () => {
    expect(failures([1, 2], Float32Array.of(1, 2.05))).toBe(0);
    expect(failures([1, 2], Float32Array.of(1, 2.5))).toBe(1);
    expect(failures([1, 2], Float32Array.of(1))).toBe(1);
    expect(failures(1, Number.NaN)).toBe(1);
    expect(failures({ undefined: "a" }, 0)).toBe(1);
    expect(failures(true, 1)).toBe(1);
  });

  it("passes what is exact, and nothing else, where no error is allowed", () => {
    const exact = (want: unknown, got: unknown) => compareExpected(want, got, { abs: 0, rel: 0 });
    expect(exact([0, 7], [0, 7])).toMatchObject({ worst: 0, differences: [] });
    expect(exact(7, 7 + 1e-12).differences).toHaveLength(1);
    expect(exact(7, undefined).differences).toHaveLength(1);
  });
});
