import { AxeBuilder } from "@axe-core/playwright";
import { type BrowserContext, type CDPSession, expect, type Page, test } from "@playwright/test";
import type { Region } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import type { Point } from "#lib/formats/dataset/annotation.ts";
import { memorySource } from "#lib/formats/sources/memory-source.ts";
import { encodePng } from "#lib/imaging/encode-image.ts";
import { decodeMask } from "#lib/imaging/region.ts";
import type { Ctx } from "#lib/services/context.ts";
import { importFolder } from "#lib/services/datasets/import-folder.ts";
import { saveRegions } from "#lib/services/regions/save-regions.ts";
import { createFinishedRun } from "#test/support/finished-run.ts";
import { focusOn } from "#test/support/focus-on.ts";
import { signInTo } from "#test/support/sign-in.ts";
import { startTestSite, type TestSite } from "#test/support/site.ts";

const [WIDTH, HEIGHT] = [240, 160];

let site: TestSite;
let ctx: Ctx;
let email: string;
let images: string[];
let used = 0;

test.beforeAll(async () => {
  test.setTimeout(600_000);
  site = await startTestSite(4890);
  ctx = await site.database.ctx("owner");
  const files = new Map<string, Uint8Array>();
  const lines: string[] = [];
  for (let i = 0; i < 16; i++) {
    const data = Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, at) => (at * (i + 3)) % 251);
    files.set(`${i}.png`, await encodePng({ data, width: WIDTH, height: HEIGHT }));
    lines.push(JSON.stringify({ file: `${i}.png`, class: i % 2 ? "dog" : "cat" }));
  }
  files.set("images.jsonl", new TextEncoder().encode(lines.join("\n")));
  await importFolder(ctx, { name: "Drawn on", source: memorySource(files) });
  const rows = await ctx.db.image.findMany({ orderBy: { id: "asc" } });
  images = rows.map(({ id }) => id);
  ({ email } = await site.signedIn("curator"));
});
test.afterAll(() => site?.close());

/** An image nobody has drawn on. */
const freshImage = () => images[used++];

const stageOf = (page: Page) => page.getByRole("application", { name: "Drawing area" });

async function openEditor(page: Page, imageId: string): Promise<void> {
  await page.goto(`${site.url}/images/${imageId}/regions`);
  await expect(stageOf(page).locator("svg > g").first()).toHaveAttribute("transform", /matrix/);
  await saved(page);
}

const saved = (page: Page) => expect(page.locator("[data-saved]")).toHaveAttribute("data-saved", "saved");

/** Waits for what was drawn to be on its way and then to have arrived. */
async function arrives(page: Page): Promise<void> {
  await page.waitForTimeout(700);
  await saved(page);
}

/** From image pixels to the window, as the stage shows them now. */
async function onScreen(page: Page): Promise<(point: Point) => Point> {
  const { left, top, matrix } = await stageOf(page).evaluate((stage) => ({
    left: stage.getBoundingClientRect().left,
    top: stage.getBoundingClientRect().top,
    matrix: stage.querySelector("svg > g")?.getAttribute("transform") ?? "",
  }));
  const [scale, , , , x, y] = matrix.match(/-?[\d.e-]+/g)!.map(Number);
  return ([px, py]) => [px * scale + x + left, py * scale + y + top];
}

async function drag(page: Page, points: readonly Point[]): Promise<void> {
  const at = await onScreen(page);
  await page.mouse.move(...at(points[0]));
  await page.mouse.down();
  for (const point of points.slice(1)) await page.mouse.move(...at(point), { steps: 4 });
  await page.mouse.up();
}

async function click(page: Page, points: readonly Point[]): Promise<void> {
  const at = await onScreen(page);
  for (const point of points) await page.mouse.click(...at(point));
}

/** What the database holds of an image, by the order it was drawn in: the last revision of each region there is. */
async function stored(imageId: string): Promise<(Region & { geometry: unknown })[]> {
  const rows = await ctx.db.region.findMany({ where: { imageId }, orderBy: { revision: "asc" } });
  const latest = new Map(rows.map((row) => [row.regionKey, row]));
  return [...latest.values()]
    .filter(({ removedAt }) => removedAt === null)
    .sort((a, b) => a.regionKey.localeCompare(b.regionKey));
}

/** Every number of the geometry, to the nearest pixel of the image. */
const rounded = (value: unknown): unknown =>
  typeof value === "number"
    ? Math.round(value)
    : Array.isArray(value)
      ? value.map(rounded)
      : typeof value === "object" && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, rounded(each)]))
        : value;

const shapes = async (imageId: string) =>
  (await stored(imageId)).map(({ kind, geometry }) => [kind, kind === "mask" ? "…" : rounded(geometry)]);

const BOX: Point[] = [
  [30, 30],
  [90, 70],
];
const box = (x: number, y: number, width: number, height: number) => ["box", { x, y, width, height }];

test("every shape is drawn with the mouse, and the database holds exactly that", async ({ page }) => {
  const imageId = freshImage();
  await signInTo(site.url, page, email);
  await openEditor(page, imageId);
  await page.keyboard.press("b");
  await drag(page, BOX);
  await page.keyboard.press("r");
  await click(page, [
    [120, 20],
    [160, 20],
    [160, 50],
  ]);
  await page.keyboard.press("p");
  await click(page, [
    [120, 80],
    [200, 80],
    [200, 140],
    [180, 150],
  ]);
  await page.keyboard.press("Control+z");
  await click(page, [[120, 140]]);
  await page.keyboard.press("Control+Enter");
  await page.keyboard.press("c");
  await click(page, [
    [140, 100],
    [170, 100],
    [155, 120],
  ]);
  await page.keyboard.press("Control+Enter");
  await page.keyboard.press("e");
  await drag(page, [
    [30, 90],
    [80, 130],
  ]);
  await page.keyboard.press("o");
  await click(page, [[220, 30]]);
  await page.keyboard.press("l");
  await click(page, [
    [10, 10],
    [20, 150],
  ]);
  await page.keyboard.press("Control+Enter");
  await page.keyboard.press("m");
  await page.keyboard.press("Escape");
  await page.keyboard.press("m");
  await drag(page, [
    [180, 60],
    [230, 60],
  ]);
  await page.keyboard.press("x");
  await drag(page, [
    [205, 40],
    [205, 76],
  ]);
  await arrives(page);

  const drawn = await shapes(imageId);
  expect(drawn).toEqual([
    box(30, 30, 60, 40),
    [
      "rotated_box",
      {
        corners: [
          [120, 20],
          [160, 20],
          [160, 50],
          [120, 50],
        ],
      },
    ],
    [
      "polygon",
      {
        parts: [
          [
            [120, 80],
            [200, 80],
            [200, 140],
            [120, 140],
          ],
          [
            [140, 100],
            [170, 100],
            [155, 120],
          ],
        ],
      },
    ],
    ["ellipse", { cx: 55, cy: 110, rx: 25, ry: 20, rotation: 0 }],
    ["points", { points: [[220, 30]] }],
    [
      "polyline",
      {
        points: [
          [10, 10],
          [20, 150],
        ],
      },
    ],
    ["mask", "…"],
  ]);
  const mask = (await stored(imageId)).at(-1)!.geometry as { size: [number, number]; counts: number[] };
  const { data } = decodeMask(mask);
  const inside = ([x, y]: Point) => data[y * WIDTH + x];
  expect(
    [
      [182, 60],
      [228, 60],
      [205, 60],
      [182, 80],
      [195, 60],
    ].map((at) => inside(at as Point)),
  ).toEqual([1, 1, 0, 0, 1]);

  await page.reload();
  await saved(page);
  await expect(page.getByRole("list", { name: "Regions" }).getByRole("listitem")).toHaveCount(7);
  expect(await shapes(imageId)).toEqual(drawn);
  const { regionState } = await ctx.db.image.findUniqueOrThrow({ where: { id: imageId } });
  expect(regionState).toBe("drawn");
});

test("what is drawn is moved, resized, turned, taken back and done again", async ({ page }) => {
  const imageId = freshImage();
  await signInTo(site.url, page, email);
  await openEditor(page, imageId);
  await page.keyboard.press("b");
  await drag(page, BOX);
  await page.keyboard.press("v");
  await drag(page, [
    [60, 50],
    [80, 60],
  ]);
  await drag(page, [
    [110, 80],
    [130, 100],
  ]);
  await arrives(page);
  expect(await shapes(imageId)).toEqual([box(50, 40, 80, 60)]);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await arrives(page);
  expect(await shapes(imageId)).toEqual([box(30, 30, 60, 40)]);
  await page.keyboard.press("Control+Shift+z");
  await page.keyboard.press("2");
  await arrives(page);
  const [row] = await stored(imageId);
  const dog = await ctx.db.datasetClass.findFirstOrThrow({ where: { name: "dog" } });
  expect([row.classId, rounded(row.geometry)]).toEqual([dog.id, box(50, 40, 60, 40)[1]]);
  await page.keyboard.press("Delete");
  await arrives(page);
  expect(await shapes(imageId)).toEqual([]);
  await page.keyboard.press("Control+z");
  await arrives(page);
  expect(await shapes(imageId)).toEqual([box(50, 40, 60, 40)]);
  const revisions = await ctx.db.region.findMany({ where: { imageId }, orderBy: { revision: "asc" } });
  expect(revisions.map(({ revision }) => revision)).toEqual(revisions.map((_, i) => i + 1));

  await page.getByText("History", { exact: true }).click();
  const first = page.getByRole("list", { name: "Revisions" }).getByRole("listitem").last();
  await first.getByRole("button", { name: "Put back" }).click();
  await arrives(page);
  expect((await stored(imageId)).map(({ geometry }) => geometry)).toEqual([revisions[0].geometry]);
});

test("every shape is made, moved, resized and removed with the keyboard alone", async ({ page }) => {
  const imageId = freshImage();
  await signInTo(site.url, page, email);
  await openEditor(page, imageId);
  await focusOn(stageOf(page));
  const keys = async (...list: string[]) => {
    for (const key of list) await page.keyboard.press(key);
  };
  const times = (count: number, key: string) => Array.from({ length: count }, () => key);
  // The crosshair begins in the middle, at 120, 80.
  await keys("s", "b", "Enter", ...times(3, "Shift+ArrowRight"), ...times(2, "Shift+ArrowDown"), "Enter");
  await keys("e", "Enter", ...times(3, "Shift+ArrowRight"), ...times(4, "ArrowUp"), "Enter");
  await keys("o", "Shift+ArrowRight", "Enter");
  await keys(
    "p",
    "Enter",
    ...times(2, "Shift+ArrowDown"),
    "Enter",
    ...times(2, "Shift+ArrowLeft"),
    "Enter",
    "Enter",
  );
  await keys("l", "Enter", ...times(2, "Shift+ArrowUp"), "Enter", "Enter");
  await keys("r", "Enter", ...times(3, "Shift+ArrowUp"), "Enter", ...times(2, "Shift+ArrowLeft"), "Enter");
  await keys("m", "Escape", "m", "Enter");
  await arrives(page);
  const kinds = (await stored(imageId)).map(({ kind }) => kind);
  expect(kinds).toEqual(["box", "ellipse", "points", "polygon", "polyline", "rotated_box", "mask"]);
  expect((await shapes(imageId)).slice(0, 5)).toEqual([
    box(120, 80, 30, 20),
    ["ellipse", { cx: 165, cy: 98, rx: 15, ry: 2, rotation: 0 }],
    ["points", { points: [[190, 96]] }],
    [
      "polygon",
      {
        parts: [
          [
            [190, 96],
            [190, 116],
            [170, 116],
          ],
        ],
      },
    ],
    [
      "polyline",
      {
        points: [
          [170, 116],
          [170, 96],
        ],
      },
    ],
  ]);

  // The box lies lowest: first of the list. Its handles begin at the north-west.
  await keys("v", "Escape", "]", "ArrowLeft", "Shift+ArrowUp", "t", "ArrowLeft", "ArrowUp");
  await arrives(page);
  expect((await shapes(imageId))[0]).toEqual(box(118, 69, 31, 21));
  await keys("Escape", "[", "Delete", "[", "Delete");
  await arrives(page);
  expect(await stored(imageId)).toHaveLength(5);
  await expect(page.locator("[data-announced]")).toContainText("Removed a region");
});

async function finger(session: CDPSession, type: "touchStart" | "touchMove" | "touchEnd", points: Point[]) {
  await session.send("Input.dispatchTouchEvent", {
    type,
    touchPoints: points.map(([x, y], id) => ({ x, y, id })),
  });
}

async function phone(
  browser: import("@playwright/test").Browser,
): Promise<{ context: BrowserContext; page: Page; session: CDPSession }> {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
  });
  const page = await context.newPage();
  await signInTo(site.url, page, email);
  return { context, page, session: await context.newCDPSession(page) };
}

test("on a phone a finger draws every shape, and two move the picture", async ({ browser }) => {
  const imageId = freshImage();
  const { context, page, session } = await phone(browser);
  await openEditor(page, imageId);
  const swipe = async (points: readonly Point[]) => {
    const at = await onScreen(page);
    await finger(session, "touchStart", [at(points[0])]);
    for (const point of points.slice(1)) await finger(session, "touchMove", [at(point)]);
    // A finger that rests before it is lifted: else the browser takes the next tap for the end of a fling.
    await page.waitForTimeout(150);
    await finger(session, "touchMove", [at(points[points.length - 1])]);
    await finger(session, "touchEnd", []);
  };
  const tap = async (points: readonly Point[]) => {
    for (const point of points) await swipe([point, point]);
  };
  const tool = async (name: string) => {
    const button = page.getByRole("toolbar", { name: "Tools" }).getByRole("button", { name, exact: true });
    await button.tap();
    await expect(button).toHaveAttribute("aria-pressed", "true");
  };
  await tool("Box");
  await swipe([
    [40, 40],
    [60, 50],
    [100, 90],
  ]);
  await tool("Ellipse");
  await swipe([
    [140, 40],
    [160, 50],
    [200, 80],
  ]);
  await tool("Polygon");
  await tap([
    [140, 100],
    [200, 100],
    [170, 140],
  ]);
  await page.getByRole("button", { name: "Finish the shape" }).tap();
  await tool("Point");
  await tap([[120, 60]]);
  await tool("Brush");
  await swipe([
    [40, 120],
    [60, 120],
    [80, 120],
  ]);
  await arrives(page);
  expect(await shapes(imageId)).toEqual([
    box(40, 40, 60, 50),
    ["ellipse", { cx: 170, cy: 60, rx: 30, ry: 20, rotation: 0 }],
    [
      "polygon",
      {
        parts: [
          [
            [140, 100],
            [200, 100],
            [170, 140],
          ],
        ],
      },
    ],
    ["points", { points: [[120, 60]] }],
    ["mask", "…"],
  ]);

  const before = await (await onScreen(page))([0, 0]);
  const at = await onScreen(page);
  const [a, b] = [at([100, 60]), at([140, 60])];
  await finger(session, "touchStart", [a]);
  await finger(session, "touchStart", [a, b]);
  await finger(session, "touchMove", [
    [a[0] - 40, a[1]],
    [b[0] + 40, b[1]],
  ]);
  await finger(session, "touchEnd", []);
  expect((await onScreen(page))([0, 0])[0]).toBeLessThan(before[0] - 20);
  await page.waitForTimeout(700);
  expect(await shapes(imageId)).toHaveLength(5);
  await context.close();
});

test("two windows: different regions join, the same one is decided about", async ({ browser }) => {
  const imageId = freshImage();
  const other = await site.signedIn("annotator");
  const [one, two] = await Promise.all([browser.newContext(), browser.newContext()]);
  const [mine, theirs] = [await one.newPage(), await two.newPage()];
  await signInTo(site.url, mine, email);
  await signInTo(site.url, theirs, other.email);
  await openEditor(mine, imageId);
  await mine.keyboard.press("b");
  await drag(mine, BOX);
  await arrives(mine);
  await openEditor(theirs, imageId);

  await theirs.keyboard.press("b");
  await drag(theirs, [
    [150, 100],
    [200, 140],
  ]);
  await arrives(theirs);
  await mine.keyboard.press("b");
  await drag(mine, [
    [150, 20],
    [200, 60],
  ]);
  await arrives(mine);
  await expect(mine.getByRole("list", { name: "Regions" }).getByRole("listitem")).toHaveCount(3);
  expect(await stored(imageId)).toHaveLength(3);

  const nudge = async (page: Page, key: string) => {
    await page.keyboard.press("v");
    await page.keyboard.press("Escape");
    await focusOn(stageOf(page));
    await page.keyboard.press("]");
    await page.keyboard.press(key);
  };
  await nudge(theirs, "Shift+ArrowRight");
  await arrives(theirs);
  await nudge(mine, "Shift+ArrowDown");
  await expect(mine.getByText("A annotator changed the same region")).toBeVisible();
  expect((await shapes(imageId))[0]).toEqual(box(40, 30, 60, 40));
  await mine.getByRole("button", { name: "Keep both" }).click();
  await arrives(mine);
  const kept = (await shapes(imageId)).map((shape) => JSON.stringify(shape));
  expect(kept).toHaveLength(4);
  expect(kept).toContain(JSON.stringify(box(40, 30, 60, 40)));
  expect(kept).toContain(JSON.stringify(box(30, 40, 60, 40)));
  await Promise.all([one.close(), two.close()]);
});

test("without a network nothing is lost: not by a refresh, not by going away, not by an answer that never came", async ({
  page,
  context,
}) => {
  const [imageId, otherId] = [freshImage(), freshImage()];
  await signInTo(site.url, page, email);
  await openEditor(page, imageId);
  const regions = `**/api/v1/images/${imageId}/regions`;
  await page.route(regions, (route) =>
    route.request().method() === "PUT" ? route.abort() : route.continue(),
  );
  await page.keyboard.press("b");
  await drag(page, BOX);
  await expect(page.locator("[data-saved]")).toHaveText(/Saved on this device, will send/);
  await page.keyboard.press("p");
  await click(page, [
    [120, 20],
    [160, 20],
  ]);
  expect(await stored(imageId)).toEqual([]);
  await page.reload();
  await expect(page.getByRole("list", { name: "Regions" }).getByRole("listitem")).toHaveCount(1);
  expect(await stored(imageId)).toEqual([]);

  await page.unroute(regions);
  let lost = 0;
  await page.route(regions, async (route) => {
    if (route.request().method() !== "PUT" || lost > 0) return route.continue();
    lost++;
    await route.fetch();
    await route.abort();
  });
  await expect(async () => expect(await stored(imageId)).toHaveLength(1)).toPass({ timeout: 20_000 });
  await saved(page);
  expect(await ctx.db.region.count({ where: { imageId } })).toBe(1);
  // The unfinished polygon is there as well.
  await click(page, [[160, 60]]);
  await page.keyboard.press("Control+Enter");
  await arrives(page);
  expect((await shapes(imageId))[1]).toEqual([
    "polygon",
    {
      parts: [
        [
          [120, 20],
          [160, 20],
          [160, 60],
        ],
      ],
    },
  ]);

  await context.setOffline(true);
  await page.keyboard.press("o");
  await click(page, [[200, 100]]);
  await expect(page.locator("[data-saved]")).toHaveText(/Saved on this device, will send/);
  await page.close();
  await context.setOffline(false);
  const next = await context.newPage();
  await openEditor(next, otherId);
  await expect(async () => expect(await stored(imageId)).toHaveLength(3)).toPass({ timeout: 20_000 });
  expect((await shapes(imageId))[2]).toEqual(["points", { points: [[200, 100]] }]);
});

test("a saliency map is proposed as a region, to staff alone", async ({ page, browser }) => {
  const { runId } = await createFinishedRun(ctx, 2);
  const run = await ctx.db.run.findUniqueOrThrow({ where: { id: runId } });
  const [imageId] = run.imageIds;
  const before = (await stored(imageId)).length;
  await signInTo(site.url, page, email);
  await openEditor(page, imageId);
  await page.getByText("Propose", { exact: true }).click();
  await page.getByLabel("Saliency map").selectOption({ index: 1 });
  await page.getByRole("button", { name: "Draw it" }).click();
  await arrives(page);
  const after = await stored(imageId);
  expect(after.length).toBeGreaterThan(before);
  expect(after.at(-1)?.kind).toBe("polygon");

  const annotator = await site.signedIn("annotator");
  const context = await browser.newContext();
  const theirs = await context.newPage();
  await signInTo(site.url, theirs, annotator.email);
  await openEditor(theirs, imageId);
  await expect(theirs.getByText("Propose", { exact: true })).toHaveCount(0);
  await expect(theirs.getByText("History", { exact: true })).toBeVisible();
  await context.close();
});

test("keys are listed and changed, and no two things share one", async ({ page }) => {
  const imageId = freshImage();
  await signInTo(site.url, page, email);
  await openEditor(page, imageId);
  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "Keys of the editor" });
  await expect(dialog).toBeVisible();
  await dialog.getByRole("button", { name: /^Box: b/ }).click();
  await page.keyboard.press("e");
  await expect(dialog.getByRole("alert")).toContainText("Ellipse");
  await page.keyboard.press("u");
  await expect(dialog.getByRole("button", { name: /^Box: u/ })).toBeVisible();
  await dialog.getByRole("button", { name: "Close", exact: true }).click();
  await openEditor(page, imageId);
  await page.keyboard.press("u");
  await drag(page, BOX);
  await arrives(page);
  expect(await shapes(imageId)).toEqual([box(30, 30, 60, 40)]);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the editor is usable by everyone, ${colorScheme}, wide and narrow`, async ({ browser }) => {
    const imageId = freshImage();
    const regionKey = newId();
    const mark = { kind: "box", x: 20, y: 20, width: 90, height: 60 };
    const change = { kind: "put", id: newId(), regionKey, baseRevision: 0, classId: null, mark };
    await saveRegions(ctx, { imageId, changes: [change] });
    for (const viewport of [
      { width: 1280, height: 800 },
      { width: 360, height: 740 },
    ]) {
      const context = await browser.newContext({ viewport, colorScheme });
      const page = await context.newPage();
      await signInTo(site.url, page, email);
      await openEditor(page, imageId);
      if (viewport.width < 500) await page.getByRole("button", { name: "Classes and regions" }).click();
      await expect(page.getByRole("list", { name: "Regions" }).getByRole("listitem").first()).toBeVisible();
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
        .analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
      await context.close();
    }
  });
}
