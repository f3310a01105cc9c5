import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import type { Ctx } from "#lib/services/context.ts";
import { onnxClassifier } from "#test/support/onnx-models.ts";
import { startTestWorker } from "#test/support/run-until.ts";
import { signInTo } from "#test/support/sign-in.ts";
import { startTestSite, type TestSite } from "#test/support/site.ts";
import { TINY_CLASSES, tinyModel } from "#test/support/tiny-models.ts";
import { createTinyProject } from "#test/support/tiny-project.ts";

let site: TestSite;
let ctx: Ctx;
let email: string;
let worker: ReturnType<typeof startTestWorker>;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  site = await startTestSite(4950);
  ctx = await site.database.ctx("owner");
  await createTinyProject(ctx, { each: 3 });
  worker = startTestWorker(site.database);
  ({ email } = await site.signedIn("researcher"));
});
test.afterAll(async () => {
  await worker?.stop();
  await site?.close();
});

const signIn = (page: Page) => signInTo(site.url, page, email);

async function send(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await page.goto(`${site.url}/models/import`);
  const buffer = Buffer.from(bytes);
  await page.getByLabel("Model file").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
  await page.getByRole("button", { name: "Send and look at it" }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
}

/** Nothing that keeps anyone out, in either colour scheme, and no sideways scrolling. */
async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
  }
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 });
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(beyond, `${width} px wide`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

test("someone's ONNX classifier becomes a model, after the one question its file leaves open", async ({
  page,
}) => {
  await signIn(page);
  await page.goto(`${site.url}/models`);
  await page.getByRole("link", { name: "Import a model" }).click();
  await expect(page.getByRole("heading", { name: "Import a model", level: 1 })).toBeVisible();
  await page.getByRole("button", { name: "Send and look at it" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Choose a file first" })).toBeVisible();

  await send(page, "theirs.onnx", onnxClassifier({ classes: 3 }));
  await expect(page.getByText("has a question")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("32 × 32, red, green, blue")).toBeVisible();
  await expect(page.getByText("the file does not say", { exact: true })).toBeVisible();
  const trials = page.getByRole("table", { name: "Certainty under each normalisation" });
  await expect(trials.getByRole("rowheader")).toHaveCount(6);
  await expect(page.getByRole("img", { name: "fox" }).first()).toBeVisible();
  await expectAccessible(page);

  await page.getByLabel("Normalisation", { exact: true }).selectOption("unit");
  await page.getByLabel("Feature map").selectOption("stem.relu");
  await page.getByLabel("As a dataset has them").selectOption("Tiny");
  await expect(page.getByLabel("Class names")).toHaveValue(TINY_CLASSES.join("\n"));
  await page.getByRole("button", { name: "Look at it again" }).click();
  await expect(page.getByRole("heading", { name: "Import it" })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("“stem.relu”")).toBeVisible();
  // The answers are in the model's own words now.
  await expect(page.getByRole("listitem").filter({ hasText: /fox\d/ }).first()).toBeVisible();
  await expectAccessible(page);

  await page.getByLabel("Name of the model").fill("FC");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByText("choose another name")).toBeVisible();
  await page.getByLabel("Name of the model").fill("Theirs");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Theirs", level: 1 })).toBeVisible();
  await expect(page.getByText("ONNX classifier")).toBeVisible();
  await expect(page.getByRole("link", { name: "Export safetensors" })).toHaveCount(0);

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export ONNX" }).click();
  expect((await download).suggestedFilename()).toBe("Theirs.onnx");

  await page.goto(`${site.url}/explanations/new`);
  await expect(page.getByText(/Not for Theirs: Grad-CAM needs gradients/)).toBeVisible();
  await page.getByRole("checkbox", { name: /SS-CAM/ }).check();
  const models = page.getByLabel("Model explained by SS-CAM", { exact: true });
  await models.selectOption("Theirs");
  const gradCam = page.getByLabel("Model explained by Grad-CAM", { exact: true });
  await expect(gradCam.getByRole("option", { name: "Theirs" })).toBeDisabled();
});

test("a file that cannot be used says why, and can be discarded", async ({ page }) => {
  await signIn(page);
  await send(page, "cut.onnx", onnxClassifier().slice(0, -60));
  await expect(page.getByRole("alert").filter({ hasText: "cut off" })).toBeVisible({ timeout: 60_000 });
  await expectAccessible(page);
  await page.goto(`${site.url}/models/import`);
  await expect(page.getByRole("row").filter({ hasText: "cut.onnx" })).toContainText("cannot be used so");
  await expectAccessible(page);
  await page.getByRole("link", { name: "cut.onnx" }).click();
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page).toHaveURL(`${site.url}/models/import`);
  await expect(page.getByRole("link", { name: "cut.onnx" })).toHaveCount(0);
  expect(await ctx.db.modelImport.count({ where: { fileName: "cut.onnx" } })).toBe(0);
});

test("a choice that does not fit is told, and what was found stays to choose from", async ({ page }) => {
  await signIn(page);
  await send(page, "two.onnx", onnxClassifier({ classes: 3, embedding: true }));
  await expect(page.getByText("has a question")).toBeVisible({ timeout: 60_000 });
  await page.getByLabel("Normalisation", { exact: true }).selectOption("numbers");
  await page.getByLabel("Mean / deviation").fill("0.5/0");
  await page.getByRole("button", { name: "Look at it again" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "no normalisation" })).toBeVisible();

  await page.getByLabel("Normalisation", { exact: true }).selectOption("numbers");
  await page.getByLabel("Mean / deviation").fill("0.5/0.2");
  await page.getByLabel("Output with the scores").selectOption("scores");
  await page.getByLabel("Order of the axes").selectOption("nhwc");
  await page.getByRole("button", { name: "Look at it again" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "32 channels" })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByLabel("Output with the scores")).toHaveValue("scores");
  await page.getByLabel("Order of the axes").selectOption("");
  await page.getByRole("button", { name: "Look at it again" }).click();
  await expect(page.getByRole("heading", { name: "Import it" })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("3 classes", { exact: false }).first()).toBeVisible();
});

test("weights of this project are imported without a question", async ({ page }) => {
  await signIn(page);
  await send(page, "plus.safetensors", tinyModel("scouter+", { seed: 21 }));
  await expect(page.getByRole("heading", { name: "Import it" })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("heading", { name: "Use it otherwise" })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByRole("heading", { name: "plus", level: 1 })).toBeVisible();
});

test("sending a large file shows how far it is, and can be stopped", async ({ page }) => {
  await signIn(page);
  await page.goto(`${site.url}/models/import`);
  await page.route("**/api/v1/models/imports*", () => undefined);
  const buffer = Buffer.alloc(3_000_000, 1);
  await page
    .getByLabel("Model file")
    .setInputFiles({ name: "big.onnx", mimeType: "application/octet-stream", buffer });
  await page.getByRole("button", { name: "Send and look at it" }).click();
  await expect(page.getByRole("progressbar", { name: "MB sent" })).toBeVisible();
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Nothing of the file was kept" })).toBeVisible();
  expect(await ctx.db.modelImport.count({ where: { fileName: "big.onnx" } })).toBe(0);
});
