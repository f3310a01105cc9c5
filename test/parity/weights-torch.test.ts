import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readNumbers } from "#lib/formats/weights/read-numbers.ts";
import { readWeights } from "#lib/formats/weights/read-weights.ts";
import { readSafetensors, writeSafetensors } from "#lib/formats/weights/safetensors.ts";
import type { ElementType, StoredArray } from "#lib/formats/weights/stored-array.ts";
import { initialise } from "#lib/scouter/initialise.ts";
import { ModelConfig, SlotHeadConfig } from "#lib/scouter/model-config.ts";
import { writeModelFile } from "#lib/scouter/model-file.ts";
import { createRandom } from "#lib/tensor/random.ts";

/** Whether this machine has the other side. The project itself never needs Python. */
const hasTorch = spawnSync("python3", ["-c", "import torch, safetensors.torch"]).status === 0;
const title = hasTorch
  ? "PyTorch on this machine"
  : "PyTorch (skipped: python3 has no torch and safetensors here)";

/** Types with their width in bytes and their name in torch. */
const TYPES: [ElementType, number, string][] = [
  ["F64", 8, "float64"],
  ["F32", 4, "float32"],
  ["F16", 2, "float16"],
  ["BF16", 2, "bfloat16"],
  ["F8_E5M2", 1, "float8_e5m2"],
  ["F8_E4M3", 1, "float8_e4m3fn"],
  ["C64", 8, "complex64"],
  ["I64", 8, "int64"],
  ["I32", 4, "int32"],
  ["I16", 2, "int16"],
  ["I8", 1, "int8"],
  ["U64", 8, "uint64"],
  ["U32", 4, "uint32"],
  ["U16", 2, "uint16"],
  ["U8", 1, "uint8"],
  ["BOOL", 1, "bool"],
];

/** Numbers of each type, and what is odd: no dimension, no number, a name that needs quoting. */
function everyType(): Record<string, StoredArray> {
  const random = createRandom(11);
  const tensors: Record<string, StoredArray> = {};
  for (const [dtype, width, name] of TYPES) {
    // Without the top bit pattern of any exponent: no infinity, no NaN.
    const top = dtype === "BOOL" ? 2 : 0x38;
    const bytes = Uint8Array.from({ length: 6 * width }, () => random.integer(top));
    tensors[name] = { dtype, shape: [2, 3], bytes };
  }
  tensors.scalar = { dtype: "F32", shape: [], bytes: new Uint8Array(Float32Array.of(-1.5).buffer) };
  tensors.empty = { dtype: "F32", shape: [0, 3], bytes: new Uint8Array() };
  tensors['ünï "quoted" \\ name'] = { dtype: "U8", shape: [1], bytes: Uint8Array.of(7) };
  return tensors;
}

interface Seen {
  tensors: Record<string, { dtype: string; shape: number[]; values: (number | string)[] }>;
  metadata: Record<string, string> | null;
}

describe.skipIf(!hasTorch)(title, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "whynot-torch-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function throughTorch(file: Uint8Array): Seen {
    const script = fileURLToPath(new URL("../support/through-torch.py", import.meta.url));
    const source = join(folder, "ours.safetensors");
    writeFileSync(source, file);
    const { status, stdout, stderr } = spawnSync("python3", [script, source, folder], {
      encoding: "utf8",
      maxBuffer: 1e9,
    });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  }
  const readBack = (name: string) => readWeights(readFileSync(join(folder, name)));
  const LAYOUTS = [2, 3, 4, 5].flatMap((protocol) => [`zip${protocol}.pth`, `legacy${protocol}.pth`]);

  function expectSame(got: Record<string, StoredArray>, want: Record<string, StoredArray>) {
    expect(Object.keys(got).sort()).toEqual(Object.keys(want).sort());
    for (const [name, { dtype, shape, bytes }] of Object.entries(want)) {
      expect(got[name], name).toMatchObject({ dtype, shape });
      expect(Buffer.compare(got[name].bytes, bytes), name).toBe(0);
    }
  }

  it("loads what we write, of every type, and we load what it saves, in every layout", () => {
    const tensors = everyType();
    const seen = throughTorch(writeSafetensors(tensors, { note: "ünï", empty: "" }));
    expect(seen.metadata).toEqual({ note: "ünï", empty: "" });
    expect(Object.keys(seen.tensors).sort()).toEqual(Object.keys(tensors).sort());
    for (const [dtype, , name] of TYPES) {
      const { values, ...rest } = seen.tensors[name];
      expect(rest).toEqual({ dtype: `torch.${name}`, shape: [2, 3] });
      const array = tensors[name];
      const ours = readNumbers(name, dtype === "C64" ? { ...array, dtype: "F32" } : array);
      expect(values).toEqual(
        Array.from<number | bigint, number | string>(ours, (value) =>
          typeof values[0] === "string" ? String(value) : Number(value),
        ),
      );
    }
    for (const layout of LAYOUTS) expectSame(readBack(layout).arrays, tensors);
    expectSame(readBack("turned.pth").arrays, readBack("turned.safetensors").arrays);
    expect(readBack("turned.pth").arrays.float32.shape).toEqual([3, 2]);
  });

  it("loads a model of ours, and we load it back from every layout", () => {
    const config = ModelConfig.parse({
      format: 1,
      kind: "scouter+",
      backbone: "tiny-residual",
      classNames: ["a", "b", "c"],
      inputSize: 96,
      normalisation: { mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] },
      slotHead: SlotHeadConfig.parse({ sign: 1 }),
    });
    const file = writeModelFile(config, initialise(config, createRandom(1)));
    const { tensors, metadata } = readSafetensors(file);
    expect(throughTorch(file).metadata).toEqual({ ...metadata });
    for (const layout of LAYOUTS) expectSame(readBack(layout).arrays, tensors);
    expectSame(readBack("turned.pth").arrays, readBack("turned.safetensors").arrays);
    expect(readBack("legacy2.pth")).toMatchObject({
      format: "pth-legacy",
      path: "model",
      leftOut: [{ name: "epoch", what: "1" }],
    });
  });
});
