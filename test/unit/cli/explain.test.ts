import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { registerExplain } from "#cli/explain.ts";
import { decodeImage } from "#lib/imaging/decode-image.ts";
import { encodePng } from "#lib/imaging/encode-image.ts";
import { openModel } from "#lib/scouter/open-model.ts";
import { tinyModel } from "#test/support/tiny-models.ts";

let folder = "";
let models = "";

/** A picture with a bright square, of a size that is not the model's. */
const picture = (shade: number) =>
  encodePng({
    data: Uint8Array.from({ length: 48 * 40 * 3 }, (_, i) =>
      i % 144 < 60 && i < 2400 ? 250 : (shade * i) % 200,
    ),
    height: 40,
    width: 48,
  });

beforeAll(async () => {
  models = await mkdtemp(join(tmpdir(), "whynot-models-"));
  await writeFile(join(models, "fc.safetensors"), tinyModel("fc"));
  await writeFile(join(models, "plus.safetensors"), tinyModel("scouter+"));
  await writeFile(join(models, "minus.safetensors"), tinyModel("scouter-"));
  return () => rm(models, { recursive: true });
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "whynot-explain-"));
  for (const [i, name] of ["cat/a.png", "cat/b.png", "dog/a.png"].entries()) {
    await mkdir(join(folder, "pictures", name.split("/")[0]), { recursive: true });
    await writeFile(join(folder, "pictures", name), await picture(i + 1));
  }
});

afterEach(() => rm(folder, { recursive: true }));

interface Summary {
  manifest: string;
  made: number;
  kept: number;
  unreadable: { image: string; message: string }[];
}

/** Runs the command and gives back its JSON summary. */
async function explain(model: string[], ...args: string[]): Promise<Summary> {
  const lines: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((line: string) => lines.push(line));
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  registerExplain(program);
  const files = model.map((name) => join(models, `${name}.safetensors`));
  const out = ["--out", join(folder, "out"), "--json"];
  try {
    await program.parseAsync(["explain", "--model", ...files, ...out, ...args], { from: "user" });
  } finally {
    log.mockRestore();
  }
  return JSON.parse(lines.join("\n"));
}

const pictures = () => ["--images", join(folder, "pictures")];
const readManifest = async (out = "out") =>
  JSON.parse(await readFile(join(folder, out, "manifest.json"), "utf8"));

describe("whynot explain", () => {
  it("writes a map and an overlay for every picture, listed in the manifest", async () => {
    const summary = await explain(["fc"], ...pictures(), "--method", "grad-cam");
    expect(summary).toMatchObject({ made: 3, kept: 0, unreadable: [] });
    const [run] = (await readManifest()).runs;
    expect(run).toMatchObject({
      model: "fc",
      method: "grad-cam",
      target: "predicted",
      options: { relu: true },
    });
    expect(
      run.maps.map(({ image, trueClass }: { image: string; trueClass: string }) => [image, trueClass]),
    ).toEqual([
      ["cat/a", "cat"],
      ["cat/b", "cat"],
      ["dog/a", "dog"],
    ]);
    for (const { map, overlay, height, width } of run.maps) {
      const npy = await readFile(join(folder, "out", map));
      const headerLength = npy.readUInt16LE(8);
      expect(npy.subarray(1, 6).toString()).toBe("NUMPY");
      expect((10 + headerLength) % 64).toBe(0);
      expect(npy.subarray(10, 10 + headerLength).toString()).toContain(`'shape': (${height}, ${width})`);
      expect(npy.length).toBe(10 + headerLength + 4 * height * width);
      const drawn = await decodeImage(await readFile(join(folder, "out", overlay)));
      expect(drawn).toMatchObject({ width: 48, height: 40 });
      expect(drawn.data.reduce((sum, value) => sum + value) / drawn.data.length).toBeGreaterThan(30);
    }
  });

  it("fits scouter to the sign of each model, and leaves out those it does not fit", async () => {
    await explain(["fc", "plus", "minus"], ...pictures(), "--method", "scouter", "--target", "class:2");
    const { runs } = await readManifest();
    expect(runs.map(({ model, method }: { model: string; method: string }) => [model, method])).toEqual([
      ["plus", "scouter+"],
      ["minus", "scouter-"],
    ]);
    expect(runs[0].maps[0]).toMatchObject({ target: 2, targetClass: "fox", height: 4, width: 4 });
  });

  it("keeps what is there and makes what is missing, with the same numbers", async () => {
    const args = [...pictures(), "--method", "control-random,iba", "--options", '{"iba":{"steps":2}}'];
    await explain(["fc"], ...args, "--limit", "1");
    const first = join(folder, "out", "fc", "control-random", "cat", "a.npy");
    const before = await stat(first);
    expect(await explain(["fc"], ...args)).toMatchObject({ made: 4, kept: 2 });
    expect((await stat(first)).mtimeMs).toBe(before.mtimeMs);

    const lost = join(folder, "out", "fc", "iba", "dog", "a.npy");
    const bytes = await readFile(lost);
    await rm(lost);
    expect(await explain(["fc"], ...args)).toMatchObject({ made: 1, kept: 5 });
    expect(await readFile(lost)).toEqual(bytes);
  });

  it("looks at an inner layer where that is asked for, with the statistics of that layer", async () => {
    const options = '{"layer":"layer2","steps":2}';
    await explain(["fc"], ...pictures(), "--method", "iba", "--options", options);
    const [run] = (await readManifest()).runs;
    expect(run).toMatchObject({ measuredOn: 3, options: { layer: "layer2" } });
    const { layers, atLayer } = await openModel(tinyModel("fc"));
    expect(layers).toContain("layer2");
    const { height, width } = atLayer?.("layer2").featureShape ?? {};
    expect(run.maps[0]).toMatchObject({ height, width });
    const wrong = explain(
      ["fc"],
      ...pictures(),
      "--method",
      "iba",
      "--options",
      '{"layer":"layer9"}',
      "--out",
      join(folder, "w"),
    );
    await expect(wrong).rejects.toThrow(/no layer "layer9"/);
  });

  it("does not mix maps of other settings into a folder", async () => {
    const args = [...pictures(), "--method", "control-random"];
    await explain(["fc"], ...args);
    await expect(explain(["fc"], ...args, "--seed", "1")).rejects.toThrow(
      /other settings: choose another folder/,
    );
  });

  it("explains the least and the most similar class of labelled pictures", async () => {
    await explain(["minus"], ...pictures(), "--method", "scouter", "--target", "least-similar");
    const [run] = (await readManifest()).runs;
    expect(run.measuredOn).toBe(3);
    const names = ["cat", "dog", "fox"];
    for (const map of run.maps) expect(names[map.target]).not.toBe(map.trueClass);
  });

  it("takes another likeness of classes than the model's own confusion", async () => {
    const args = [...pictures(), "--method", "scouter", "--target", "most-similar"];
    const tree = join(folder, "tree.json");
    await writeFile(tree, '{"animal": {"pet": ["cat", "dog"], "wild": ["fox"]}}');
    const targets = async (source: string) => {
      const out = source === tree ? "tree" : source;
      await explain(["minus"], ...args, "--similarity", source, "--out", join(folder, out));
      const [run] = (await readManifest(out)).runs;
      const byClass = run.maps.map((map: { trueClass: string; targetClass: string }) => [
        map.trueClass,
        map.targetClass,
      ]);
      return { similarity: run.similarity, measuredOn: run.measuredOn, targets: Object.fromEntries(byClass) };
    };
    expect(await targets(tree)).toMatchObject({ measuredOn: null, targets: { cat: "dog", dog: "cat" } });
    expect(await targets("wordnet")).toMatchObject({
      similarity: "WordNet 3.1",
      measuredOn: null,
      targets: { dog: "fox" },
    });
    expect(await targets("features")).toMatchObject({ similarity: "features", measuredOn: 3 });
    await expect(explain(["minus"], ...args, "--similarity", join(folder, "none.json"))).rejects.toThrow(
      /give a taxonomy file, or wordnet/,
    );
  });

  it("takes loose pictures, and leaves broken ones out by name", async () => {
    const loose = join(folder, "loose");
    await mkdir(loose);
    await writeFile(join(loose, "good.png"), await picture(1));
    await writeFile(join(loose, "broken.png"), (await picture(1)).subarray(0, 200));
    const summary = await explain(["fc"], "--images", loose, "--method", "grad-cam,control-gaussian");
    expect(summary.made).toBe(2);
    expect(new Set(summary.unreadable.map(({ image }) => image))).toEqual(new Set(["broken"]));
    expect(summary.unreadable[0].message).toMatch(/damaged/);
  });

  it("shows the exact region, not the box around it", async () => {
    const regions = [
      { kind: "mask", size: [40, 48], counts: [100, 7, 1813] },
      { kind: "box", x: 0, y: 0, width: 48, height: 20 },
    ];
    const line = {
      file: "cat/a.png",
      split: "test",
      class: "cat",
      width: 48,
      height: 40,
      regions,
      attributes: {},
    };
    await writeFile(join(folder, "pictures", "images.jsonl"), `${JSON.stringify(line)}\n`);
    await explain(["fc"], ...pictures(), "--method", "control-region");
    const npy = await readFile(join(folder, "out", "fc", "control-region", "cat", "a.npy"));
    const map = new Float32Array(
      npy.buffer.slice(npy.byteOffset + npy.length - 4 * 1920, npy.byteOffset + npy.length),
    );
    expect([...map.keys()].filter((i) => map[i] === 1)).toEqual([100, 101, 102, 103, 104, 105, 106]);
  });

  it.each([
    ["a model without attention", ["fc"], ["--method", "scouter"], /fully connected head has none.*grad-cam/],
    ["an unknown method", ["fc"], ["--method", "gradcam"], /Known methods: scouter, scouter\+.*iba/],
    ["an unknown rule", ["fc"], ["--method", "grad-cam", "--target", "some"], /use true, predicted/],
    ["an unknown class", ["fc"], ["--method", "grad-cam", "--target", "class:9"], /numbered 0 to 2/],
    [
      "options of no method",
      ["fc"],
      ["--method", "iba,grad-cam", "--options", '{"steps":1}'],
      /names the method/,
    ],
    ["options that are no JSON", ["fc"], ["--method", "iba", "--options", "steps=1"], /give a JSON object/],
    ["a model that is not there", ["lost"], ["--method", "iba"], /no model file/],
  ])("says what is wrong with %s", async (_, model, args, message) => {
    await expect(explain(model, ...pictures(), ...args)).rejects.toThrow(message);
    expect(existsSync(join(folder, "out", "fc"))).toBe(false);
  });

  it("says when there is nothing to explain", async () => {
    const empty = join(folder, "empty");
    await mkdir(empty);
    await expect(explain(["fc"], "--images", empty, "--method", "grad-cam")).rejects.toThrow(/no pictures/);
    await expect(explain(["fc"], "--images", `${empty}/x`, "--method", "grad-cam")).rejects.toThrow(
      /check the path/,
    );
    await writeFile(join(empty, "broken.png"), "not a picture");
    await expect(explain(["fc"], "--images", empty, "--method", "grad-cam")).rejects.toThrow(
      /None of the pictures/,
    );
  });
});
