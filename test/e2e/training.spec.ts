import { expect, type Page, test } from "@playwright/test";
import type { Ctx } from "#lib/services/context.ts";
import { freezeVersion } from "#lib/services/datasets/freeze-version.ts";
import { importFolder } from "#lib/services/datasets/import-folder.ts";
import { colouredImages } from "#test/support/coloured-images.ts";
import { signInTo } from "#test/support/sign-in.ts";
import { startTestSite, type TestSite } from "#test/support/site.ts";
import { endProcess, startWorkerProcess, type WorkerProcess } from "#test/support/worker-process.ts";

let site: TestSite;
let ctx: Ctx;
let worker: WorkerProcess;
let email: string;

/** A worker starts, a network is trained: slow when the machine is busy. */
const SLOW_MS = 120_000;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  site = await startTestSite(4_980);
  ctx = await site.database.ctx("owner");
  const source = await colouredImages({ train: 10, validation: 2, test: 2 });
  const { datasetId } = await importFolder(ctx, { name: "Colours", source });
  await freezeVersion(ctx, { datasetId });
  worker = startWorkerProcess(site.database, 30_000);
  ({ email } = await site.signedIn("researcher"));
});
test.afterAll(async () => {
  await endProcess(worker, "SIGKILL");
  await site.close();
});

const signIn = (page: Page) => signInTo(site.url, page, email);

const readTraining = (name: string) =>
  ctx.db.training.findFirstOrThrow({ where: { name }, orderBy: { id: "desc" } });

test("a researcher trains a model from the form, watches it, stops it, goes on, and opens the model", async ({
  page,
}) => {
  test.setTimeout(4 * SLOW_MS);
  await signIn(page);
  await page.getByRole("navigation").getByRole("link", { name: "Models" }).click();
  await page.getByRole("link", { name: "Train a model" }).click();

  const panel = page.getByRole("complementary", { name: "What would be trained" });
  await expect(panel).toContainText("30 images to train on, fewer than a batch of 50");
  await page.getByText("More settings").click();
  await page.getByLabel("Batch, images a step").fill("10");
  await expect(panel).toContainText("30 to train on; 6 to validate on; 6 of other splits are left alone");
  await page.getByLabel("Input size in pixels").fill("32");
  await page.getByLabel("Epochs", { exact: true }).fill("120");
  await expect(panel).toContainText("360: 120 epochs, 10 images a step");
  await expect(panel).toContainText("tiny at 32 px");
  await expect(panel).toContainText("not known: nothing like it has been trained");

  await page.getByLabel("Augmentation").selectOption("none");
  await page.getByRole("button", { name: "Start training" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Give the model a name" })).toBeVisible();
  await expect(page.getByLabel("Epochs", { exact: true })).toHaveValue("120");
  await expect(page.getByLabel("Augmentation")).toHaveValue("none");
  await page.getByLabel("Name of the model").fill("Three colours");
  await page.getByRole("button", { name: "Start training" }).click();

  await expect(page.getByRole("heading", { name: "Three colours", level: 1 })).toBeVisible();
  await expect(page.getByRole("progressbar", { name: "steps" })).toHaveAttribute("aria-valuemax", "360");
  await expect(page.getByText(/Epoch ([2-9]|\d\d+) of 120/)).toBeVisible({ timeout: SLOW_MS });
  await expect(page.getByRole("img", { name: "Loss by epoch" })).toBeVisible();
  await expect(page.getByRole("img", { name: /map over an image of/ })).toHaveCount(4);
  await expect(page.locator("canvas")).toHaveCount(4);

  await page.getByRole("button", { name: "Stop training" }).click();
  await expect(page.getByText("This training was stopped")).toBeVisible();
  const stopped = await readTraining("Three colours");
  expect(stopped.state).toBe("cancelled");
  await expect
    .poll(async () => (await ctx.db.job.findFirst({ where: { trainingId: stopped.id } }))?.state, {
      timeout: 3_000,
    })
    .toBe("cancelled");

  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("button", { name: "Stop training" })).toBeVisible();
  await expect(page.getByText('"Three colours" is trained')).toBeVisible({ timeout: 3 * SLOW_MS });
  await page.getByRole("slider", { name: /Epoch 120 of 120/ }).press("Home");
  await expect(page.getByText("Epoch 1 of 120")).toBeVisible();
  await page.getByRole("button", { name: "Later" }).click();
  await expect(page.getByText("Epoch 2 of 120")).toBeVisible();

  await page.getByRole("link", { name: "Open the model" }).click();
  await page.waitForURL(/\/models\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { name: "Three colours", level: 1 })).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(page.getByText("Colours v1, validation · 6 images")).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: SLOW_MS });
  await page.getByRole("link", { name: "settings and example maps of every epoch" }).click();
  await expect(page.getByText('"Three colours" is trained')).toBeVisible();
});

test("a training that collapses says what to change, and its form comes back filled", async ({ page }) => {
  test.setTimeout(3 * SLOW_MS);
  await signIn(page);
  await page.goto(`${site.url}/models/trainings/new`);
  await page.getByRole("radio", { name: /FC baseline/ }).check();
  await page.getByLabel("Name of the model").fill("Too fast");
  await page.getByText("More settings").click();
  await page.getByLabel("Batch, images a step").fill("10");
  await page.getByLabel("Input size in pixels").fill("32");
  await page.getByLabel("Learning rate").fill("90");
  await page.getByLabel("Any other setting").fill('optimiser={"name":"sgd"}\nschedule={"name":"constant"}');
  await page.getByLabel("Epochs", { exact: true }).fill("60");
  await page.getByRole("button", { name: "Start training" }).click();
  await expect(page.getByText("This training collapsed")).toBeVisible({ timeout: 2 * SLOW_MS });
  await expect(page.getByText(/learning rate/).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Resume" })).toBeHidden();

  await page.getByRole("link", { name: "Train again, changed" }).click();
  await expect(page.getByLabel("Learning rate")).toHaveValue("90");
  await expect(page.getByLabel("Any other setting")).toHaveValue(/"name":"sgd"}\nschedule/);
  await page.getByLabel("Learning rate").fill("0.1");
  await page.getByLabel("Epochs", { exact: true }).fill("1");
  await page.getByRole("button", { name: "Start training" }).click();
  await expect(page.getByText('"Too fast" is trained')).toBeVisible({ timeout: SLOW_MS });
});
