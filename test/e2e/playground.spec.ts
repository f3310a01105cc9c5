import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium, expect, type Page, test } from "@playwright/test";
import sharp from "sharp";
import { exportPlayground } from "#cli/playground/export-playground.ts";
import { PlaygroundData } from "#components/playground/playground-data.ts";
import type { JobEvent, MapRequest, MethodId } from "#components/playground/protocol.ts";
import { findExplainer } from "#lib/explain/registry.ts";
import { runExplainer } from "#lib/explain/run-explainer.ts";
import { decodeImage } from "#lib/imaging/decode-image.ts";
import { toModelInput } from "#lib/imaging/model-input.ts";
import { openModel } from "#lib/scouter/open-model.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { askWorker } from "#test/support/ask-worker.ts";
import { type StaticSite, serveFolder } from "#test/support/static-site.ts";

const UNDER = "/some/where/else/";
const SCENES = "demo/scenes/data/test";
/** Of the largest value of all classes. The same engine in Node and in the browser differs by nothing but the compiler of its JavaScript. */
const SAME_ENGINE = 1e-6;
/** Logits and maps of the forward engine that a worker chooses (onnxruntime), in float32. */
const OTHER_ENGINE = 1e-4;

let folder: string;
let site: StaticSite;
let data: PlaygroundData;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  folder = join(await mkdtemp(join(tmpdir(), "whynot-playground-")), "out");
  await exportPlayground({ out: folder, examples: 10 });
  data = PlaygroundData.parse(JSON.parse(await readFile(join(folder, "playground.json"), "utf8")));
  site = await serveFolder(folder, UNDER);
});
test.afterAll(async () => {
  await site?.close();
  await rm(join(folder, ".."), { recursive: true, force: true });
});

const computed = (page: Page) => page.getByText(/^Computed on this device with/);

async function openPage(page: Page): Promise<void> {
  await page.goto(site.url);
  await expect(computed(page)).toBeVisible({ timeout: 60_000 });
}

async function someScene(className: string): Promise<Buffer> {
  const [first] = (await readdir(join(SCENES, className))).sort();
  return readFile(join(SCENES, className, first));
}

/** Drops a file on the page, as a hand does. */
async function drop(page: Page, name: string, type: string, bytes: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ name, type, base64 }) => {
      const file = new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name, {
        type,
      });
      const transfer = new DataTransfer();
      transfer.items.add(file);
      return transfer;
    },
    { name, type, base64: bytes.toString("base64") },
  );
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
}

test("a visitor without network drops a photo and sees why and why not of every class", async ({ page }) => {
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await openPage(page);
  expect(requests.filter((url) => !url.startsWith(site.url) && !url.startsWith("blob:"))).toEqual([]);
  requests.length = 0;
  await page.context().setOffline(true);
  await site.close();

  await drop(page, "mine.webp", "image/webp", await someScene("penguin"));
  await expect(page.getByText("mine.webp · 384 × 384")).toBeVisible();
  await expect(computed(page)).toBeVisible();
  for (const method of ["Attention", "Shares of the logit", "Grad-CAM"]) {
    await page.getByRole("radio", { name: method }).check({ force: true });
    for (const name of data.models[0].classNames) {
      await expect(page.getByRole("img", { name: `Why ${name}: saliency map`, exact: false })).toBeVisible();
      if (method === "Grad-CAM") continue;
      await expect(page.getByRole("img", { name: `Why not ${name}: saliency map` })).toBeVisible();
    }
  }
  await expect(page.locator("canvas")).toHaveCount(data.models[0].classNames.length);
  expect(requests.filter((url) => !url.startsWith("blob:"))).toEqual([]);

  site = await serveFolder(folder, UNDER);
});

test("the browser's numbers are the server's", async ({ page }) => {
  test.setTimeout(180_000);
  await page.goto(site.url);
  const png = await sharp(await someScene("koala"))
    .resize(301, 233, { fit: "fill" })
    .png()
    .toBuffer();
  const picture = await decodeImage(new Uint8Array(png));
  for (const model of data.models) {
    const methods: MethodId[] = model.kind === "fc" ? ["cam", "grad-cam"] : [model.kind, "grad-cam"];
    const maps: MapRequest[] = methods.flatMap((method) =>
      (method.startsWith("scouter") ? [{ map: "attention" }, { map: "additive" }] : [{}]).map((options) => ({
        key: `${method} ${JSON.stringify(options)}`,
        modelId: model.id,
        method,
        options,
      })),
    );
    const targets = model.classNames.map((_, i) => i);
    const file = { id: model.id, address: `${site.url}${model.address}`, bytes: model.bytes };
    const pictures = [png.toString("base64")];
    const [events] = await askWorker(page, { pictures, models: [file], targets, maps });

    const weights = new Uint8Array(await readFile(join(folder, model.address)));
    for (const [tolerance, wish] of [
      [SAME_ENGINE, { gradient: "wasm", forward: "wasm" }],
      [OTHER_ENGINE, { gradient: "wasm" }],
    ] as const) {
      const view = await openModel(weights, wish);
      const each = targets.map(() => picture);
      const images = toModelInput(each, { size: view.inputSize, ...view.normalisation });
      const classes = view.classNames.length;
      const logits = (await view.predict(images)).subarray(0, classes);
      expectClose(answerOf(events), logits, tolerance, `${model.name} logits`);
      for (const { key, method, options } of maps) {
        const [explainer, random] = [findExplainer(method), createRandom("0")];
        const want = await runExplainer({ explainer, model: view, images, targets, options, random });
        const got = targets.flatMap((target) => mapOf(events, key, target));
        const numbers = Float32Array.from(want.flatMap(({ data }) => [...data]));
        expectClose(got, numbers, tolerance, `${model.name} ${key} to ${tolerance}`);
      }
      await view.dispose();
    }
  }
});

function answerOf(events: JobEvent[]): readonly number[] {
  const answer = events.find((event) => event.type === "answer");
  if (!answer) throw new Error(JSON.stringify(events));
  return answer.logits;
}

function mapOf(events: JobEvent[], key: string, target: number): readonly number[] {
  const found = events.find((event) => event.type === "map" && event.key === key && event.target === target);
  if (found?.type !== "map") throw new Error(`no map ${key} of ${target}`);
  return found.map.data;
}

function expectClose(got: readonly number[], want: Float32Array, tolerance: number, what: string): void {
  expect(got.length, what).toBe(want.length);
  const size = want.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-6);
  const error = Math.max(...got.map((value, i) => Math.abs(value - want[i]))) / size;
  expect(error, what).toBeLessThan(tolerance);
}

test("WebGPU computes the same in a browser, on a program in place of a GPU", async () => {
  test.setTimeout(240_000);
  const args = ["--no-sandbox", "--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"];
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH, args });
  try {
    const page = await browser.newPage();
    await page.goto(site.url);
    const hasAdapter = await page.evaluate(async () => {
      const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<unknown> } };
      return Boolean(await gpu?.requestAdapter());
    });
    test.skip(!hasAdapter, "this Chromium has no WebGPU adapter, not even SwiftShader");
    const model = data.models.find(({ kind }) => kind === "fc")!;
    const question = {
      pictures: [(await someScene("fox")).toString("base64")],
      models: [{ id: model.id, address: `${site.url}${model.address}`, bytes: model.bytes }],
      targets: [0, 2],
      maps: [{ key: "map", modelId: model.id, method: "grad-cam" as const, options: {} }],
    };
    const [wasm] = await askWorker(page, { ...question, wish: "wasm" });
    const [webgpu] = await askWorker(page, { ...question, wish: "webgpu" });
    expect(webgpu.find((event) => event.type === "engine")?.engine.name).toMatch(/^webgpu .* on /);
    const all = (events: JobEvent[]) => question.targets.flatMap((target) => mapOf(events, "map", target));
    expectClose(answerOf(webgpu), Float32Array.from(answerOf(wasm)), OTHER_ENGINE, "logits");
    expectClose(all(webgpu), Float32Array.from(all(wasm)), OTHER_ENGINE, "Grad-CAM");
  } finally {
    await browser.close();
  }
});

test("a photo is turned upright, transparency is white, and nothing piles up in memory", async ({ page }) => {
  await page.goto(site.url);
  const [model] = data.models;
  const scene = sharp(await someScene("panda"));
  const upright = await scene.clone().resize(320, 200, { fit: "fill" }).png().toBuffer();
  // Orientation 6 says: turn it a quarter clockwise to look at it.
  const lying = await sharp(upright).rotate(270).withMetadata({ orientation: 6 }).png().toBuffer();
  const hole = { width: 320, height: 100, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 1 } } as const;
  const holed = await sharp(upright)
    .ensureAlpha()
    .composite([
      { input: await sharp({ create: hole }).png().toBuffer(), blend: "dest-out", gravity: "north" },
    ])
    .png()
    .toBuffer();
  const file = { id: model.id, address: `${site.url}${model.address}`, bytes: model.bytes };
  const buffers = [upright, lying, holed, upright, lying, holed];
  const answers = await askWorker(page, {
    pictures: buffers.map((buffer) => buffer.toString("base64")),
    models: [file],
    targets: model.classNames.map((_, i) => i),
    maps: [{ key: "map", modelId: model.id, method: "grad-cam", options: {} }],
  });
  const view = await openModel(new Uint8Array(await readFile(join(folder, model.address))));
  for (const [i, buffer] of buffers.entries()) {
    const picture = await decodeImage(new Uint8Array(buffer));
    const opened = answers[i].find((event) => event.type === "picture");
    expect(opened).toMatchObject({ width: 320, height: 200 });
    const input = toModelInput([picture], { size: view.inputSize, ...view.normalisation });
    expectClose(answerOf(answers[i]), await view.predict(input), OTHER_ENGINE, `picture ${i}`);
  }
  await view.dispose();
  const held = answers.map((events) => events.find((event) => event.type === "done")?.tensors);
  expect(held[0]).toBeGreaterThan(0);
  expect(new Set(held).size).toBe(1);
});

test("what is no picture gets a clear word and takes nothing away", async ({ page }) => {
  await openPage(page);
  const alert = page.getByRole("alert");
  const bad: [name: string, type: string, bytes: Buffer, word: RegExp][] = [
    ["paper.pdf", "application/pdf", Buffer.from("%PDF-1.7 and more"), /is a PDF document/],
    ["empty.jpg", "image/jpeg", Buffer.alloc(0), /file is empty/],
    [
      "cut.png",
      "image/png",
      (
        await sharp(await someScene("fox"))
          .png()
          .toBuffer()
      ).subarray(0, 40),
      /damaged/,
    ],
    ["phone.heic", "image/heic", Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic"), /HEIC photo/],
    ["huge.png", "image/png", pngHeader(20_000, 20_000), /400 megapixels; up to 50/],
  ];
  for (const [name, type, bytes, word] of bad) {
    await drop(page, name, type, bytes);
    await expect(alert).toContainText(word);
    await expect(page.getByText("cat-face · 384 × 384")).toBeVisible();
  }
  await drop(page, "good.webp", "image/webp", await someScene("lion"));
  await expect(page.getByText("good.webp · 384 × 384")).toBeVisible();
  await expect(alert).toHaveCount(0);
});

/** The first bytes of a PNG of this size. */
function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(64);
  header.write("\x89PNG\r\n\x1a\n", "latin1");
  header.writeUInt32BE(13, 8);
  header.write("IHDR", 12, "latin1");
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  return header;
}

test("the page is accessible and fits a phone, light and dark", async ({ browser }) => {
  for (const colorScheme of ["light", "dark"] as const) {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, colorScheme });
    const page = await context.newPage();
    await openPage(page);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
    await context.close();
  }
});

test("the folder points nowhere outside itself", async () => {
  const files = (await readdir(folder, { recursive: true })).filter((file) =>
    /\.(html|css|json)$/.test(file),
  );
  for (const file of files) {
    const text = await readFile(join(folder, file), "utf8");
    const outside = text.match(
      /(?:src|href)="(?:\w+:|\/)[^"]*"|url\(\s*["']?(?:\w+:|\/)[^)]*\)|"(?:https?:)?\/\/[^"]*"/g,
    );
    expect(outside, file).toBeNull();
  }
  // Scripts name addresses in what they say when something fails; none of them is ever asked for one.
  const scripts = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".js"));
  expect(scripts.length).toBeGreaterThan(1);
  for (const script of scripts) {
    const text = await readFile(join(folder, script), "utf8");
    const called = text.match(/(?:fetch|import|importScripts|Worker|open)\(\s*["'`](?:https?:)?\/\/[^"'`]*/g);
    expect(called, script).toBeNull();
  }
});
