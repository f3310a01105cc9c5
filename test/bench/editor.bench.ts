import { chromium, type Page } from "@playwright/test";
import { newId } from "#lib/db/id.ts";
import type { Annotation, Point } from "#lib/formats/dataset/annotation.ts";
import { memorySource } from "#lib/formats/sources/memory-source.ts";
import { encodePng } from "#lib/imaging/encode-image.ts";
import type { Ctx } from "#lib/services/context.ts";
import { importFolder } from "#lib/services/datasets/import-folder.ts";
import { saveRegions } from "#lib/services/regions/save-regions.ts";
import { findChromium } from "#scripts/chromium.mjs";
import { startTestServer } from "#test/support/database-server.ts";
import { signInTo } from "#test/support/sign-in.ts";
import { startTestSite } from "#test/support/site.ts";
import { type Benchmark, type Measurement, median } from "./bench.ts";

const SHAPES = 1000;
const [WIDTH, HEIGHT] = [1200, 900];
const FRAMES = 120;
const ROUNDS = 3;

export default {
  name: "editor",
  about: `${SHAPES} shapes, boxes and polygons of 12 corners, in Chromium without a GPU at 1280 x 800: frames per second over ${FRAMES} frames, medians of ${ROUNDS} rounds, beside those of an empty page.`,
  async run() {
    const stop = await startTestServer();
    const site = await startTestSite(4_970);
    const browser = await chromium.launch({
      executablePath: await findChromium(),
      args: ["--no-sandbox", "--disable-gpu"],
    });
    try {
      const ctx = await site.database.ctx("owner");
      const imageId = await fill(ctx);
      const { email } = await site.signedIn("curator");
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      // tsx names inner functions by a helper that a page does not have.
      await context.addInitScript("globalThis.__name = (inner) => inner");
      const page = await context.newPage();
      await signInTo(site.url, page, email);
      await page.goto(`${site.url}/images/${imageId}/regions`);
      await page.getByRole("application").waitFor();
      await page.getByText("Saved", { exact: true }).waitFor();
      return await measure(await context.newPage(), page);
    } finally {
      await browser.close();
      await site.close();
      await stop();
    }
  },
} satisfies Benchmark;

/** An image with boxes and polygons in rows; the first is a large box in the middle, on top. */
async function fill(ctx: Ctx): Promise<string> {
  const data = Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, i) => (i * 7) % 251);
  const source = memorySource(
    new Map([
      ["a.png", await encodePng({ data, width: WIDTH, height: HEIGHT })],
      ["images.jsonl", new TextEncoder().encode(JSON.stringify({ file: "a.png", class: "thing" }))],
    ]),
  );
  const { datasetId } = await importFolder(ctx, { name: "Many shapes", source });
  const { id: imageId } = await ctx.db.image.findFirstOrThrow({ where: { datasetId: datasetId ?? "" } });
  const mark = (i: number): Annotation => {
    if (i === 0) return { kind: "box", x: 550, y: 400, width: 100, height: 100, order: 1 };
    const [x, y] = [10 + (i % 40) * 29, 10 + Math.floor(i / 40) * 34];
    if (i % 2) return { kind: "box", x, y, width: 24, height: 20 };
    const ring = Array.from({ length: 12 }, (_, k): Point => {
      const angle = (k / 12) * 2 * Math.PI;
      return [x + 12 + 11 * Math.cos(angle), y + 12 + 11 * Math.sin(angle)];
    });
    return { kind: "polygon", parts: [ring] };
  };
  const changes = Array.from({ length: SHAPES }, (_, i) => ({
    kind: "put",
    id: newId(),
    regionKey: newId(),
    baseRevision: 0,
    classId: null,
    mark: mark(i),
  }));
  await saveRegions(ctx, { imageId, changes });
  return imageId;
}

type Work = "nothing" | "drag" | "pan" | "zoom";

async function measure(empty: Page, page: Page): Promise<Measurement[]> {
  await empty.goto("data:text/html,<p>Nothing</p>");
  const rates: Record<string, number[]> = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, where, work] of [
      ["an empty page", empty, "nothing"],
      ["dragging one shape", page, "drag"],
      ["panning", page, "pan"],
      ["zooming", page, "zoom"],
    ] as const) {
      await where.bringToFront();
      rates[name] = [
        ...(rates[name] ?? []),
        await where.evaluate(countFrames, { work: work as Work, frames: FRAMES }),
      ];
    }
  }
  return Object.entries(rates).map(([name, values]) => ({
    name,
    value: median(values),
    unit: "frames/s",
    ...(name === "an empty page" ? {} : { target: ">= 50" }),
  }));
}

/** Runs in the page: one pointer or wheel event a frame, as a screen's refresh would bring them. */
function countFrames({ work, frames }: { work: Work; frames: number }): Promise<number> {
  const stage = document.querySelector<HTMLElement>("[role=application]") ?? document.body;
  const { left, top, width, height } = stage.getBoundingClientRect();
  const [cx, cy] = [left + width / 2, top + height / 2];
  const button = work === "pan" ? 1 : 0;
  stage.setPointerCapture = () => undefined;
  const pointer = (type: string, x: number, y: number) =>
    stage.dispatchEvent(
      new PointerEvent(type, {
        bubbles: true,
        pointerId: 1,
        pointerType: "mouse",
        button,
        clientX: x,
        clientY: y,
      }),
    );
  const act = (frame: number) => {
    const [dx, dy] = [60 * Math.sin(frame / 8), 60 * Math.cos(frame / 11) - 60];
    if (work === "drag" || work === "pan") pointer("pointermove", cx + dx, cy + dy);
    if (work === "zoom") {
      const deltaY = frame % 60 < 30 ? -40 : 40;
      stage.dispatchEvent(
        new WheelEvent("wheel", { deltaY, ctrlKey: true, clientX: cx, clientY: cy, cancelable: true }),
      );
    }
  };
  return new Promise((resolve) => {
    let frame = 0;
    let startedAt = 0;
    if (work === "drag" || work === "pan") pointer("pointerdown", cx, cy);
    const step = (now: number) => {
      if (frame === 0) startedAt = now;
      if (frame === frames) {
        if (work === "drag" || work === "pan") pointer("pointerup", cx, cy);
        resolve((frames * 1000) / (now - startedAt));
        return;
      }
      act(frame++);
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
}
