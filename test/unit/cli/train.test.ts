import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { registerTrain } from "#cli/train.ts";
import { readModelFile } from "#lib/scouter/model-file.ts";
import { until } from "#test/support/run-until.ts";

let folder: string;
const SIDE = 48;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "whynot-train-"));
  const classes = { red: { r: 220, g: 30, b: 30 }, blue: { r: 30, g: 30, b: 220 } };
  for (const [name, background] of Object.entries(classes)) {
    await mkdir(join(folder, "data", name), { recursive: true });
    for (let i = 0; i < 21; i++) {
      const picture = sharp({ create: { width: SIDE, height: SIDE, channels: 3, background } });
      await picture.png().toFile(join(folder, "data", name, `${i}.png`));
    }
  }
});
afterAll(() => rm(folder, { recursive: true }));

async function train(...args: string[]): Promise<void> {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const program = new Command().exitOverride();
  registerTrain(program);
  const common = ["--data", join(folder, "data"), "--engine", "wasm", "--epochs", "1", "--batch", "10"];
  await program
    .parseAsync(["node", "whynot", "train", ...common, ...args])
    .finally(() => vi.restoreAllMocks());
}

const file = (name: string) => join(folder, name);

it("trains a baseline and a slot head on it, with weights that stand alone and a log beside them", async () => {
  await train("--kind", "fc", "--size", "32", "--out", file("fc.safetensors"), "--seed", "3");
  const fc = readModelFile(await readFile(file("fc.safetensors")));
  expect(fc.config).toMatchObject({ kind: "fc", classNames: ["blue", "red"], inputSize: 32 });

  const log = (await readFile(file("fc.log.jsonl"), "utf8"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(log.map(({ event }) => event)).toEqual(["start", "epoch", "end"]);
  expect(log[0]).toMatchObject({ engine: { gradient: "wasm 4.22.0" }, data: { train: 40, validation: 2 } });
  expect(log[0].command).toContain("--kind fc --out fc.safetensors");
  expect(JSON.stringify(log)).not.toContain(folder);
  expect(log[2].parameters).toBe(302_864 + 2 * 129);
  const reports = JSON.parse(await readFile(file("fc.report.json"), "utf8"));
  expect(reports.validation).toMatchObject({ images: 2, classNames: ["blue", "red"] });

  await train(
    "--kind",
    "scouter-",
    "--init-from",
    file("fc.safetensors"),
    "--out",
    file("minus.safetensors"),
  );
  const minus = readModelFile(await readFile(file("minus.safetensors")));
  expect(minus.config).toMatchObject({ kind: "scouter-", slotHead: { sign: -1, mode: "paper" } });
  const kernel = "backbone.layer1.0.conv1.weight";
  expect(minus.arrays[kernel].data).toEqual(fc.arrays[kernel].data);
});

it("says what is missing", async () => {
  const out = ["--out", file("x.safetensors")];
  await expect(train("--kind", "scouter+", "--freeze", "backbone", ...out)).rejects.toThrow(
    "trained weights",
  );
  await expect(train("--kind", "fc", "--size", "7", ...out)).rejects.toThrow(/size/);
  await expect(train("--kind", "fc", "--set", "epochs=0", ...out)).rejects.toThrow("epochs");
  await expect(train("--kind", "fc", "--test", "nowhere", ...out)).rejects.toThrow("nowhere");
  await writeFile(file("list.txt"), "red/0.png\nred/99.png\n");
  const list = ["--validation", file("list.txt")];
  await expect(train("--kind", "fc", ...list, ...out)).rejects.toThrow("line 2");
});

it("makes the folder it writes to, and stops in words where nothing can be written", async () => {
  await train("--kind", "fc", "--size", "32", "--out", file("deep/down/fc.safetensors"));
  expect(readModelFile(await readFile(file("deep/down/fc.safetensors"))).config.kind).toBe("fc");
  await writeFile(file("occupied"), "a file");
  const inFile = train("--kind", "fc", "--out", file("occupied/fc.safetensors"));
  await expect(inFile).rejects.toMatchObject({
    code: "invalid",
    message: expect.stringContaining("written"),
  });
  // The log is opened once the training runs.
  await mkdir(file("fc2.log.jsonl"));
  const noLog = train("--kind", "fc", "--size", "32", "--out", file("fc2.safetensors"));
  await expect(noLog).rejects.toMatchObject({ code: "invalid", message: expect.stringContaining("written") });
});

it("is stopped by Ctrl-C within seconds and goes on to the weights it would have had", async () => {
  const epochs = ["--epochs", "12", "--kind", "fc", "--size", "32"];
  await train(...epochs, "--out", file("whole.safetensors"));
  const interrupted = train(...epochs, "--out", file("pieces.safetensors"));
  const outcome = expect(interrupted).rejects.toMatchObject({ code: "cancelled" });
  await until(
    "an epoch",
    async () => (await stat(file("pieces.checkpoint")).catch(() => null)) !== null,
    60_000,
  );
  const asked = Date.now();
  process.emit("SIGINT");
  await outcome;
  // Promised are three seconds; a machine that runs other tests at the same time is not held to it.
  expect(Date.now() - asked).toBeLessThan(10_000);
  await train(...epochs, "--out", file("pieces.safetensors"));
  const [whole, pieces] = await Promise.all(
    ["whole", "pieces"].map((name) => readFile(file(`${name}.safetensors`))),
  );
  expect(pieces.equals(whole)).toBe(true);
  const log = await readFile(file("pieces.log.jsonl"), "utf8");
  expect(log.match(/"event":"epoch"/g)).toHaveLength(12);
  await expect(stat(file("pieces.checkpoint"))).rejects.toThrow("ENOENT");
}, 180_000);
