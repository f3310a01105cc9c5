import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { exportPlayground } from "#cli/playground/export-playground.ts";
import { PlaygroundData } from "#components/playground/playground-data.ts";
import { decodeImage } from "#lib/imaging/decode-image.ts";
import { writePng } from "#lib/imaging/write-png.ts";
import { tinyModel } from "#test/support/tiny-models.ts";

let home: string;
let model: string;
const photos = () => join(home, "photos");

beforeAll(async () => {
  vi.spyOn(console, "log").mockImplementation(() => {});
  home = await mkdtemp(join(tmpdir(), "whynot-playground-"));
  model = join(home, "fc.safetensors");
  await writeFile(model, tinyModel("fc"));
  for (const [name, count] of Object.entries({ cat: 3, fox: 1, owl: 2 })) {
    await mkdir(join(photos(), name), { recursive: true });
    for (let i = 0; i < count; i++) {
      const data = new Uint8Array(20 * 16 * 3).fill(40 * i + name.length);
      await writeFile(join(photos(), name, `${i}.png`), writePng(data, 20, 16, 3));
    }
  }
});
afterAll(() => rm(home, { recursive: true, force: true }));

it("writes a folder that describes its models, measured on the classes they know, and its pictures", async () => {
  const out = join(home, "out");
  await exportPlayground({ out, models: [model], images: [photos()], examples: 4 });
  const data = PlaygroundData.parse(JSON.parse(await readFile(join(out, "playground.json"), "utf8")));
  const [{ reliability, address, bytes }] = data.models;
  expect(reliability).toMatchObject({ images: 4, on: "photos" });
  expect(reliability?.perClass.map((known) => known?.images ?? null)).toEqual([3, null, 1]);
  expect((await readFile(join(out, address))).length).toBe(bytes);
  expect(data.pictures.map(({ className }) => className)).toEqual(["cat", "fox", "owl", "cat"]);
  const opened = await decodeImage(new Uint8Array(await readFile(join(out, data.pictures[0].address))));
  expect(opened).toMatchObject({ width: 20, height: 16 });
  expect(await readdir(out)).toEqual(
    expect.arrayContaining(["index.html", "app.js", "styles.css", "engine"]),
  );
  const licences = await readFile(join(out, "licences.txt"), "utf8");
  for (const name of ["react-dom", "zod", "@tensorflow/tfjs-core", "@fontsource-variable/inter"]) {
    expect(licences).toContain(`${name} `);
  }
  expect(licences).not.toMatch(/, undefined\n|\n\n\n-{80}/);
  await exportPlayground({ out, models: [model], examples: 4 });
  expect(JSON.parse(await readFile(join(out, "playground.json"), "utf8")).pictures).toEqual([]);
});

it("touches no folder that holds something else, nor one it cannot fill", async () => {
  const out = join(home, "thesis");
  await mkdir(out);
  await writeFile(join(out, "thesis.tex"), "years of work");
  await expect(exportPlayground({ out, models: [model], examples: 1 })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await readdir(out)).toEqual(["thesis.tex"]);
  const none = join(home, "none");
  await expect(
    exportPlayground({ out: none, models: [join(home, "no.safetensors")], examples: 1 }),
  ).rejects.toMatchObject({ code: "not_found" });
  expect(await readdir(home)).not.toContain("none");
});
