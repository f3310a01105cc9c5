import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeModelFile } from "#lib/scouter/model-file.ts";
import { permute4 } from "#lib/scouter/named-array.ts";
import { exportOnnx } from "#lib/scouter/onnx/export-model.ts";
import { openModel } from "#lib/scouter/open-model.ts";
import { randomImages, randomModel } from "#test/support/random-model.ts";

/** An interpreter with the packages onnx, onnxruntime and numpy, where there is one. */
const PYTHON = process.env.WHYNOT_PYTHON ?? "python3";
const SCRIPT = fileURLToPath(new URL("../../support/check_onnx.py", import.meta.url));
const TOLERANCE = 1e-4;
const SIZE = 65;
const BATCH = 2;

const hasPackages = spawnSync(PYTHON, ["-c", "import onnx, onnxruntime, numpy"]).status === 0;
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "whynot-onnx-"));
});
afterAll(() => rm(folder, { recursive: true }));

interface Checked {
  outputs: Record<string, { shape: number[]; data: number[] }>;
}

function relativeError(got: readonly number[], want: Float32Array): number {
  const size = want.reduce((largest, v) => Math.max(largest, Math.abs(v)), 0);
  return want.reduce((largest, v, i) => Math.max(largest, Math.abs(v - got[i])), 0) / size;
}

describe.each([
  ["resnest26d", "scouter-", { hidden: 16, slotsPerClass: 2 }],
  ["densenet121", "scouter+", { hidden: 16 }],
  ["mobilenet_v2", "fc", {}],
  ["tiny", "scouter+", { mode: "official" }],
  ["tiny", "scouter-", { mode: "abs", iterations: 1 }],
] as const)("%s, %s %o", (backbone, kind, head) => {
  it("passes onnx.checker and gives PyTorch's side the same numbers", async ({ skip }) => {
    if (!hasPackages) skip(`${PYTHON} has no onnx, onnxruntime and numpy; WHYNOT_PYTHON names another one`);
    const { config, arrays } = randomModel({ backbone, kind, size: SIZE, head });
    const images = randomImages(BATCH, SIZE);
    const [file, pictures] = [join(folder, "model.onnx"), join(folder, "pictures.f32")];
    await writeFile(file, exportOnnx(config, arrays, "0.0.0"));
    await writeFile(
      pictures,
      new Uint8Array(permute4(images.data, [BATCH, SIZE, SIZE, 3], [0, 3, 1, 2]).buffer),
    );
    const run = spawnSync(PYTHON, [SCRIPT, file, pictures, String(BATCH), String(SIZE)], {
      maxBuffer: 1 << 28,
    });
    expect(run.stderr.toString()).toBe("");
    const { outputs }: Checked = JSON.parse(run.stdout.toString());

    const model = await openModel(writeModelFile(config, arrays), { forward: "wasm", gradient: "wasm" });
    const want = await model.forward(images);
    await model.dispose();
    const { height, width, channels } = model.featureShape;
    expect(outputs.features.shape).toEqual([BATCH, channels, height, width]);
    const features = permute4(want.features, [BATCH, height, width, channels], [0, 3, 1, 2]);
    const parts = { ...want, features };
    for (const part of ["logits", "features", "attention", "attribution"] as const) {
      const values = parts[part];
      if (values === null) expect(outputs).not.toHaveProperty(part);
      else expect(relativeError(outputs[part].data, values), part).toBeLessThan(TOLERANCE);
    }
  });
});
