import { type Browser, devices, expect, type Page, test } from "@playwright/test";
import type { Role } from "#lib/db/generated/client.ts";
import { memorySource } from "#lib/formats/sources/memory-source.ts";
import { encodePng } from "#lib/imaging/encode-image.ts";
import type { Ctx } from "#lib/services/context.ts";
import { importFolder } from "#lib/services/datasets/import-folder.ts";
import { submitRegions } from "#lib/services/reviews/submit-regions.ts";
import { expectAccessible } from "#test/support/expect-accessible.ts";
import { focusOn } from "#test/support/focus-on.ts";
import { signInTo } from "#test/support/sign-in.ts";
import { startTestSite, type TestSite } from "#test/support/site.ts";

const [WIDTH, HEIGHT] = [240, 160];
const BOX = { kind: "box", x: 60, y: 40, width: 80, height: 60 };

let site: TestSite;
let ctx: Ctx;

test.beforeAll(async () => {
  test.setTimeout(600_000);
  site = await startTestSite(4_830);
  ctx = await site.database.ctx("owner");
});
test.afterAll(() => site?.close());

/** A data set of pictures that each have a box, as an import leaves them: drawn, and submitted by nobody. */
async function boxedImages(name: string, count: number): Promise<{ datasetId: string; images: string[] }> {
  const files = new Map<string, Uint8Array>();
  const lines: string[] = [];
  for (let i = 0; i < count; i++) {
    const data = Uint8Array.from(
      { length: WIDTH * HEIGHT * 3 },
      (_, at) => (at * (i + 3) + name.length) % 251,
    );
    files.set(`${i}.png`, await encodePng({ data, width: WIDTH, height: HEIGHT }));
    lines.push(JSON.stringify({ file: `${i}.png`, class: "cat", regions: [BOX] }));
  }
  files.set("images.jsonl", new TextEncoder().encode(lines.join("\n")));
  const { datasetId } = await importFolder(ctx, { name, source: memorySource(files) });
  if (!datasetId) throw new Error("nothing was imported");
  const rows = await ctx.db.image.findMany({ where: { datasetId }, orderBy: { id: "asc" } });
  return { datasetId, images: rows.map(({ id }) => id) };
}

async function openAs(browser: Browser, role: Role, options: Parameters<Browser["newContext"]>[0] = {}) {
  const { email } = await site.signedIn(role);
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await signInTo(site.url, page, email);
  return page;
}

const stateOf = async (id: string) => (await ctx.db.image.findUniqueOrThrow({ where: { id } })).regionState;
const reviewUrl = (id: string, queue: string) => `${site.url}/images/${id}/review?queue=${queue}`;
const history = (page: Page) => page.getByRole("main").locator("ol").last();

test("regions are submitted, sent back with a reason, mended in the editor, submitted again and accepted", async ({
  browser,
}) => {
  const { datasetId, images } = await boxedImages("Pets", 3);
  const [first, second] = images;
  const curator = await openAs(browser, "curator");
  const queue = (state: string) => `${site.url}/datasets/${datasetId}/review?state=${state}`;
  await curator.goto(queue("submitted"));
  await expect(curator.getByText("Nothing waits for a review.")).toBeVisible();
  await expectAccessible(curator);
  await curator.getByRole("link", { name: /^Drawn 3/ }).click();
  await curator.getByRole("link", { name: "cat, 0.png" }).click();
  await expect(curator.getByRole("heading", { name: "1 region" })).toBeVisible();
  await curator.getByRole("button", { name: "Submit for review" }).click();
  await curator.waitForURL(reviewUrl(second, "drawn"));
  expect(await stateOf(first)).toBe("submitted");
  await curator.getByLabel("Comment").fill("The second of three.");
  await curator.getByRole("button", { name: "Submit for review" }).click();
  await curator.waitForURL(reviewUrl(images[2], "drawn"));

  const reviewer = await openAs(browser, "reviewer");
  await reviewer.goto(queue("submitted"));
  await expect(reviewer.getByText("“The second of three.”")).toBeVisible();
  await expectAccessible(reviewer);
  await reviewer.getByRole("link", { name: "cat, 0.png" }).click();
  await expect(reviewer.getByRole("heading", { name: "Review: cat" })).toBeVisible();
  await expect(reviewer).toHaveTitle(/Review/);
  await expect(reviewer.getByRole("link", { name: "Draw regions" })).toHaveCount(0);
  await expectAccessible(reviewer);
  await reviewer.getByRole("button", { name: "Send back" }).click();
  await expect(reviewer.getByText("Say what has to be mended.")).toBeVisible();
  await expect(reviewer.getByLabel("Comment")).toBeFocused();
  await reviewer.getByLabel("Comment").fill("It has to reach the left edge.");
  await reviewer.getByRole("button", { name: "Send back" }).click();
  await reviewer.waitForURL(reviewUrl(second, "submitted"));
  expect(await stateOf(first)).toBe("returned");

  await curator.goto(queue("returned"));
  await curator.getByRole("link", { name: "cat, 0.png" }).click();
  await expect(history(curator)).toContainText("It has to reach the left edge.");
  await curator.getByRole("link", { name: "Draw regions" }).click();
  const stage = curator.getByRole("application", { name: "Drawing area" });
  await expect(stage.locator("svg > g").first()).toHaveAttribute("transform", /matrix/);
  await expect(curator.locator("[data-saved]")).toHaveAttribute("data-saved", "saved");
  await focusOn(stage);
  for (const key of ["]", ...Array.from({ length: 6 }, () => "Shift+ArrowLeft")])
    await curator.keyboard.press(key);
  // At once, before the pause after which a stroke is sent.
  await curator.getByRole("link", { name: "Review" }).click();
  await curator.waitForURL(reviewUrl(first, "returned"));
  await curator.getByRole("button", { name: "Submit for review" }).click();
  await curator.waitForURL(queue("returned"));
  const [moved] = await ctx.db.region.findMany({ where: { imageId: first }, orderBy: { revision: "desc" } });
  expect(moved.geometry).toMatchObject({ x: 0, y: 40, width: 80 });
  const { regionRevision } = await ctx.db.image.findUniqueOrThrow({ where: { id: first } });
  const [submitted] = await ctx.db.regionReview.findMany({
    where: { imageId: first },
    orderBy: { id: "desc" },
  });
  expect(submitted).toMatchObject({ decision: "submitted", revision: regionRevision });

  await reviewer.goto(reviewUrl(first, "submitted"));
  await reviewer.getByRole("button", { name: "Accept" }).click();
  await reviewer.waitForURL(reviewUrl(second, "submitted"));
  await reviewer.getByRole("button", { name: "Accept" }).click();
  await reviewer.waitForURL(queue("submitted"));
  expect([await stateOf(first), await stateOf(second)]).toEqual(["accepted", "accepted"]);
  await curator.context().close();
  await reviewer.context().close();
});

test("a whole queue is worked through on a phone, and by keys alone", async ({ browser }) => {
  const { datasetId, images } = await boxedImages("By keys", 3);
  for (const imageId of images) await submitRegions(ctx, { imageId, revision: 0 });
  const page = await openAs(browser, "curator", {
    ...devices["Pixel 7"],
    viewport: { width: 360, height: 740 },
  });
  await page.goto(reviewUrl(images[0], "submitted"));
  await expect(page.getByRole("heading", { name: "Review: cat" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("j");
  await page.waitForURL(reviewUrl(images[1], "submitted"));
  await page.keyboard.press("a");
  await page.waitForURL(reviewUrl(images[2], "submitted"));
  expect(await stateOf(images[1])).toBe("accepted");
  await page.keyboard.press("r");
  await expect(page.getByLabel("Comment")).toBeFocused();
  await page.keyboard.type("rather larger, as a jaguar");
  await page.keyboard.press("Tab");
  await page.keyboard.press("r");
  await page.waitForURL(reviewUrl(images[0], "submitted"));
  expect(await stateOf(images[2])).toBe("returned");
  const [said] = await ctx.db.regionReview.findMany({
    where: { imageId: images[2] },
    orderBy: { id: "desc" },
  });
  expect(said.comment).toBe("rather larger, as a jaguar");
  await page.getByRole("link", { name: "Waiting for review" }).click();
  await page.getByRole("link", { name: /^Sent back 1/ }).click();
  await page.getByRole("link", { name: "cat, 2.png" }).click();
  await expect(page.getByRole("button", { name: "Submit for review" })).toBeVisible();
  await page.keyboard.press("s");
  await page.waitForURL(`${site.url}/datasets/${datasetId}/review?state=returned`);
  expect(await stateOf(images[2])).toBe("submitted");
  await page.context().close();
});

test("a reviewer who is overtaken keeps the reason, and sees the regions as they are now", async ({
  browser,
}) => {
  const { images } = await boxedImages("Overtaken", 1);
  const [imageId] = images;
  await submitRegions(ctx, { imageId, revision: 0 });
  const page = await openAs(browser, "reviewer");
  await page.goto(reviewUrl(imageId, "submitted"));
  const { regionKey } = await ctx.db.region.findFirstOrThrow({ where: { imageId } });
  const curator = await site.signedIn("curator");
  const change = { kind: "remove", id: "overtaken-change-1", regionKey, baseRevision: 1 };
  const removal = await curator(`/api/v1/images/${imageId}/regions`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ changes: [change] }),
  });
  expect(removal.status).toBe(200);

  await page.getByLabel("Comment").fill("Too wide by half.");
  await page.getByRole("button", { name: "Send back" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "changed since you saw them" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "0 regions" })).toBeVisible();
  await expect(page.getByLabel("Comment")).toHaveValue("Too wide by half.");
  await page.getByRole("button", { name: "Send back" }).click();
  await expect.poll(() => stateOf(imageId)).toBe("returned");
  await page.context().close();
});

test("whoever may only look is offered no decision", async ({ browser }) => {
  const { images } = await boxedImages("Looked at", 1);
  await submitRegions(ctx, { imageId: images[0], revision: 0 });
  const page = await openAs(browser, "viewer");
  await page.goto(reviewUrl(images[0], "submitted"));
  await expect(page.getByRole("heading", { name: "1 region" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
  await expect(page.getByRole("main").getByRole("textbox")).toHaveCount(0);
  await page.context().close();
});
