import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { focusOn } from "#test/support/focus-on.ts";
import { startTestWorker } from "#test/support/run-until.ts";
import { signInTo } from "#test/support/sign-in.ts";
import { startTestSite, type TestSite } from "#test/support/site.ts";
import { cocoFiles, zipOf } from "#test/support/write-coco.ts";

test.describe.configure({ mode: "serial" });

let site: TestSite;
let email: string;
let worker: ReturnType<typeof startTestWorker>;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  site = await startTestSite();
  ({ email } = await site.signedIn("curator"));
  worker = startTestWorker(site.database);
});
test.afterAll(async () => {
  await worker?.stop();
  await site?.close();
});
test.beforeEach(({ page }) => signInTo(site.url, page, email));

const choose = async (page: Page, name: string, files: string | string[]) => {
  const chosen = page.waitForEvent("filechooser");
  await page.getByRole("button", { name }).click();
  await (await chosen).setFiles(files);
};

/** An archive on disk; with noise it takes a while to send. */
async function archive(name: string, pictures: number, padding = 0): Promise<string> {
  const files = await cocoFiles(pictures);
  files.set("images/3.png", new TextEncoder().encode("no picture"));
  if (padding > 0) files.set("noise.bin", randomBytes(padding));
  const file = test.info().outputPath(name);
  await writeFile(file, zipOf(files));
  return file;
}

test("a person sends a COCO archive, sees what would come of it, imports it and sees the images", async ({
  page,
}) => {
  await page.goto(`${site.url}/datasets`);
  await page.getByRole("link", { name: "Import" }).click();
  await choose(page, "Choose files or an archive", await archive("zoo.zip", 6));
  await page.waitForURL(/\/datasets\/import\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { name: "What would come of it" })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("Read as COCO")).toBeVisible();
  await expect(page.getByRole("cell", { name: "images/3.png" })).toBeVisible();
  await expect(page.getByText(/not a JPEG, PNG, WebP/)).toBeVisible();
  expect(await site.database.db.image.count()).toBe(0);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  const csv = page.waitForEvent("download");
  await page.getByRole("link", { name: "All as CSV" }).click();
  expect((await csv).suggestedFilename()).toBe("import-problems.csv");

  await page.getByLabel("Name of the new data set").fill("Zoo");
  await page.getByRole("button", { name: "Import 5 pictures" }).click();
  await expect(page.getByRole("heading", { name: "What came of it" })).toBeVisible({ timeout: 60_000 });
  await page.getByRole("link", { name: "See the data set" }).click();
  await page.waitForURL(/\/datasets\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { name: "Zoo", level: 1 })).toBeVisible();
  await expect(page.locator("main img").first()).toBeVisible();
  expect(await site.database.db.image.count()).toBe(5);
  expect(await site.database.db.region.count()).toBe(10);
});

test("a refresh in the middle of the upload loses nothing: the rest is sent when the file is chosen again", async ({
  page,
}) => {
  const file = await archive("large.zip", 8, 3_000_000);
  const offsets: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "PATCH") offsets.push(request.headers()["upload-offset"] ?? "");
  });
  // The second piece never arrives: the connection is lost there.
  await page.route("**/files/*", (route) =>
    route.request().headers()["upload-offset"] === "0" ? route.continue() : route.abort("connectionreset"),
  );
  await page.goto(`${site.url}/datasets/import`);
  await choose(page, "Choose files or an archive", file);
  await page.waitForURL(/\/datasets\/import\/[0-9a-f-]{36}$/);
  await expect(page.getByText("Waiting for the connection")).toBeVisible();
  const before = await site.database.db.importFile.findFirstOrThrow({ where: { path: path.basename(file) } });
  expect(Number(before.received)).toBeGreaterThan(0);

  await page.unroute("**/files/*");
  page.on("dialog", (dialog) => dialog.accept());
  await page.reload();
  await expect(page.getByText("Choose the same files again")).toBeVisible();
  offsets.length = 0;
  await choose(page, "Choose files or an archive", file);
  await expect(page.getByRole("heading", { name: "What would come of it" })).toBeVisible({ timeout: 60_000 });
  expect(Number(offsets[0])).toBeGreaterThanOrEqual(Number(before.received));
  await page.goto(`${site.url}/datasets/import`);
  await expect(page.getByRole("row", { name: /large.*waits for you/ })).toBeVisible();
});

test("a folder goes into a data set that is there; it fits a phone and is used by keyboard alone", async ({
  page,
}) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const folder = test.info().outputPath("animals");
  await mkdir(path.join(folder, "zebra"), { recursive: true });
  for (const [name, bytes] of await cocoFiles(12)) {
    if (name.endsWith(".png")) await writeFile(path.join(folder, "zebra", path.basename(name)), bytes);
  }
  const { id } = await site.database.db.dataset.findFirstOrThrow({ where: { name: "Zoo" } });
  await page.goto(`${site.url}/datasets/${id}/import`);
  const chosen = page.waitForEvent("filechooser");
  await focusOn(page.getByRole("button", { name: "Choose a folder" }));
  await page.keyboard.press("Enter");
  await (await chosen).setFiles(folder);
  await expect(page.getByRole("heading", { name: "What would come of it" })).toBeVisible({ timeout: 60_000 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await focusOn(page.getByRole("button", { name: "Import 7 pictures" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "What came of it" })).toBeVisible({ timeout: 60_000 });
  const dataset = await site.database.db.dataset.findUniqueOrThrow({ where: { id } });
  expect(dataset.imageCount).toBe(12);
});
