import "@tensorflow/tfjs-backend-cpu";
import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type GoldenCase, group, readGoldenArrays } from "#lib/scouter/parity/golden-case.ts";
import { judgeCase } from "#lib/scouter/parity/replay.ts";
import { guardMemory } from "#lib/tensor/memory-guard.ts";
import { describeOnEngines } from "#test/support/engines.ts";

const folder = new URL("./golden/", import.meta.url);
const cases: GoldenCase[] = JSON.parse(readFileSync(new URL("manifest-scouter.json", folder), "utf8"));
const read = (golden: GoldenCase) => readFileSync(new URL(golden.files[0], folder));

it("has all the cases", () => {
  expect(cases.map((c) => c.kind).sort()).toEqual([
    ...Array(2).fill("gru_cell"),
    ...Array(3).fill("positional_encoding"),
    ...Array(30).fill("scouter_head"),
  ]);
});

it.each(cases.filter((c) => c.kind === "scouter_head"))(
  "$id stores a gradient for every weight",
  (golden) => {
    const arrays = readGoldenArrays(read(golden));
    const gradients = Object.keys(group(arrays, "grad."));
    expect(gradients).toHaveLength(Object.keys(group(arrays, "w.")).length + 1);
  },
);

function replayAll() {
  it.each(cases)("$id: every value, loss and gradient", async (golden) => {
    expect(await guardMemory(() => judgeCase(golden, [read(golden)]))).toMatchObject({ pass: true });
  });
}

describeOnEngines("", replayAll);

describe("on cpu, the slow engine that everything is checked against", () => {
  beforeAll(async () => {
    await tf.setBackend("cpu");
  });
  replayAll();
});
