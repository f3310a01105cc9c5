import { type Browser, devices, expect, type Page, test } from "@playwright/test";
import type { Role } from "#lib/db/generated/client.ts";
import { memorySource } from "#lib/formats/sources/memory-source.ts";
import { encodePng } from "#lib/imaging/encode-image.ts";
import type { Ctx } from "#lib/services/context.ts";
import { importFolder } from "#lib/services/datasets/import-folder.ts";
import { readMarks } from "#lib/services/rounds/drawn-mark.ts";
import { openRound } from "#lib/services/rounds/open-round.ts";
import { drawRound } from "#test/support/annotation-round.ts";
import { expectAccessible } from "#test/support/expect-accessible.ts";
import { startTestWorker } from "#test/support/run-until.ts";
import { signInTo } from "#test/support/sign-in.ts";
import { startTestSite, type TestSite } from "#test/support/site.ts";

const [WIDTH, HEIGHT] = [240, 160];
const BOX = { kind: "box", x: 60, y: 40, width: 80, height: 60 } as const;

let site: TestSite;
let ctx: Ctx;
let worker: ReturnType<typeof startTestWorker>;

test.beforeAll(async () => {
  test.setTimeout(600_000);
  site = await startTestSite(4_890);
  ctx = await site.database.ctx("owner");
  worker = startTestWorker(site.database);
});
test.afterAll(async () => {
  await worker?.stop();
  await site?.close();
});

/** A data set of pictures that each have one region, which nobody who draws independently may see. */
async function pictures(name: string, count: number): Promise<string> {
  const files = new Map<string, Uint8Array>();
  const lines: string[] = [];
  for (let i = 0; i < count; i++) {
    const data = Uint8Array.from(
      { length: WIDTH * HEIGHT * 3 },
      (_, at) => (at * (i + 3) + name.length) % 251,
    );
    files.set(`${i}.png`, await encodePng({ data, width: WIDTH, height: HEIGHT }));
    lines.push(JSON.stringify({ file: `${i}.png`, class: i % 2 ? "dog" : "cat", regions: [BOX] }));
  }
  files.set("images.jsonl", new TextEncoder().encode(lines.join("\n")));
  const { datasetId } = await importFolder(ctx, { name, source: memorySource(files) });
  if (!datasetId) throw new Error("nothing was imported");
  return datasetId;
}

async function openAs(browser: Browser, role: Role, options: Parameters<Browser["newContext"]>[0] = {}) {
  const { email, userId } = await site.signedIn(role);
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await signInTo(site.url, page, email);
  return { page, userId };
}

const stage = (page: Page) => page.getByRole("application", { name: "Drawing area" });
const saved = (page: Page) => page.locator("[data-saved]");
const marksOf = async (id: string) =>
  readMarks((await ctx.db.independentDrawing.findUniqueOrThrow({ where: { id } })).regions);
const idIn = (page: Page) => new URL(page.url()).pathname.split("/").at(-1) ?? "";

/** From image pixels to the window, as the stage shows them now. */
async function place(page: Page, x: number, y: number): Promise<{ x: number; y: number }> {
  const { left, top, matrix } = await stage(page).evaluate((each) => ({
    left: each.getBoundingClientRect().left,
    top: each.getBoundingClientRect().top,
    matrix: each.querySelector("svg > g")?.getAttribute("transform") ?? "",
  }));
  const [scale, , , , dx, dy] = (matrix.match(/-?[\d.e-]+/g) ?? []).map(Number);
  return { x: x * scale + dx + left, y: y * scale + dy + top };
}

/** Draws a box by mouse from corner to corner, in image pixels. */
async function drawBox(page: Page, left: number, top: number, right: number, bottom: number): Promise<void> {
  await expect(stage(page).locator("svg > g").first()).toHaveAttribute("transform", /matrix/);
  await page
    .getByRole("toolbar", { name: "Tools" })
    .getByRole("button", { name: "Box", exact: true })
    .click();
  const [from, to] = [await place(page, left, top), await place(page, right, bottom)];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
  await page.mouse.move(to.x, to.y);
  await page.mouse.up();
}

test("a reviewer opens a round, two people draw without seeing each other, and their consensus is added", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const datasetId = await pictures("Pets", 2);
  const { page: reviewer } = await openAs(browser, "reviewer");
  await reviewer.goto(`${site.url}/datasets/${datasetId}/agreement`);
  await expect(reviewer.getByText("Nobody has been asked to draw twice")).toBeVisible();
  await reviewer.getByLabel("Name").fill("Pets twice");
  await reviewer.getByLabel("Images", { exact: true }).fill("2");
  await reviewer.getByLabel("Instructions").fill("Mark every animal, whiskers included.");
  await expectAccessible(reviewer);
  await reviewer.getByRole("button", { name: "Open the round" }).click();
  await expect(reviewer.getByRole("heading", { name: "Pets twice" })).toBeVisible();
  await expect(reviewer.getByText("Nobody has begun")).toBeVisible();
  const roundUrl = reviewer.url();

  // One with a mouse: two boxes on the first image, nothing on the second.
  const { page: kim } = await openAs(browser, "annotator");
  await kim.goto(`${site.url}/datasets/${datasetId}/agreement`);
  await expect(kim.getByRole("link", { name: /See the agreement/ })).toHaveCount(0);
  await expectAccessible(kim);
  await kim.getByRole("button", { name: "Draw independently: Pets twice" }).click();
  await kim.waitForURL(/\/drawings\//);
  const kimsDrawing = idIn(kim);
  await expect(kim.getByText("Mark every animal, whiskers included.")).toBeVisible();
  await expect(kim.getByRole("list", { name: "Regions" })).toHaveCount(0);
  await expectAccessible(kim);
  const { imageId } = await ctx.db.independentDrawing.findUniqueOrThrow({ where: { id: kimsDrawing } });
  await kim.goto(`${site.url}/images/${imageId}/regions`);
  await expect(kim.getByText("You draw this image independently")).toBeVisible();
  await expectAccessible(kim);
  await kim.goto(`${site.url}/images/${imageId}`);
  await expect(kim.getByText(/its regions are shown when your own drawing is done/)).toBeVisible();
  await kim.goto(`${site.url}/drawings/${kimsDrawing}`);
  await drawBox(kim, 60, 40, 140, 100);
  await drawBox(kim, 170, 10, 220, 60);
  await expect(saved(kim)).toHaveText("Saved");
  await expect.poll(async () => (await marksOf(kimsDrawing)).length).toBe(2);
  await kim.getByRole("button", { name: "Done" }).click();
  await expect(kim.getByRole("heading", { name: "Is this drawing complete?" })).toBeVisible();
  await expectAccessible(kim);
  await kim.getByRole("button", { name: "Done: next image" }).click();
  await kim.waitForURL((url) => url.pathname.startsWith("/drawings/") && !url.pathname.endsWith(kimsDrawing));
  await kim.getByRole("button", { name: "Done" }).click();
  await kim.getByRole("button", { name: "Nothing to mark: next image" }).click();
  await kim.waitForURL(/agreement\?drawn=/);
  await expect(kim.getByText("You have drawn all that is left for you")).toBeVisible();

  // The other one on a phone, and without a network for a while.
  const { page: ada } = await openAs(browser, "annotator", {
    ...devices["Pixel 7"],
    viewport: { width: 360, height: 740 },
  });
  await ada.goto(`${site.url}/datasets/${datasetId}/agreement`);
  await ada.getByRole("button", { name: "Draw independently: Pets twice" }).tap();
  for (let i = 0; i < 2; i++) {
    await ada.waitForURL(/\/drawings\//);
    const id = idIn(ada);
    await expect(ada.getByText("Mark every animal").filter({ visible: i === 0 })).toHaveCount(1);
    if (i === 0) await ada.getByRole("button", { name: "Classes and regions" }).tap();
    const drawing = await ctx.db.independentDrawing.findUniqueOrThrow({ where: { id } });
    if (drawing.imageId === imageId) {
      await ada.context().setOffline(true);
      await drawBox(ada, 62, 40, 142, 100);
      await ada.getByRole("button", { name: "Done" }).tap();
      await ada.getByRole("button", { name: "Done: next image" }).tap();
      await expect(ada.getByRole("alert").filter({ hasText: "Not all of it has arrived" })).toBeVisible();
      await ada.context().setOffline(false);
      await expect.poll(async () => (await marksOf(id)).length, { timeout: 20_000 }).toBe(1);
      await ada.getByRole("button", { name: "Done: next image" }).tap();
    } else {
      await ada.getByRole("button", { name: "Done" }).tap();
      await ada.getByRole("button", { name: "Nothing to mark: next image" }).tap();
    }
    await ada.waitForURL((url) => !url.pathname.endsWith(id));
  }
  await ada.waitForURL(/agreement\?drawn=/);
  await expect(ada.getByText("You have drawn all that is left for you")).toBeVisible();
  await expect(ada).toHaveTitle(/Agreement/);
  await expectAccessible(ada);
  await ada.goto(`${site.url}/images/${imageId}`);
  await expect(ada.getByLabel("Ground-truth regions")).toBeVisible();

  // What they agree on.
  await reviewer.goto(roundUrl);
  await expect(reviewer.getByRole("heading", { name: "Found" })).toBeVisible({ timeout: 30_000 });
  await expect(reviewer.getByText("Both marked 1 region, one alone 1.")).toBeVisible();
  await expect(reviewer.getByText("0.67", { exact: true })).toBeVisible();
  await expect(reviewer.getByText("no interval: no spread seen").first()).toBeVisible();
  await expect(reviewer.getByText("Nobody marked anything")).toBeVisible();
  await expectAccessible(reviewer);
  const [table] = await Promise.all([
    reviewer.waitForEvent("download"),
    reviewer
      .getByRole("button", { name: "Export Pets twice" })
      .click()
      .then(() => reviewer.getByRole("link", { name: "Agreement, CSV" }).click()),
  ]);
  expect(table.suggestedFilename()).toMatch(/^agreement-.*\.csv$/);
  await reviewer
    .getByRole("link", { name: /^Consensus: / })
    .first()
    .click();
  await expect(reviewer.getByText("By majority: the pixels that both marked. 1 region;")).toBeVisible();
  await expect(reviewer.getByRole("button", { name: "Add to the regions" })).toHaveCount(0);
  await expectAccessible(reviewer);

  const { page: curator } = await openAs(browser, "curator");
  await curator.goto(reviewer.url());
  await curator.getByRole("button", { name: "Add to the regions" }).click();
  await expect(curator.getByText("1 region added")).toBeVisible();
  await expectAccessible(curator);
  const regions = await ctx.db.region.findMany({ where: { imageId }, orderBy: { createdAt: "asc" } });
  expect(regions.map(({ kind, revision }) => [kind, revision])).toEqual([
    ["box", 1],
    ["mask", 1],
  ]);
  for (const each of [reviewer, kim, ada, curator]) await each.context().close();
});

test("two windows of one person never write over each other's drawing", async ({ browser }) => {
  const datasetId = await pictures("Two windows", 1);
  await openRound(ctx, { datasetId, name: "Windows", imageCount: 1 });
  const { page: first } = await openAs(browser, "annotator");
  await first.goto(`${site.url}/datasets/${datasetId}/agreement`);
  await first.getByRole("button", { name: /^Draw independently/ }).click();
  await first.waitForURL(/\/drawings\//);
  const id = idIn(first);
  await drawBox(first, 20, 20, 80, 80);
  await expect(saved(first)).toHaveText("Saved");
  const second = await first.context().newPage();
  await second.goto(first.url());
  await expect(second.getByRole("list", { name: "Regions" }).getByRole("listitem")).toHaveCount(1);
  await drawBox(second, 120, 20, 180, 80);
  await expect.poll(async () => (await marksOf(id)).length).toBe(2);
  // The first window has not seen the second region: being done takes it along.
  await first.bringToFront();
  await first.getByRole("button", { name: "Done" }).click();
  await first.getByRole("button", { name: "Done: next image" }).click();
  await first.waitForURL(/agreement\?drawn=/);
  expect((await marksOf(id)).map(({ removed }) => removed)).toEqual([false, false]);
  // The second window is late: nothing of a drawing that is done changes.
  await drawBox(second, 20, 100, 80, 140);
  await expect(second.getByText("Not saved: This drawing is done")).toBeVisible();
  expect(await marksOf(id)).toHaveLength(2);
  await first.context().close();
});

test("three people: what each is worth, and a round that is closed", async ({ browser }) => {
  const datasetId = await pictures("Three", 1);
  const { id: roundId } = await openRound(ctx, { datasetId, name: "Three", imageCount: 1, peopleWanted: 3 });
  const shapes = [
    { ...BOX },
    { ...BOX, x: 64 },
    { kind: "ellipse", cx: 100, cy: 70, rx: 40, ry: 30, rotation: 0 } as const,
  ];
  for (const mark of shapes) {
    await drawRound(await site.database.ctx("annotator"), roundId, () => [{ mark }]);
  }
  const { page } = await openAs(browser, "curator");
  await page.goto(`${site.url}/datasets/${datasetId}/agreement/${roundId}`);
  await expect(page.getByRole("table", { name: "Agreement of each two people" })).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByText("it takes a second picture that two people drew").first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: /^Consensus: / }).click();
  const worth = page.getByRole("table", { name: /^What each person is worth/ });
  await expect(worth.getByRole("row")).toHaveCount(4);
  await expectAccessible(page);
  await page.goBack();
  await page.getByText("Close the round").click();
  await page.getByRole("button", { name: "Close it for good" }).click();
  await expect(page.getByText(/· closed/)).toBeVisible();
  await expect(page.getByText("Close the round")).toHaveCount(0);
  await page.context().close();
});
