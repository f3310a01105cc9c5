import "@tensorflow/tfjs-backend-cpu";
import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { compareArrays, type GoldenCase, group, readGoldenArrays } from "#lib/scouter/parity/golden-case.ts";
import { replayGruCell, replaySlotHead } from "#lib/scouter/parity/slot-head-case.ts";
import { positionEncoding } from "#lib/scouter/position-encoding.ts";
import { guardMemory } from "#lib/tensor/memory-guard.ts";
import { startWasm } from "#lib/tensor/wasm/start.ts";

const folder = new URL("./golden/", import.meta.url);
const cases: GoldenCase[] = JSON.parse(readFileSync(new URL("manifest-scouter.json", folder), "utf8"));

function load(golden: GoldenCase) {
  const arrays = readGoldenArrays(readFileSync(new URL(golden.files[0], folder)));
  const want = Object.fromEntries(Object.entries(arrays).filter(([name]) => /^(out|grad)\./.test(name)));
  return { arrays, want };
}

beforeAll(startWasm);

it("has all the cases", () => {
  expect(cases.map((c) => c.kind).sort()).toEqual([
    ...Array(2).fill("gru_cell"),
    ...Array(3).fill("positional_encoding"),
    ...Array(30).fill("scouter_head"),
  ]);
});

describe.each(cases.filter((c) => c.kind === "positional_encoding"))("$id", (golden) => {
  it("agrees", () => {
    const { h, w, d } = golden.options as Record<string, number>;
    const last = tf.tensor3d(positionEncoding(h, w, d), [h, w, d]);
    const got = { "out.pe": tf.transpose(last, [2, 0, 1]).dataSync() };
    expect(compareArrays(load(golden).want, got, golden.tolerance)).toMatchObject({ pass: true });
  });
});

describe.each(["wasm", "cpu"])("on %s", (backend) => {
  beforeAll(async () => {
    await tf.setBackend(backend);
  });

  it.each(cases.filter((c) => c.kind === "scouter_head"))(
    "$id: every value, loss and gradient",
    async (golden) => {
      const { arrays, want } = load(golden);
      expect(Object.keys(group(want, "grad.")).length).toBe(Object.keys(group(arrays, "w.")).length + 1);
      const got = await guardMemory(() => replaySlotHead(arrays, golden.options));
      expect(compareArrays(want, got, golden.tolerance)).toMatchObject({ pass: true });
    },
  );

  it.each(cases.filter((c) => c.kind === "gru_cell"))("$id: state and gradients", async (golden) => {
    const { arrays, want } = load(golden);
    const got = await guardMemory(() => replayGruCell(arrays));
    expect(compareArrays(want, got, golden.tolerance)).toMatchObject({ pass: true });
  });
});
