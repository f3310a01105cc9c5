import { readFile } from "node:fs/promises";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { ClassificationReport } from "#lib/metrics/classification/report.ts";
import type { Ctx } from "#lib/services/context.ts";
import { computeReports } from "#lib/services/reports/compute-reports.ts";
import { getReports } from "#lib/services/reports/get-report.ts";
import { runSimulatedRaters } from "#lib/services/studies/run-simulated-raters.ts";
import { createEndedTraining } from "#test/support/ended-training.ts";
import { createOpenStudy } from "#test/support/open-study.ts";
import { signInTo } from "#test/support/sign-in.ts";
import { PASSWORD, startTestSite, type TestSite } from "#test/support/site.ts";

let site: TestSite;
let ctx: Ctx;
let email: string;
let study: { studyId: string; key: string; runId: string };
let trainingId: string;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  site = await startTestSite(4850);
  ctx = await site.database.ctx("owner");
  study = await createOpenStudy(ctx);
  const quiet = { progress: () => undefined, signal: new AbortController().signal };
  await runSimulatedRaters(ctx, study.studyId, { batch: "rehearsal", count: 12, ...quiet });
  await computeReports(ctx, study.studyId);
  const { versionId } = await ctx.db.run.findUniqueOrThrow({ where: { id: study.runId } });
  trainingId = await createEndedTraining(ctx, versionId);
  ({ email } = await site.signedIn("owner"));
});
test.afterAll(() => site.close());

const signIn = (page: Page, who = email) => signInTo(site.url, page, who);

/** Every page a researcher can open, with an example of each kind. */
async function listPages(): Promise<string[]> {
  const { db, workspaceId } = ctx;
  const run = await db.run.findUniqueOrThrow({ where: { id: study.runId }, include: { version: true } });
  const model = await db.model.findFirstOrThrow({ where: { workspaceId } });
  const [imageId] = run.imageIds;
  return [
    "/",
    "/datasets",
    `/datasets/${run.version.datasetId}`,
    `/images/${imageId}`,
    "/models",
    `/models/${model.id}`,
    "/models/trainings",
    `/models/trainings/new?from=${trainingId}`,
    `/models/trainings/${trainingId}`,
    "/explanations",
    "/explanations/new",
    `/explanations/${run.id}`,
    `/explanations/pair/${imageId}`,
    "/playground",
    "/metrics",
    "/studies",
    "/studies/new",
    `/studies/${study.studyId}`,
    `/studies/${study.studyId}/results`,
    "/settings",
    "/datasets/none-of-this-name",
  ];
}

test("a researcher signs in, is told of a wrong password, and reads a study's results", async ({ page }) => {
  await page.goto(site.url);
  await expect(page).toHaveURL(`${site.url}/signin`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "is not right" })).toBeVisible();
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Home", level: 1 })).toBeVisible();

  await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "Studies" }).click();
  await page.getByRole("link", { name: "Which map convinces?" }).click();
  await expect(page.getByText(`${site.url}/s/${study.key}`)).toBeVisible();
  await page.getByRole("link", { name: "Results" }).click();
  await expect(page.getByRole("heading", { name: "Results", level: 1 })).toBeVisible();
  await expect(page.getByText("Simulated raters, not people")).toBeVisible();
  await expect(page.getByRole("img", { name: "Mean rating by method" })).toBeVisible();
  const { simulated } = await getReports(ctx, study.studyId);
  const { arms, comparisons, reliability } = simulated!.results;
  const means = page.getByRole("table", { name: "what it rests on" });
  for (const arm of arms) {
    const { value } = arm.score as { value: number };
    await expect(means.getByRole("row", { name: arm.label })).toContainText(value.toFixed(2));
  }
  const compared = comparisons!.filter(({ statement }) => statement === "for");
  const pairs = page.getByRole("table", { name: "Differences between methods, maps for a class" });
  await expect(pairs.getByRole("row")).toHaveCount(1 + compared.length);
  const [{ a, b, difference }] = compared;
  const signed = (difference as { value: number }).value;
  const [higher, lower] = (signed < 0 ? [b, a] : [a, b]).map(
    (id) => arms.find((arm) => arm.armId === id)!.label,
  );
  const pair = pairs.getByRole("row", { name: `${higher} over ${lower}` });
  await expect(pair).toContainText(Math.abs(signed).toFixed(2));
  const agreement = page.getByRole("table", { name: "Agreement on the order of maps" });
  await expect(agreement.getByRole("row")).toHaveCount(1 + reliability!.length);
  const { ceiling } = reliability!.find(({ statement }) => statement === "for")!;
  await expect(agreement.getByRole("row", { name: "for a class" })).toContainText(
    "value" in ceiling ? ceiling.value.toFixed(2) : "undefined",
  );
  await page.getByRole("link", { name: "Precision in mask" }).click();
  await expect(page.getByRole("figure").filter({ hasText: "Each point is a method" })).toContainText(
    "value" in ceiling
      ? `No metric can be expected to correlate higher than ${ceiling.value.toFixed(2)}`
      : "How high a metric could correlate is undefined",
  );
  await page.getByRole("link", { name: "People (0 answers)" }).click();
  await expect(page.getByText("No answers yet")).toBeVisible();
});

test("a run is started from the form and cancelled on its page", async ({ page }) => {
  await signIn(page);
  await page.goto(`${site.url}/explanations/new`);
  await page.getByLabel("Name", { exact: true }).fill("Three images");
  await page.getByLabel("Images", { exact: true }).fill("0");
  await page.getByRole("button", { name: "Start run" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "not started" })).toBeVisible();

  await page.getByLabel("Name", { exact: true }).fill("Three images");
  await page.getByLabel("Images", { exact: true }).fill("3");
  await page.getByRole("button", { name: "Start run" }).click();
  await expect(page.getByRole("heading", { name: "Three images", level: 1 })).toBeVisible();
  await expect(page.getByText("0 of 9 maps")).toBeVisible();
  await page.getByRole("button", { name: "Cancel run" }).click();
  await expect(page.getByText("This run was cancelled")).toBeVisible();
  const run = await ctx.db.run.findFirstOrThrow({ where: { name: "Three images" } });
  expect(run.state).toBe("cancelled");
  await expect(page.getByRole("button", { name: "Retry" })).toBeVisible();
});

test("a model's report has intervals, sorts its classes, and leaves as CSV", async ({ page }) => {
  await signIn(page);
  const model = await ctx.db.model.findFirstOrThrow({ where: { workspaceId: ctx.workspaceId, kind: "fc" } });
  await page.goto(`${site.url}/models/${model.id}`);
  const report = page.getByRole("region", { name: "Classification report" });
  await expect(report.getByText("test · 11 images")).toBeVisible();
  const stored = await ctx.db.classificationReport.findFirstOrThrow({ where: { modelId: model.id } });
  const { measures, perClass } = ClassificationReport.parse(stored.results);
  const accuracy = measures.accuracy as { value: number; low: number; high: number };
  await expect(report.getByText(accuracy.value.toFixed(3)).first()).toBeVisible();
  await expect(
    report.getByText(`[${accuracy.low.toFixed(3)}, ${accuracy.high.toFixed(3)}]`).first(),
  ).toBeVisible();
  await expect(report.getByRole("img", { name: "Calibration" })).toBeVisible();
  await expect(report.getByRole("img", { name: "Confusion matrix" })).toBeVisible();

  const table = report.getByRole("table", { name: "Precision, recall, F1 and AUC by class" });
  const firstClass = table.getByRole("rowheader").first();
  await table.getByRole("link", { name: "Class" }).click();
  await expect(page).toHaveURL(/sort=class&order=asc/);
  await expect(firstClass).toHaveText("koala");
  await table.getByRole("link", { name: "Class" }).click();
  await expect(table.getByRole("columnheader", { name: "Class", exact: true })).toHaveAttribute(
    "aria-sort",
    "descending",
  );
  await expect(firstClass).toHaveText("zebra");

  const download = page.waitForEvent("download");
  await report.getByRole("link", { name: "CSV of the classes" }).click();
  const csv = await readFile(await (await download).path(), "utf8");
  const lines = csv.trim().split("\r\n");
  expect(lines[0]).toMatch(/^class,images,predicted,correct,precision,precision_low/);
  expect(lines).toHaveLength(1 + perClass.length);
});

test("a study without arms is refused with what to do, and one that stands can be closed", async ({
  page,
}) => {
  await signIn(page);
  await page.goto(`${site.url}/studies/new?run=${study.runId}`);
  const arms = page.getByRole("group", { name: "Arms to compare" }).getByRole("checkbox");
  // `all` takes what is there by now; the form arrives after the page's frame.
  await expect(arms.first()).toBeVisible();
  for (const arm of await arms.all()) await arm.uncheck();
  await page.getByLabel("Name").fill("Which one convinces?");
  await page.getByLabel("Participants’ language").selectOption("zh-Hans");
  const preview = page.getByRole("region", { name: "Template preview" });
  await expect(preview).toContainText("高亮区域在多大程度上支持这个回答？");
  await page.getByRole("button", { name: "Create study" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "choose at least one arm" })).toBeVisible();
  await expect(page.getByLabel("Name")).toHaveValue("Which one convinces?");
  await expect(arms.first()).not.toBeChecked();

  await arms.first().check();
  await page.getByRole("button", { name: "Create study" }).click();
  await expect(page.getByRole("heading", { name: "Which one convinces?" })).toBeVisible();
  await expect(page.getByText("简体中文")).toBeVisible();

  const { studyId } = await createOpenStudy(ctx);
  await page.goto(`${site.url}/studies/${studyId}`);
  await page.getByRole("button", { name: "Close study" }).click();
  await expect(page.getByText("Closed to newcomers")).toBeVisible();
  expect((await ctx.db.study.findUniqueOrThrow({ where: { id: studyId } })).state).toBe("closed");
});

test("the pair shows the map of any class that has one, and offers to compute the others", async ({
  page,
}) => {
  await signIn(page);
  const run = await ctx.db.run.findUniqueOrThrow({ where: { id: study.runId } });
  await page.goto(`${site.url}/explanations/pair/${run.imageIds[0]}`);
  await expect(page.getByText("Why koala")).toBeVisible();
  await expect(page.locator("canvas")).toHaveCount(2);
  const before = await page.locator("canvas").first().getAttribute("width");
  await page.keyboard.press("r");
  await expect(page.getByLabel("Raw 9 × 9 cells")).toBeChecked();
  expect(await page.locator("canvas").first().getAttribute("width")).toBe("9");
  expect(before).not.toBe("9");

  await page.getByRole("radio", { name: /why not otter/ }).check({ force: true });
  await expect(page.getByText("Why not otter")).toBeVisible();
  await expect(page).toHaveURL(/whynot=2/);
  await expect(page.locator("canvas")).toHaveCount(1);
  await expect(page.getByRole("button", { name: "Compute" })).toBeVisible();
});

test("the keyboard moves between sections, lists its keys, and skips to the content", async ({ page }) => {
  await signIn(page);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  // The keys work once the page's script does; nothing on the page shows when.
  await expect(async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("m");
    await expect(page).toHaveURL(`${site.url}/models`, { timeout: 1_000 });
  }).toPass();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeHidden();
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await expect(page).toHaveURL(`${site.url}/datasets`);

  await page.keyboard.press("?");
  await page.getByLabel("Use single-key shortcuts").uncheck();
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("m");
  await expect(page).toHaveURL(`${site.url}/datasets`);
});

test("an annotator sees images, and is told why methods and results are closed", async ({ page }) => {
  const annotator = await site.signedIn("annotator");
  await signIn(page, annotator.email);
  await page.goto(`${site.url}/datasets`);
  await expect(page.getByRole("heading", { name: "Datasets", level: 1 })).toBeVisible();
  for (const path of ["/metrics", "/explanations", `/studies/${study.studyId}/results`]) {
    await page.goto(`${site.url}${path}`);
    await expect(page).toHaveURL(`${site.url}/no-access`);
  }
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`no page has an accessibility fault, ${colorScheme}`, async ({ browser }) => {
    test.setTimeout(240_000);
    const context = await browser.newContext({ colorScheme });
    const page = await context.newPage();
    await page.goto(`${site.url}/signin`);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await signIn(page);
    const faults: string[] = [];
    for (const path of await listPages()) {
      await page.goto(`${site.url}${path}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      for (const { id, nodes } of violations)
        faults.push(`${path} ${id}: ${nodes.map((node) => node.html).join(" | ")}`);
    }
    expect(faults).toEqual([]);
    await context.close();
  });
}

test("no page is wider than a phone", async ({ browser }) => {
  test.setTimeout(240_000);
  const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
  await signIn(page);
  for (const path of await listPages()) {
    await page.goto(`${site.url}${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect({ path, overflow }).toEqual({ path, overflow: 0 });
  }
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "Models" }).click();
  await expect(page).toHaveURL(`${site.url}/models`);
  await page.close();
});
