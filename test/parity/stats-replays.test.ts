import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { GoldenCase } from "#lib/scouter/parity/golden-case.ts";
import { isStatsCase, replayStats } from "#lib/stats/parity/replay-stats.ts";
import { statsKinds } from "#lib/stats/parity/stats-kinds.ts";

const read = (path: string) => readFile(new URL(`./golden/${path}`, import.meta.url));
const manifest: GoldenCase[] = JSON.parse(String(await read("manifest-stats.json")));
const replayed = manifest.filter(isStatsCase);

describe("cases of statistics", () => {
  it.each(replayed.map((golden) => [golden.id, golden] as const))("%s", async (_, golden) => {
    expect(await replayStats(golden, await read(golden.files[0]))).toMatchObject({ pass: true });
  });

  it("has cases for every kind that is replayed", () => {
    const kinds = new Set(replayed.map(({ kind }) => kind));
    expect(Object.keys(statsKinds).filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  it("lists its kinds by name", () => {
    expect(Object.keys(statsKinds)).toEqual(Object.keys(statsKinds).sort());
  });
});

describe("a replay", () => {
  /** The case file of a kind with its text changed. */
  const changedCase = async (id: string, from: RegExp | string, to: string) => {
    const golden = manifest.find((one) => one.id === id)!;
    const text = String(await read(golden.files[0]));
    expect(text).toMatch(from);
    return replayStats(golden, new TextEncoder().encode(text.replace(from, to)));
  };
  const changed = (from: string, to: string) => changedCase("stats/krippendorff", from, to);

  it("fails on a number that is off, and says which", async () => {
    const { pass, note } = await changed('"nominal": 1.0', '"nominal": 0.9');
    expect(pass).toBe(false);
    expect(note).toContain("perfect: nominal is 1, not 0.9");
  });

  it("fails on a number in place of a reason", async () => {
    expect(await changed('"nominal": {"undefined": "no_variation"}', '"nominal": 0')).toMatchObject({
      pass: false,
    });
  });

  it("fails on resampled values that are off", async () => {
    expect((await changed('"percentile95": [', '"percentile95": [7, ')).note).toContain("bootstrap");
  });

  it("fails on labels that differ in more than one task of ten, where references start at random", async () => {
    const crowd = (from: RegExp, to: string) => changedCase("stats/crowd_aggregation", from, to);
    const labels = /"mace_labels": \[0, 2, 0,/;
    expect(await crowd(labels, '"mace_labels": [1, 2, 0,')).toMatchObject({ pass: true });
    expect((await crowd(labels, '"mace_labels": [1, 2, 1,')).note).toContain(
      "mace_labels is another in 15 %",
    );
    expect((await crowd(/"majority": \[\[0\]/, '"majority": [[1]')).note).toContain("majority");
  });
});
