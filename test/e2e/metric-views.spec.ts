import { readFile } from "node:fs/promises";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { parquetReadObjects } from "hyparquet";
import sharp from "sharp";
import type { Ctx } from "#lib/services/context.ts";
import { createFinishedRun } from "#test/support/finished-run.ts";
import { signInTo } from "#test/support/sign-in.ts";
import { startTestSite, type TestSite } from "#test/support/site.ts";

const IMAGES = 26;
let site: TestSite;
let ctx: Ctx;
let email: string;
let runId: string;
let armIds: string[];

/** A curve that falls from 1 to 0, faster on later images. */
const curveOf = (index: number) =>
  Array.from({ length: 33 }, (_, k) => Number(((1 - k / 32) ** (1 + index / 9)).toPrecision(6)));
const trapezoid = (curve: number[]) =>
  curve.slice(1).reduce((sum, y, k) => sum + (y + curve[k]) / 2, 0) / (curve.length - 1);

test.beforeAll(async () => {
  test.setTimeout(300_000);
  site = await startTestSite(5_050);
  ctx = await site.database.ctx("owner");
  ({ runId, armIds } = await createFinishedRun(ctx, IMAGES));
  const maps = await ctx.db.saliencyMap.findMany({
    where: { armId: armIds[0] },
    orderBy: { id: "asc" },
    include: { arm: true },
  });
  await ctx.db.metricValue.createMany({
    data: maps.flatMap(({ id, arm }, index) =>
      ["insertion-auc", "deletion-auc"].map((metricId) => ({
        mapId: id,
        metricId,
        profile: "whynot",
        judgeId: arm.modelId,
        value: trapezoid(curveOf(index)),
        parameters: { curve: curveOf(index) },
      })),
    ),
  });
  await ctx.db.metricValue.updateMany({
    where: { mapId: maps[3].id, metricId: "precision-mask" },
    data: { value: null, undefinedReason: "no_mask" },
  });
  ({ email } = await site.signedIn("owner"));
});
test.afterAll(() => site.close());

const signIn = (page: Page) => signInTo(site.url, page, email);

/** What a menu of the page hands out under a label. */
async function take(page: Page, menu: string, label: string): Promise<Buffer> {
  await page.getByRole("button", { name: `Export ${menu}`, exact: true }).click();
  const download = page.waitForEvent("download");
  await page.getByText(label, { exact: true }).click();
  return readFile(await (await download).path());
}

test("cases run from the worst to the best, page by page, and lead to the map and its image", async ({
  page,
}) => {
  await signIn(page);
  await page.goto(`${site.url}/metrics?run=${runId}&metric=precision-mask&arm=${armIds[2]}`);
  const section = page.getByRole("region", { name: "Worst and best cases" });
  const values = section.locator("ol li .font-medium");
  await expect(values.first()).toBeVisible();
  const stored = await ctx.db.metricValue.findMany({
    where: { metricId: "precision-mask", map: { armId: armIds[2] } },
  });
  const rising = stored.map(({ value }) => value ?? Number.NaN).sort((a, b) => a - b);
  expect(await values.allInnerTexts()).toEqual(rising.slice(0, 12).map((value) => value.toFixed(3)));
  await section.getByRole("link", { name: "Next" }).click();
  await expect(values.first()).toHaveText(rising[12].toFixed(3));
  await section.getByRole("link", { name: "Best first" }).click();
  await expect(values.first()).toHaveText(rising[IMAGES - 1].toFixed(3));

  await section.getByRole("link", { name: "SCOUTER+", exact: true }).click();
  await section.getByRole("link", { name: "Undefined (1)" }).click();
  await expect(values).toHaveCount(1);
  await expect(values).toHaveText("no mask of the object");
  await section.locator("ol li a").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("SCOUTER+: ");
});

test("a map's own page has its picture, its model's numbers, its scores, its curves and its files", async ({
  page,
}) => {
  await signIn(page);
  const map = await ctx.db.saliencyMap.findFirstOrThrow({
    where: { armId: armIds[0], metrics: { some: { metricId: "insertion-auc" } } },
    orderBy: { id: "asc" },
    include: { arm: { include: { model: true } }, image: true },
  });
  await page.goto(`${site.url}/explanations/map/${map.id}`);
  await expect(page.locator("canvas")).toHaveCount(1);
  await page.getByLabel("Raw 9 × 9 cells").check();
  expect(await page.locator("canvas").getAttribute("width")).toBe("9");

  const answer = await ctx.db.prediction.findUniqueOrThrow({
    where: { modelId_imageId: { modelId: map.arm.modelId, imageId: map.imageId } },
  });
  const logits = new Float32Array(Uint8Array.from(answer.logits).buffer);
  const total = logits.reduce((sum, z) => sum + Math.exp(z), 0);
  const target = map.arm.model.classNames[map.target];
  const share = `${((100 * Math.exp(logits[map.target])) / total).toFixed(1)}\u202f%`;
  const facts = page.locator("dl > div", { hasText: `Probability of ${target} here` });
  await expect(facts.locator("dd")).toHaveText(share);
  await expect(page.getByText(`Accuracy on ${target}`)).toBeVisible();
  await expect(page.getByRole("img", { name: /^Insertion: area of this map/ })).toHaveAttribute(
    "aria-label",
    `Insertion: area of this map ${trapezoid(curveOf(0)).toFixed(3)}`,
  );
  const picture = await sharp(await take(page, "this map", "Map over the image, PNG")).metadata();
  expect([picture.format, picture.width, picture.height]).toEqual(["png", map.image.width, map.image.height]);
});

test("the areas that the curves show are those that the table prints and the scores give", async ({
  page,
}) => {
  await signIn(page);
  await page.goto(`${site.url}/metrics?run=${runId}&curve=deletion-auc`);
  const mean =
    Array.from({ length: IMAGES }, (_, i) => trapezoid(curveOf(i))).reduce((a, b) => a + b) / IMAGES;
  await expect(page.getByRole("img", { name: /^SCOUTER\+: area/ })).toHaveAttribute(
    "aria-label",
    `SCOUTER+: area ${mean.toFixed(3)}, ${IMAGES} images`,
  );
  const faithfulness = page.getByRole("table", { name: "Faithfulness by method" });
  await expect(faithfulness.getByRole("row", { name: /^SCOUTER\+/ })).toContainText(mean.toFixed(3));

  const rows = parse(await take(page, "Deletion curves", "CSV"), { columns: true }) as Record<
    string,
    string
  >[];
  const own = rows.filter(({ method }) => method === "SCOUTER+").map((row) => Number(row.mean));
  expect(own).toHaveLength(33);
  expect(trapezoid(own)).toBeCloseTo(mean, 5);
});

test("scores, tables and figures leave in every format, and say the same", async ({ page }) => {
  await signIn(page);
  await page.goto(`${site.url}/metrics?run=${runId}&metric=precision-mask`);
  await expect(page.getByRole("img", { name: "Precision in mask" })).toBeVisible();
  const csv = parse(await take(page, "the metrics", "Every score, CSV"), { columns: true }) as Record<
    string,
    string
  >[];
  const bytes = await take(page, "the metrics", "Every score, Parquet");
  const parquet = await parquetReadObjects({ file: Uint8Array.from(bytes).buffer });
  expect(csv).toHaveLength(parquet.length);
  expect(parquet.length).toBe(await ctx.db.metricValue.count({ where: { map: { arm: { runId } } } }));
  for (const [index, row] of parquet.entries()) {
    expect(csv[index].value).toBe(row.value === null ? "" : String(row.value));
    expect(csv[index].map).toBe(row.map);
    // A file name that begins like a formula is text in a spreadsheet, and itself in Parquet.
    expect(csv[index].image).toBe(`'${row.image}`);
  }
  const means = parse(await take(page, "the metrics", "Means and intervals, CSV"), {
    columns: true,
  }) as Record<string, string>[];
  const values = parquet.filter(({ arm, metric }) => arm === "Grad-CAM" && metric === "precision-mask");
  const mean = values.reduce((sum, { value }) => sum + Number(value), 0) / values.length;
  const row = means.find(({ method, metric }) => method === "Grad-CAM" && metric === "precision-mask");
  expect(Number(row?.mean)).toBeCloseTo(mean, 10);

  const svg = (await take(page, "Precision in mask", "SVG")).toString("utf8");
  expect(svg).toContain("@font-face");
  expect(svg).not.toContain("var(--");
  const png = await sharp(await take(page, "Precision in mask", "PNG, 2 × size")).metadata();
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
  expect([png.width, png.height]).toEqual([2 * Number(width), 2 * Number(height)]);

  const menu = page.getByRole("button", { name: "Export the metrics" });
  await menu.click();
  await page.keyboard.press("Escape");
  await expect(menu).toBeFocused();
  await expect(menu).toHaveAttribute("aria-expanded", "false");
});

test("a run without maps of every class says how to get the trend, and starts the run", async ({ page }) => {
  await signIn(page);
  await page.goto(`${site.url}/metrics?run=${runId}`);
  const section = page.getByRole("region", { name: "Does evidence follow similarity?" });
  await expect(section.getByText("needs a SCOUTER+ or SCOUTER− map of every class")).toBeVisible();
  await section.getByRole("button", { name: "Make maps of every class" }).click();
  await expect(page.getByRole("heading", { name: "Every class: Finished run", level: 1 })).toBeVisible();
  const started = await ctx.db.run.findFirstOrThrow({
    where: { name: "Every class: Finished run" },
    include: { arms: true },
  });
  expect(started.arms.map(({ targetRule }) => targetRule)).toEqual(["every", "every"]);
  expect(started.mapCount).toBe(IMAGES * 2 * 3);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the pages of maps and metrics have no accessibility fault and fit a phone, ${colorScheme}`, async ({
    browser,
  }) => {
    test.setTimeout(180_000);
    const context = await browser.newContext({ colorScheme, viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    await signIn(page);
    const map = await ctx.db.saliencyMap.findFirstOrThrow({ where: { armId: armIds[0] } });
    const paths = [`/explanations/${runId}`, `/explanations/map/${map.id}`, `/metrics?run=${runId}`];
    for (const path of paths) {
      await page.goto(`${site.url}${path}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      if (path !== paths[0]) {
        await page
          .getByRole("button", { name: /^Export/ })
          .first()
          .click();
      }
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [path, id, nodes.map((node) => node.html)])).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect({ path, overflow }).toEqual({ path, overflow: 0 });
    }
    await context.close();
  });
}
