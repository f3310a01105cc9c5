import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { BACKBONES } from "#lib/scouter/backbone/registry.ts";
import type { GoldenCase } from "#lib/scouter/parity/golden-case.ts";
import { judgeCase } from "#lib/scouter/parity/replay.ts";
import { guardMemory } from "#lib/tensor/memory-guard.ts";
import { describeOnEngines } from "#test/support/engines.ts";

const folder = new URL("./golden/", import.meta.url);
const cases: GoldenCase[] = JSON.parse(readFileSync(new URL("manifest-backbones.json", folder), "utf8"));

it("has a case of every backbone but the project's own", () => {
  const models = new Set(cases.map(({ options }) => options.model));
  const known = BACKBONES.map(({ id }) => id).filter((id) => id !== "tiny" && id !== "resnest50d");
  expect(known.filter((id) => !models.has(id))).toEqual([]);
});

describeOnEngines(
  "",
  () => {
    it.each(cases)("$id", async (golden) => {
      const files = golden.files.map((file) => readFileSync(new URL(file, folder)));
      expect(await guardMemory(() => judgeCase(golden, files))).toMatchObject({ pass: true });
    });
  },
  { heavy: true },
);
