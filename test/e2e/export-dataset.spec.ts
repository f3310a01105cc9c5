import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { AxeBuilder } from "@axe-core/playwright";
import { type Download, expect, type Page, test } from "@playwright/test";
import { openZipSource } from "#lib/formats/sources/zip-source.ts";
import type { Ctx } from "#lib/services/context.ts";
import { freezeVersion } from "#lib/services/datasets/freeze-version.ts";
import { importFolder } from "#lib/services/datasets/import-folder.ts";
import { patches } from "#test/support/alike-images.ts";
import { filesInMemory } from "#test/support/files-in-memory.ts";
import { focusOn } from "#test/support/focus-on.ts";
import { holdScripts } from "#test/support/hold-scripts.ts";
import { startTestWorker } from "#test/support/run-until.ts";
import { signInTo } from "#test/support/sign-in.ts";
import { startTestSite, type TestSite } from "#test/support/site.ts";

test.describe.configure({ mode: "serial" });

let site: TestSite;
let ctx: Ctx;
let email: string;
let datasetId: string;
let worker: ReturnType<typeof startTestWorker> | undefined;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  site = await startTestSite(4970);
  ctx = await site.database.ctx("owner");
  ({ email } = await site.signedIn("curator"));
  datasetId = await importPonds();
});
test.afterAll(async () => {
  await worker?.stop();
  await site?.close();
});
test.beforeEach(({ page }) => signInTo(site.url, page, email));

/** Six pictures of two classes in two splits, each with a box, a triangle, an ellipse and a line. */
async function importPonds(): Promise<string> {
  const files: Record<string, Uint8Array> = {};
  const lines: object[] = [];
  for (let i = 0; i < 6; i++) {
    const file = `ponds/${i}.png`;
    files[file] = await patches(file);
    const triangle = [
      [4.5, 5],
      [20 + i, 6],
      [12, 24.25],
    ];
    const regions = [
      { kind: "box", x: 4, y: 4.5, width: 10 + i, height: 20 },
      { kind: "polygon", parts: [triangle], class: "reed" },
      { kind: "ellipse", cx: 20, cy: 20, rx: 8, ry: 5, rotation: 20 },
      {
        kind: "polyline",
        points: [
          [1, 1],
          [9, 9],
        ],
      },
    ];
    lines.push({ file, class: ["duck", "reed"][i % 2], split: i < 4 ? "train" : "val", regions });
  }
  const source = filesInMemory({
    ...files,
    "images.jsonl": lines.map((line) => JSON.stringify(line)).join("\n"),
  });
  const report = await importFolder(ctx, { name: "Ponds", source, newClasses: true });
  return report.datasetId ?? "";
}

const open = (page: Page) => page.goto(`${site.url}/datasets/${datasetId}/exports`);
const outcome = (page: Page, row: string) =>
  page.getByRole("table", { name: /makes of this data set/ }).getByRole("row", { name: row });
const newest = (page: Page) =>
  page
    .getByRole("table", { name: /Exports of this data set/ })
    .locator("tbody tr")
    .first();

async function archiveOf(download: Download) {
  const bytes = new Uint8Array(await readFile(await download.path()));
  const source = await openZipSource(async (start, end) => bytes.subarray(start, end), bytes.length);
  return {
    paths: (await source.list()).map(({ path }) => path),
    read: (path: string) => source.read(path, 1e8),
  };
}

interface CocoFile {
  images: { id: number; file_name: string; width: number; height: number }[];
  annotations: { image_id: number; category_id: number; bbox: number[]; segmentation: number[][] }[];
  categories: { id: number; name: string }[];
}

test("a person chooses COCO, sees what would be converted, exports, and the archive holds what the database holds", async ({
  page,
}) => {
  await open(page);
  await expect(page.getByText("Nothing exported yet")).toBeVisible();
  await expect(outcome(page, "Ellipse")).toContainText("kept");
  await page.getByLabel("Format").selectOption({ label: "COCO" });
  await expect(outcome(page, "Ellipse")).toContainText("6");
  await expect(outcome(page, "Ellipse")).toContainText("converted");
  await expect(outcome(page, "Line")).toContainText("dropped");
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await page.getByRole("button", { name: "Export", exact: true }).click();
  await expect(newest(page).getByText("queued")).toBeVisible();
  await expect(newest(page).getByRole("button", { name: "Cancel" })).toBeVisible();
  worker = startTestWorker(site.database);
  const link = newest(page).getByRole("link", { name: /^Download/ });
  await expect(link).toBeVisible({ timeout: 60_000 });
  await expect(page.getByLabel("Format")).toHaveValue("coco");
  await newest(page).getByText("6 images, 24 regions").click();
  await expect(newest(page).getByText("6 × polyline left out: COCO has no open lines")).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  const arrives = page.waitForEvent("download");
  await link.click();
  const download = await arrives;
  expect(download.suggestedFilename()).toBe("Ponds-coco.zip");
  const { paths, read } = await archiveOf(download);
  const stored = await ctx.db.image.findMany({
    where: { datasetId },
    include: { regions: { orderBy: { regionKey: "asc" }, include: { class: true } } },
  });
  expect(paths.filter((path) => path.endsWith(".png"))).toEqual(
    stored.map(({ fileName }) => fileName).sort(),
  );
  const described = new Map<string, unknown[]>();
  for (const name of ["instances_train.json", "instances_val.json"]) {
    const { images, annotations, categories }: CocoFile = JSON.parse(
      new TextDecoder().decode(await read(name)),
    );
    const nameOf = new Map(categories.map((each) => [each.id, each.name]));
    for (const { id, file_name, width, height } of images) {
      const own = annotations.filter(({ image_id }) => image_id === id);
      const [box, triangle] = own;
      described.set(file_name, [
        [width, height],
        own.map(({ category_id }) => nameOf.get(category_id)),
        box.bbox,
        triangle.segmentation,
      ]);
    }
  }
  for (const { fileName, sha256, width, height, regions } of stored) {
    expect(
      createHash("sha256")
        .update(await read(fileName))
        .digest("hex"),
    ).toBe(sha256);
    const [box, triangle] = regions.map(({ geometry }) => geometry) as [
      { x: number; y: number; width: number; height: number },
      { parts: number[][][] },
    ];
    expect(described.get(fileName)).toEqual([
      [width, height],
      regions.slice(0, 3).map((region) => region.class?.name),
      [box.x, box.y, box.width, box.height],
      triangle.parts.map((ring) => ring.flat()),
    ]);
  }
});

test("an export of a version offers the splits that were frozen, and one of nothing says why it failed", async ({
  page,
}) => {
  const { number } = await freezeVersion(ctx, { datasetId });
  const after = await ctx.db.image.findMany({ where: { datasetId, split: "val" }, select: { id: true } });
  const setSplit = (split: string) =>
    ctx.db.image.updateMany({ where: { id: { in: after.map(({ id }) => id) } }, data: { split } });
  await setSplit("late");
  await open(page);
  const splits = page.getByLabel("Split").locator("option");
  await expect(splits).toHaveText(["All splits", "late", "train"]);
  await page.getByLabel("Version").selectOption({ label: `Version ${number}` });
  await expect(splits).toHaveText(["All splits", "train", "val"]);
  await page.getByLabel("Split").selectOption("val");
  await page.getByRole("button", { name: "Export", exact: true }).click();
  await expect(newest(page).getByText(`version ${number}, split val`)).toBeVisible();
  await expect(newest(page).getByText(/^2 images, 8 regions/)).toBeVisible({ timeout: 60_000 });

  await page.getByLabel("Version").selectOption({ label: "As it is now" });
  await expect(splits).toHaveText(["All splits", "late", "train"]);
  await page.getByLabel("Split").selectOption("late");
  await setSplit("val");
  await page.getByRole("button", { name: "Export", exact: true }).click();
  await expect(newest(page).getByText(/There are no images to export/)).toBeVisible({ timeout: 60_000 });
  await newest(page).getByRole("button", { name: "Remove" }).click();
  await expect(newest(page).getByText(`version ${number}, split val`)).toBeVisible();
});

test("what is chosen before the page's code has come counts", async ({ page }) => {
  const release = await holdScripts(page);
  await page.goto(`${site.url}/datasets/${datasetId}/exports`, { waitUntil: "commit" });
  await page.getByLabel("Format").selectOption({ label: "COCO" });
  await page.getByRole("checkbox", { name: "With the images themselves" }).uncheck();
  await page.getByLabel("Split").selectOption("val");
  await expect(outcome(page, "Line")).toContainText("kept");
  release();
  await expect(outcome(page, "Line")).toContainText("dropped");
  await expect(page.getByRole("checkbox", { name: "With the images themselves" })).not.toBeChecked();
  await page.getByLabel("Version").selectOption("");
  await expect(page.getByLabel("Format")).toHaveValue("coco");
  await page.getByRole("button", { name: "Export", exact: true }).click();
  await expect(newest(page).getByText("as it was, split val, without images")).toBeVisible();
});

test("the page works on a phone, in the dark and by keyboard alone", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 360, height: 740 });
  await open(page);
  await focusOn(page.getByLabel("Format"));
  await page.keyboard.press("ArrowDown");
  await expect(page.getByLabel("Format")).toHaveValue("coco");
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await focusOn(page.getByRole("checkbox", { name: "With the images themselves" }));
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(newest(page).getByText("as it was, without images")).toBeVisible();
});
