// Pictures of the demo's pages for docs/screenshots: `npx tsx scripts/screenshots.ts --url URL --password PASSWORD`.
// They are taken of a site that runs (`npm run demo`), best when its runs are done.
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { type Browser, chromium, type Page } from "@playwright/test";
import sharp from "sharp";
import { findChromium } from "./chromium.mjs";

const OUT = path.join(import.meta.dirname, "..", "docs", "screenshots");
const DESKTOP = { name: "desktop", viewport: { width: 1440, height: 900 }, maxHeight: 1800 };
const PHONE = { name: "phone", viewport: { width: 390, height: 844 }, maxHeight: 1700 };
const SCHEMES = ["light", "dark"] as const;
const QUALITY = 72;

interface Shot {
  name: string;
  address: string;
  /** What to do on the page before the picture is taken. */
  prepare?: (page: Page) => Promise<void>;
}

async function signIn(page: Page, url: string, email: string, password: string): Promise<void> {
  await page.goto(`${url}/signin`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${url}/`);
}

/** The address of the first link on a page whose target starts so. */
async function firstLink(page: Page, from: string, start: string): Promise<string> {
  await page.goto(from);
  await page.getByRole("heading", { level: 1 }).waitFor();
  const links = page.locator(`main a[href^="${start}"]:not([href$="/new"], [href$="/import"])`);
  const address = await links.first().getAttribute("href", { timeout: 10_000 });
  if (!address) throw new Error(`${from} has no link to ${start}: let the demo finish first.`);
  return new URL(address, from).href;
}

/** Walks from page to page as a person would, so that no id has to be known. */
async function listShots(page: Page, url: string): Promise<Shot[]> {
  const run = await firstLink(page, `${url}/metrics`, "/explanations/");
  const pair = await firstLink(page, run, "/explanations/pair/");
  const study = await firstLink(page, `${url}/studies`, "/studies/");
  const participant = await firstLink(page, `${url}/studies`, "/s/");
  const image = await firstLink(page, pair, "/images/");
  const dataset = await firstLink(page, image, "/datasets/");
  return [
    { name: "home", address: `${url}/` },
    { name: "import", address: `${url}/datasets/import`, prepare: chooseFolder },
    { name: "dataset", address: dataset, prepare: waitForGrid },
    ...["classes", "splits", "review", "versions", "exports"].map((part) => ({
      name: part,
      address: `${dataset}/${part}${part === "review" ? "?state=drawn" : ""}`,
    })),
    { name: "image", address: image },
    { name: "regions", address: `${image}/regions`, prepare: waitForSaver },
    { name: "image-review", address: `${image}/review` },
    { name: "members", address: `${url}/settings/members` },
    { name: "model", address: await firstLink(page, `${url}/models`, "/models/") },
    { name: "models", address: `${url}/models` },
    { name: "new-training", address: `${url}/models/trainings/new` },
    { name: "import-model", address: `${url}/models/import` },
    { name: "new-run", address: `${url}/explanations/new` },
    { name: "run", address: run },
    { name: "pair", address: pair },
    { name: "map", address: await firstLink(page, `${url}/metrics`, "/explanations/map/") },
    { name: "metrics", address: `${url}/metrics` },
    { name: "playground", address: `${url}/playground`, prepare: waitForMaps },
    { name: "study", address: study },
    { name: "results", address: `${study}/results` },
    { name: "participant-consent", address: participant },
    { name: "participant-instruction", address: participant, prepare: agree },
    { name: "participant-trial", address: participant, prepare: tryPractice },
  ];
}

/** Sends a folder of pictures and waits for what would come of it: nothing is imported. */
async function chooseFolder(page: Page): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose a folder" }).click();
  await (await chooser).setFiles(path.join(import.meta.dirname, "..", "demo", "scenes", "data", "test"));
  await page.getByRole("heading", { name: "What would come of it" }).waitFor({ timeout: 120_000 });
}

/** The grid comes in blocks. */
async function waitForGrid(page: Page): Promise<void> {
  await page.locator("main img").nth(20).waitFor();
}

/** The editor is ready once it knows what is stored. */
async function waitForSaver(page: Page): Promise<void> {
  await page.getByText("Saved", { exact: true }).first().waitFor();
}

/** The first example is explained by itself. */
async function waitForMaps(page: Page): Promise<void> {
  await page.getByText("Nothing was uploaded").waitFor({ timeout: 60_000 });
}

/** A browser that has taken part already comes back where it left. */
async function agree(page: Page): Promise<void> {
  const consent = page.getByRole("button", { name: "I agree" });
  const instruction = page.getByRole("button", { name: "Try it" });
  await page.waitForLoadState("networkidle");
  if (await consent.isVisible()) await consent.click();
  await instruction.waitFor();
}

/** The first practice trial: practice is never stored. */
async function tryPractice(page: Page): Promise<void> {
  await agree(page);
  await page.getByRole("button", { name: "Try it" }).click();
  await page.getByRole("img").waitFor();
}

/** Waits for every picture, those below the fold too. */
async function loadPictures(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const image of document.images) image.loading = "eager";
  });
  await page.waitForFunction(() => [...document.images].every((image) => image.complete), null, {
    timeout: 60_000,
  });
  await page.waitForTimeout(300);
}

async function take(page: Page, shot: Shot, size: typeof DESKTOP, scheme: string): Promise<number> {
  await page.goto(shot.address);
  await page.getByRole("heading").first().waitFor();
  await shot.prepare?.(page);
  await loadPictures(page);
  const png = await page.screenshot({ fullPage: true });
  const { width = 0, height = 0 } = await sharp(png).metadata();
  const webp = await sharp(png)
    .extract({ left: 0, top: 0, width, height: Math.min(height, size.maxHeight) })
    .webp({ quality: QUALITY, effort: 6 })
    .toBuffer();
  await writeFile(path.join(OUT, `${shot.name}-${size.name}-${scheme}.webp`), webp);
  return webp.byteLength;
}

async function takeAll(browser: Browser, url: string, email: string, password: string): Promise<void> {
  let shots: Shot[] | undefined;
  for (const size of [DESKTOP, PHONE]) {
    for (const colorScheme of SCHEMES) {
      const context = await browser.newContext({
        viewport: size.viewport,
        colorScheme,
        reducedMotion: "reduce",
      });
      const page = await context.newPage();
      await signIn(page, url, email, password);
      shots ??= await listShots(page, url);
      for (const shot of shots) {
        const bytes = await take(page, shot, size, colorScheme);
        console.log(`${shot.name}-${size.name}-${colorScheme}.webp  ${Math.round(bytes / 1000)} kB`);
      }
      await context.close();
    }
  }
}

const { values } = parseArgs({
  options: {
    url: { type: "string", default: "http://127.0.0.1:3000" },
    email: { type: "string", default: "demo@whynot.local" },
    password: { type: "string", default: "" },
  },
});
await mkdir(OUT, { recursive: true });
const executablePath = await findChromium();
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  await takeAll(browser, values.url, values.email, values.password);
} finally {
  await browser.close();
}
