import { expect, type Page, test } from "@playwright/test";
import type { Ctx } from "#lib/services/context.ts";
import { signInTo } from "#test/support/sign-in.ts";
import { startTestSite, type TestSite } from "#test/support/site.ts";
import { createTinyProject } from "#test/support/tiny-project.ts";
import { endProcess, startWorkerProcess, type WorkerProcess } from "#test/support/worker-process.ts";

let site: TestSite;
let ctx: Ctx;
let email: string;
let worker: WorkerProcess | null = null;

/** A worker starts and makes maps: slow when the machine is busy. */
const SLOW_MS = 120_000;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  site = await startTestSite(5_130);
  ctx = await site.database.ctx("owner");
  await createTinyProject(ctx);
  ({ email } = await site.signedIn("researcher"));
});
test.afterAll(async () => {
  if (worker) await endProcess(worker, "SIGKILL");
  await site.close();
});

async function openForm(page: Page): Promise<void> {
  await signInTo(site.url, page, email);
  await page.goto(`${site.url}/explanations/new`);
  await expect(panelOf(page)).toContainText("passes");
}

const panelOf = (page: Page) => page.getByRole("complementary", { name: "What it will cost" });

/** Leaves no method chosen. */
async function clearMethods(page: Page): Promise<void> {
  const chosen = page.getByRole("checkbox", { checked: true });
  await expect(chosen.first()).toBeVisible();
  // Each that is unchecked makes way for the next.
  for (let left = await chosen.count(); left > 0; left--) await chosen.first().click();
  await expect(chosen).toHaveCount(0);
}

const runNamed = (name: string) =>
  ctx.db.run.findFirstOrThrow({ where: { name }, include: { arms: { orderBy: { position: "asc" } } } });

test("a method is run twice with settings of its own, wrong ones are named at their field", async ({
  page,
}) => {
  await openForm(page);
  await clearMethods(page);
  await expect(panelOf(page)).toContainText("Choose a method");
  await page.getByRole("checkbox", { name: /^SS-CAM/ }).check();
  await page.getByRole("button", { name: "Add SS-CAM once more" }).click();
  const second = page.getByRole("group", { name: "SS-CAM, arm 2" });
  await second.getByLabel("variant").selectOption("c");
  await second.getByLabel("samples").fill("0");
  await expect(second.getByText(/must be at least/)).toBeVisible();
  await expect(second.getByLabel("samples")).toHaveAttribute("aria-invalid", "true");
  await expect(panelOf(page)).toContainText("This cannot be run yet");
  await second.getByLabel("samples").fill("2");
  await second.getByLabel("seed").fill("7");
  await expect(second.getByText("Settings: variant c, samples 2, seed 7")).toBeVisible();
  await expect(panelOf(page).getByText("SS-CAM, variant c, samples 2, seed 7")).toBeVisible();

  await page.getByLabel("Class explained by SS-CAM, arm 1").selectOption("one class for all images");
  await page.getByLabel("The class that SS-CAM, arm 1 explains").selectOption("fox");
  await page.getByLabel("Name", { exact: true }).fill("Two forms");
  await page.getByLabel("Images", { exact: true }).fill("2");
  await page.getByRole("button", { name: "Start run" }).click();
  await expect(page.getByRole("heading", { name: "Two forms", level: 1 })).toBeVisible();
  const { arms } = await runNamed("Two forms");
  expect(arms).toMatchObject([
    { label: "SS-CAM, fox", targetRule: "class:2", seed: null, options: { variant: "b", samples: 35 } },
    { label: "SS-CAM, variant c, samples 2, seed 7", seed: 7, options: { variant: "c", samples: 2 } },
  ]);
  await ctx.db.job.deleteMany();
});

test("a long run is started only by someone who has confirmed what it costs", async ({ page }) => {
  await openForm(page);
  await clearMethods(page);
  await page.getByRole("checkbox", { name: /^RISE/ }).check();
  await page.getByText("Settings: as published").click();
  await page.getByLabel("Images", { exact: true }).fill("9");
  await page.getByRole("textbox", { name: "masks" }).fill("100000");
  await expect(page.getByText("This is a long run")).toBeHidden();
  await page.getByRole("button", { name: "Add RISE once more" }).click();
  for (let arm = 3; arm <= 6; arm++) {
    await page.getByRole("button", { name: "Add RISE once more" }).click();
  }
  for (let arm = 2; arm <= 6; arm++) {
    const group = page.getByRole("group", { name: `RISE, arm ${arm}` });
    await group.getByLabel("seed").fill(String(arm));
  }
  await page.getByLabel("Name", { exact: true }).fill("Dear");
  await expect(page.getByText("This is a long run")).toBeVisible();
  await page.getByRole("button", { name: "Start run" }).click();
  await expect(page.getByText("Confirm the cost first")).toBeVisible();
  expect(await ctx.db.run.count({ where: { name: "Dear" } })).toBe(0);
  const confirm = page.getByRole("checkbox", { name: /^Start it all the same: 5,40\d,\d{3} passes/ });
  await confirm.check();
  // Another cost is not what was agreed to.
  await page.getByLabel("Images", { exact: true }).fill("8");
  await expect(page.getByText("This is a long run")).toBeHidden();
  await page.getByLabel("Images", { exact: true }).fill("9");
  await confirm.check();
  await page.getByRole("button", { name: "Start run" }).click();
  await expect(page.getByRole("heading", { name: "Dear", level: 1 })).toBeVisible();
  expect((await runNamed("Dear")).arms).toHaveLength(6);
  await ctx.db.job.deleteMany();
});

test("what was not measured is measured in a short run, and the form then says how long the run takes", async ({
  page,
}) => {
  test.setTimeout(2 * SLOW_MS);
  await openForm(page);
  await expect(panelOf(page)).toContainText("Time not measured yet");
  await panelOf(page).getByRole("button", { name: "Measure now" }).click();
  await expect(panelOf(page).getByText("a short run")).toBeVisible();
  worker = startWorkerProcess(site.database, 30_000);
  await expect(panelOf(page)).toContainText("measured on 2 maps", { timeout: SLOW_MS });
  await expect(panelOf(page)).toContainText(/under a second|about \d+ s/);
  await expect(panelOf(page).getByText("a short run")).toBeHidden({ timeout: SLOW_MS });
  await expect(panelOf(page).getByRole("button", { name: "Measure now" })).toBeHidden();

  await page.getByLabel("Name", { exact: true }).fill("Measured");
  await page.getByLabel("Images", { exact: true }).fill("3");
  await page.getByRole("button", { name: "Start run" }).click();
  await expect(page.getByRole("heading", { name: "Measured", level: 1 })).toBeVisible();
  const cost = page.getByRole("table", { name: "Cost of this run" });
  await expect(cost).toBeVisible();
  await expect(page.getByText(/^Expected .* It took/)).toBeVisible({ timeout: SLOW_MS });
  await expect(cost.getByRole("row", { name: /^Scoring 585 passes/ })).toBeVisible();
});
