import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Browser, chromium, type Page } from "@playwright/test";
import { exportPlayground } from "#cli/playground/export-playground.ts";
import { findChromium } from "#scripts/chromium.mjs";
import { serveFolder } from "#test/support/static-site.ts";
import { type Benchmark, type Measurement, median, time } from "./bench.ts";

const ROUNDS = 5;

export default {
  name: "playground",
  about: `The exported playground with the demo's models in Chromium without a GPU, from a server on this machine: sizes, and medians of ${ROUNDS} first visits.`,
  async run() {
    const home = await mkdtemp(join(tmpdir(), "whynot-playground-"));
    const folder = join(home, "out");
    await exportPlayground({ out: folder, examples: 10 });
    const site = await serveFolder(folder, "/");
    const args = ["--no-sandbox", "--disable-gpu"];
    const browser = await chromium.launch({ executablePath: await findChromium(), args });
    try {
      return [...(await measureSizes(folder)), ...(await measureVisits(browser, site.url))];
    } finally {
      await browser.close();
      await site.close();
      await rm(home, { recursive: true });
    }
  },
} satisfies Benchmark;

const PARTS: [name: string, part: RegExp][] = [
  ["page", /^(app\.js|index\.html|styles\.css|inter\.woff2|icon\.svg)$/],
  ["maths", /^engine\//],
  ["three models", /^models\//],
  ["ten pictures", /^pictures\//],
];

async function measureSizes(folder: string): Promise<Measurement[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
  const rows: Measurement[] = [];
  for (const [name, part] of PARTS) {
    const some = paths.filter((path) => part.test(path.slice(folder.length + 1).replaceAll("\\", "/")));
    const contents = await Promise.all(some.map((path) => readFile(path)));
    const sum = (sizes: number[]) => sizes.reduce((total, size) => total + size, 0) / 1e3;
    rows.push({ name, value: sum(contents.map(({ length }) => length)), unit: "kB" });
    rows.push({
      name: `${name}, compressed`,
      value: sum(contents.map((bytes) => gzipSync(bytes).length)),
      unit: "kB",
    });
  }
  return rows;
}

async function measureVisits(browser: Browser, url: string): Promise<Measurement[]> {
  const [first, all, second, method]: number[][] = [[], [], [], []];
  for (let round = 0; round < ROUNDS; round++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const visited = performance.now();
    await page.goto(url);
    await page.locator("canvas").first().waitFor();
    first.push(performance.now() - visited);
    await allMaps(page);
    all.push(performance.now() - visited);
    second.push(
      await time(async () => {
        await page.getByRole("button", { name: "penguin" }).click();
        await page.getByText("penguin · ").waitFor();
        await allMaps(page);
      }),
    );
    method.push(
      await time(async () => {
        await page.keyboard.press("3");
        await page.getByText("Features weighed").waitFor();
        await allMaps(page, 10);
      }),
    );
    await context.close();
  }
  return [
    { name: "first visit, first map", value: median(first), unit: "ms" },
    { name: "first visit, both maps of ten classes", value: median(all), unit: "ms" },
    { name: "next picture, both maps of ten classes", value: median(second), unit: "ms" },
    { name: "Grad-CAM of ten classes", value: median(method), unit: "ms" },
  ];
}

async function allMaps(page: Page, count = 20): Promise<void> {
  await page.waitForFunction((wanted) => document.querySelectorAll("canvas").length === wanted, count);
  await page.getByText(/^Computed on this device/).waitFor();
}
