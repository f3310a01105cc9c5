import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import {
  decodeIbaStatistics,
  encodeIbaStatistics,
  estimateIbaStatistics,
} from "#lib/explain/information/iba-statistics.ts";
import { openGoldenNetwork } from "#lib/explain/parity/golden-network.ts";
import { explainerReplays } from "#lib/explain/parity/replays.ts";
import { type GoldenCase, readGoldenArrays, withReferences } from "#lib/scouter/parity/golden-case.ts";
import { judgeCase } from "#lib/scouter/parity/replay.ts";
import { guardMemory } from "#lib/tensor/memory-guard.ts";
import { describeOnEngines } from "#test/support/engines.ts";

const folder = new URL("./golden/", import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder));
const cases: GoldenCase[] = JSON.parse(read("manifest-explainers.json").toString());

const judge = (golden: GoldenCase) => {
  const { files } = withReferences(golden, cases);
  return guardMemory(() => judgeCase(golden, files.map(read), explainerReplays[golden.kind]));
};

it("has a case of every kind that is replayed", () => {
  expect([...new Set(cases.map(({ kind }) => kind))].sort()).toEqual(Object.keys(explainerReplays).sort());
});

describeOnEngines(
  "",
  () => {
    it.each(cases)("$id", { timeout: 60_000 }, async (golden) => {
      expect(await judge(golden)).toMatchObject({ pass: true });
    });

    it.each([
      ["gradcampp_paper_relu2", { variant: "torchcam012" }],
      ["scorecam_official", { variant: "torchcam_head" }],
      ["gradcam_relu3", { layer: "relu2" }],
      ["integrated_gradients_gausslegendre", { method: "riemann_trapezoid" }],
      ["occlusion", { stride: 5 }],
      ["rise_masks_torchray", { profile: "eclique" }],
      ["extremal_perturbation", { max_blur: 19 }],
      ["igos_b", { tv: 0.21 }],
      ["iba_relu3", { beta: 9 }],
    ])("%s fails under %o", async (name, change) => {
      const golden = cases.find(({ id }) => id === `explainers/${name}`) as GoldenCase;
      const changed = { ...golden, options: { ...golden.options, ...change } };
      expect(await judge(changed)).toMatchObject({ pass: false });
    });
  },
  { heavy: true },
);

it("keeps IBA's statistics through their bytes", async () => {
  const model = openGoldenNetwork(readGoldenArrays(read("explainers/tinycnn.safetensors")), [32, 32]);
  const data = Float32Array.from({ length: 5 * 32 * 32 * 3 }, (_, i) => Math.sin(i));
  const statistics = await estimateIbaStatistics(model, { data, count: 5, height: 32, width: 32 });
  expect(decodeIbaStatistics(encodeIbaStatistics(statistics))).toEqual(statistics);
  await model.dispose();
});
