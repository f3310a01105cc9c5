import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BACKBONES } from "#lib/scouter/backbone/registry.ts";
import { writeModelFile } from "#lib/scouter/model-file.ts";
import { permute4 } from "#lib/scouter/named-array.ts";
import { openModel } from "#lib/scouter/open-model.ts";
import { loadOnnxRuntime } from "#lib/tensor/onnx-runtime.ts";
import { randomImages, randomModel } from "#test/support/random-model.ts";

/** An interpreter with torch, torchvision, timm and safetensors, where there is one. */
const PYTHON = process.env.WHYNOT_PYTHON ?? "python3";
const SCRIPT = fileURLToPath(new URL("../../support/compare_torchvision.py", import.meta.url));
const hasTorch = spawnSync(PYTHON, ["-c", "import torch, torchvision, timm, safetensors.torch"]).status === 0;
/** Largest difference over the largest value: three libraries sum a hundred layers in three orders. */
const TOLERANCE = 1e-4;
const SIZE = Number(process.env.WHYNOT_COMPARE_SIZE ?? 97);
const BATCH = 2;

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "whynot-torchvision-"));
});
afterAll(() => rm(folder, { recursive: true }));

function relativeError(got: Float32Array, want: Float32Array): number {
  expect(got.length).toBe(want.length);
  const size = want.reduce((largest, v) => Math.max(largest, Math.abs(v)), 0);
  return want.reduce((largest, v, i) => Math.max(largest, Math.abs(v - got[i])), 0) / size;
}

async function readFloats(file: string): Promise<Float32Array> {
  return new Float32Array(new Uint8Array(await readFile(file)).buffer);
}

// The small one is this project's own.
const published = BACKBONES.map(({ id }) => id).filter((id) => id !== "tiny");

describe.each(published)("%s", (backbone) => {
  it("gives what torchvision's or timm's network gives with the exported weights", async ({ skip }) => {
    if (!hasTorch)
      skip(`${PYTHON} has no torch, torchvision, timm and safetensors; WHYNOT_PYTHON names another`);
    const { config, arrays } = randomModel({ backbone, kind: "fc", size: SIZE });
    const images = randomImages(BATCH, SIZE);
    const weights = writeModelFile(config, arrays);
    const [file, pictures, out] = ["model.safetensors", "pictures.f32", "out"].map((name) =>
      join(folder, name),
    );
    await writeFile(file, weights);
    const channelsFirst = permute4(images.data, [BATCH, SIZE, SIZE, 3], [0, 3, 1, 2]);
    await writeFile(pictures, new Uint8Array(channelsFirst.buffer));
    const run = spawnSync(PYTHON, [SCRIPT, backbone, file, pictures, String(BATCH), String(SIZE), out]);
    expect(run.stderr.toString().replace(/^.*Warning.*$/gm, "")).not.toMatch(/Error/);
    expect(run.status).toBe(0);
    const want = { logits: await readFloats(`${out}.logits`), features: await readFloats(`${out}.features`) };

    const figures: string[] = [];
    for (const forward of ["onnx", "wasm"] as const) {
      if (forward === "onnx" && !(await loadOnnxRuntime())) continue;
      const model = await openModel(weights, { forward, gradient: "wasm" });
      const got = await model.forward(images);
      await model.dispose();
      const errors = [relativeError(got.logits, want.logits), relativeError(got.features, want.features)];
      figures.push(`${forward} ${errors.map((error) => error.toExponential(1)).join(" ")}`);
      expect(Math.max(...errors), forward).toBeLessThan(TOLERANCE);
    }
    console.info(
      `${backbone} at ${SIZE} px, ${run.stdout.toString().trim()}: logits features: ${figures.join("; ")}`,
    );
  });
});
