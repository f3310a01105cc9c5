import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { registerExplain } from "#cli/explain.ts";
import { registerModels } from "#cli/models.ts";
import { decodeOnnx } from "#lib/formats/onnx/decode.ts";
import { readSafetensors } from "#lib/formats/weights/safetensors.ts";
import { encodePng } from "#lib/imaging/encode-image.ts";
import type { Examination } from "#lib/onnx/examine-onnx.ts";
import { readOnnxModel } from "#lib/onnx/open-onnx-model.ts";
import { loadOnnxRuntime } from "#lib/tensor/onnx-runtime.ts";
import { onnxClassifier } from "#test/support/onnx-models.ts";
import { TINY_CLASSES, tinyModel } from "#test/support/tiny-models.ts";

const hasRuntime = (await loadOnnxRuntime()) !== null;
let folder = "";
const at = (name: string) => join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "whynot-models-"));
  await writeFile(at("own.safetensors"), tinyModel("scouter+"));
  await writeFile(at("theirs.onnx"), onnxClassifier({ classes: 3 }));
  for (const [i, name] of TINY_CLASSES.entries()) {
    await mkdir(at(`pictures/${name}`), { recursive: true });
    const data = Uint8Array.from({ length: 40 * 40 * 3 }, (_, pixel) => (pixel * (i + 3)) % 251);
    await writeFile(at(`pictures/${name}/a.png`), await encodePng({ data, height: 40, width: 40 }));
  }
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs a command and gives back what it printed. */
async function run(...args: string[]): Promise<string> {
  const lines: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((line: string) => lines.push(line));
  const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => lines.push(String(text)) > 0);
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  registerModels(program);
  registerExplain(program);
  try {
    await program.parseAsync(args, { from: "user" });
  } finally {
    log.mockRestore();
    write.mockRestore();
  }
  return lines.join("\n");
}
const importing = (...args: string[]) => run("models", "import", ...args);
const lookAt = async (...args: string[]) =>
  JSON.parse(await importing(...args, "--dry-run", "--json")) as Examination;

describe("whynot models export", () => {
  it("writes an ONNX file that names its producer, and weights that are a state_dict", async () => {
    await run("models", "export", at("own.safetensors"), "--format", "onnx", "--out", at("own.onnx"));
    const { producerName, producerVersion } = decodeOnnx(await readFile(at("own.onnx")));
    const { version } = JSON.parse(await readFile("package.json", "utf8"));
    expect([producerName, producerVersion]).toEqual(["whynot", version]);

    await run(
      "models",
      "export",
      at("own.safetensors"),
      "--format",
      "safetensors",
      "--out",
      at("again.safetensors"),
    );
    expect(await readFile(at("again.safetensors"))).toEqual(await readFile(at("own.safetensors")));
    expect(Object.keys(readSafetensors(await readFile(at("again.safetensors"))).tensors)).toContain(
      "slot.initial_slots",
    );
  });

  it.skipIf(!hasRuntime)("gives an imported ONNX file out as it is, but not as weights", async () => {
    await importing(at("theirs.onnx"), "--normalise", "unit", "--out", at("alone.onnx"));
    await run("models", "export", at("alone.onnx"), "--format", "onnx", "--out", at("copy.onnx"));
    expect(await readFile(at("copy.onnx"))).toEqual(await readFile(at("alone.onnx")));
    const asWeights = run("models", "export", at("alone.onnx"), "--format", "safetensors", "--out", at("no"));
    await expect(asWeights).rejects.toThrow("export it as ONNX");
    expect(await readdir(folder)).not.toContain("no");
  });

  it("refuses a file that is no model, and a place that is not there", async () => {
    await writeFile(at("text.onnx"), "not a model");
    await expect(
      run("models", "export", at("text.onnx"), "--format", "onnx", "--out", at("x")),
    ).rejects.toMatchObject({ code: "invalid" });
    // A path that is not there is no name of a model: no database is asked.
    await expect(
      run("models", "export", "gone.safetensors", "--format", "onnx", "--out", at("x")),
    ).rejects.toMatchObject({
      code: "not_found",
      message: expect.stringContaining("no model file gone.safetensors"),
    });
    const nowhere = run("models", "export", at("own.safetensors"), "--format", "onnx", "--out", at("none/x"));
    await expect(nowhere).rejects.toThrow("cannot be written");
  });
});

describe.skipIf(!hasRuntime)("whynot models import", () => {
  it("makes a file that stands alone: explain takes it without another word", async () => {
    const classes = at("classes.txt");
    await writeFile(classes, `${TINY_CLASSES.join("\r\n")}\n`);
    await importing(
      at("theirs.onnx"),
      "--normalise",
      "imagenet",
      "--classes",
      classes,
      "--out",
      at("alone.onnx"),
    );
    expect(readOnnxModel(await readFile(at("alone.onnx")))).toMatchObject({
      classNames: TINY_CLASSES,
      source: { fileName: "theirs.onnx" },
    });
    const args = [
      "--model",
      at("alone.onnx"),
      "--images",
      at("pictures"),
      "--out",
      at("maps"),
      "--target",
      "true",
    ];
    const options = ["--method", "ss-cam", "--options", '{"samples":1,"channels":2}', "--json"];
    expect(JSON.parse(await run("explain", ...args, ...options))).toMatchObject({ made: 3 });
    const { runs } = JSON.parse(await readFile(at("maps/manifest.json"), "utf8"));
    expect(runs[0]).toMatchObject({ model: "alone", modelKind: "onnx", method: "ss-cam" });
    await expect(run("explain", ...args, "--method", "grad-cam")).rejects.toThrow("Grad-CAM needs gradients");
    await expect(run("explain", ...args, "--method", "scouter")).rejects.toThrow(
      "this ONNX classifier has none",
    );
  });

  it("asks for what the file does not say, and for a place to put it", async () => {
    const silent = importing(at("theirs.onnx"), "--out", at("alone.onnx"));
    await expect(silent).rejects.toThrow("give --normalise");
    await expect(importing(at("theirs.onnx"))).rejects.toThrow("--name");
    expect(await readdir(folder)).not.toContain("alone.onnx");
  });

  it("shows what it found and what it answers, and writes nothing when asked to look only", async () => {
    const before = await readdir(folder);
    const text = await importing(at("theirs.onnx"), "--dry-run", "--images", at("pictures"));
    for (const part of [/input +pixels: 32 x 32/, /normalised +not known/, /\* 16 x 16 x 8 {2}block.relu/]) {
      expect(text).toMatch(part);
    }
    expect(text).toMatch(/imagenet +\d+\.\d % certain on average/);
    expect(text).toMatch(/fox\/a \(fox\): class_\d \d+\.\d %/);
    expect(text).toContain("Nothing was written.");
    expect(await readdir(folder)).toEqual(before);
  });

  it("tries every normalisation, and counts what is right where classes are known", async () => {
    const classes = at("classes.json");
    await writeFile(classes, JSON.stringify(TINY_CLASSES));
    const { trials, answers, missing } = await lookAt(
      at("theirs.onnx"),
      "--images",
      at("pictures"),
      "--classes",
      classes,
    );
    expect(missing).toEqual(["normalisation"]);
    expect(trials.map(({ preset }) => preset)).toEqual([
      "imagenet",
      "unit",
      "signed",
      "bytes",
      "half",
      "caffe",
    ]);
    for (const { certainty, right } of trials) {
      expect(certainty).toBeGreaterThan(1 / 3);
      expect(right?.of).toBe(3);
    }
    expect(new Set(trials.map(({ certainty }) => certainty)).size).toBeGreaterThan(4);
    expect(answers).toHaveLength(3);
    // What a normalisation gave in the trial is what it gives when it is chosen.
    for (const preset of ["signed", "caffe"]) {
      const chosen = await lookAt(at("theirs.onnx"), "--images", at("pictures"), "--normalise", preset);
      const mean = chosen.answers.reduce((sum, [first]) => sum + first.probability, 0) / 3;
      expect(mean).toBeCloseTo(trials.find((trial) => trial.preset === preset)!.certainty, 5);
    }
  });

  it("looks at weights of this project, for which there is nothing to choose", async () => {
    const text = await importing(at("own.safetensors"), "--dry-run", "--images", at("pictures"));
    expect(text).toMatch(/weights +scouter_plus, tiny/);
    expect(text).toMatch(/fox\/a \(fox\): (cat|dog|fox) /);
    const chosen = importing(at("own.safetensors"), "--dry-run", "--normalise", "unit", "--layout", "nchw");
    await expect(chosen).rejects.toThrow("leave out --layout, --normalise");
  });

  it.each([
    ["a PyTorch file", [0x50, 0x4b, 3, 4, 0], "Export the model to ONNX"],
    ["an old PyTorch file", [0x80, 2, 0x8a], "PyTorch"],
    ["a Keras file", [0x89, 0x48, 0x44, 0x46], "tf2onnx"],
    ["a TensorFlow Lite file", [...Buffer.from("0000TFL3")], "--tflite"],
    ["something else", [1, 2, 3], "neither safetensors nor ONNX"],
  ])("says what to do with %s", async (_name, bytes, says) => {
    await writeFile(at("odd"), Uint8Array.from(bytes));
    await expect(importing(at("odd"), "--dry-run")).rejects.toThrow(says);
  });

  it("refuses what is not there", async () => {
    await expect(importing(at("nothing.onnx"), "--dry-run")).rejects.toThrow("check the path");
    await expect(importing(at("theirs.onnx"), "--dry-run", "--classes", at("nothing.txt"))).rejects.toThrow(
      "check the path",
    );
  });
});
