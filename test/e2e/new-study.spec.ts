import { expect, type Page, test } from "@playwright/test";
import type { Ctx } from "#lib/services/context.ts";
import { createStudy } from "#lib/services/studies/create-study.ts";
import { expectAccessible } from "#test/support/expect-accessible.ts";
import { createFinishedRun } from "#test/support/finished-run.ts";
import { signInTo } from "#test/support/sign-in.ts";
import { startTestSite, type TestSite } from "#test/support/site.ts";

let site: TestSite;
let ctx: Ctx;
let email: string;
let runId: string;
test.beforeAll(async () => {
  test.setTimeout(300_000);
  site = await startTestSite(5_330);
  ctx = await site.database.ctx("owner");
  ({ runId } = await createFinishedRun(ctx, 15));
  ({ email } = await site.signedIn("researcher"));
});
test.afterAll(() => site.close());

const planOf = (page: Page) => page.getByRole("region", { name: "Plan", exact: true });
/** What stands beside a name in the plan's list of counts. */
const count = (page: Page, name: string | RegExp) =>
  planOf(page).locator("dl > div").filter({ hasText: name }).getByRole("definition");

async function openForm(page: Page): Promise<void> {
  await signInTo(site.url, page, email);
  await page.goto(`${site.url}/studies/new`);
  await expect(planOf(page)).toContainText("Judgements of each map");
}

test("a template is chosen by keys, the plan follows, and the study is created", async ({ page }) => {
  await openForm(page);
  await expect(count(page, "Answers in all")).toHaveText("480");
  const templates = page.getByRole("radio");
  await templates.first().focus();
  await expect(templates.first()).toBeChecked();
  const chosen = page.getByRole("radio", { name: "Pairwise preference" });
  for (let press = 0; press < 2; press++) await page.keyboard.press("ArrowDown");
  await expect(chosen).toBeFocused();
  await expect(chosen).toBeChecked();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Pairwise preference");
  await expect(count(page, "Answers about each two arms")).toBeVisible();

  // Three arms in pairs, both ways round: 6 conditions, 12 trials of 12 images.
  const raters = planOf(page).getByLabel("People who complete");
  await raters.fill("6");
  await expect(count(page, "Answers in all")).toHaveText("72");
  await expect(count(page, "Judgements of each map")).toHaveText("4");
  await expect(count(page, "Answers about each two arms")).toHaveText("24");
  await expect(planOf(page)).toContainText("8 s a trial, assumed");
  await planOf(page).getByLabel("Pay an hour").fill("12");
  await planOf(page).getByLabel("Platform’s fee, %").fill("25");
  // (60 s + 15 x 8 s) x 6 people = 18 min
  await expect(planOf(page)).toContainText("4.50 in all: 3.60 pay, 0.90 fee");
  await page.getByLabel("Trials per person").fill("40");
  await expect(planOf(page)).toContainText("40 trials need as many images");
  await page.getByLabel("Trials per person").fill("6");
  await expect(count(page, "Answers in all")).toHaveText("36");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Create study" }).click();
  await expect(page.getByRole("heading", { name: "Pairwise preference", level: 1 })).toBeVisible();
  const study = await ctx.db.study.findFirstOrThrow({ where: { name: "Pairwise preference" } });
  expect(study).toMatchObject({
    templateId: "pairwise-preference",
    design: { trialsPerRater: 6, panels: 2 },
  });
});

test("power is simulated beside the form, and cancelled", async ({ page }) => {
  test.setTimeout(180_000);
  await openForm(page);
  await planOf(page).getByLabel("People who complete").fill("400");
  await planOf(page).getByLabel("Smallest difference").fill("0.05");
  await expect(planOf(page)).toContainText("difference of 0.05");
  await expect(planOf(page)).toContainText("by formula");
  await planOf(page).getByRole("button", { name: "Simulate studies" }).click();
  await expect(planOf(page).getByRole("progressbar")).toBeVisible();
  await planOf(page).getByRole("button", { name: "Cancel" }).click();
  await expect(planOf(page).getByRole("progressbar")).toBeHidden();
  await planOf(page).getByLabel("People who complete").fill("6");
  await planOf(page).getByLabel("Smallest difference").fill("1");
  await expect(planOf(page)).toContainText("difference of 1 in mean rating");
  await planOf(page).getByRole("button", { name: "Simulate studies" }).click();
  await expect(planOf(page)).toContainText(/\d\s% by simulation \(/, { timeout: 120_000 });
  await expect(planOf(page)).toContainText("studies of careful simulated raters");
});

test("the participant's page is looked at before there is a study, and sends nothing", async ({ page }) => {
  await openForm(page);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
  const view = page.frameLocator("iframe[title='Preview of the participant’s page']");
  await expect(view.getByText("12 months after the study has ended")).toBeVisible();
  await page.getByLabel("Participants’ language").selectOption("zh-Hans");
  await page.getByLabel("Months until personal data go").fill("6");
  await expect(view.getByText("研究结束 6 个月后")).toBeVisible();
  await view.getByRole("button", { name: "我同意并开始" }).click();
  await view.getByRole("button", { name: "开始", exact: true }).click();
  await expect(view.getByRole("img")).toBeVisible();
  const choice = view.getByRole("group").getByRole("button");
  for (const place of ["第 1 张，共 4 张", "第 2 张，共 4 张", "第 3 张，共 4 张", "第 4 张，共 4 张"]) {
    await expect(view.getByText(place)).toBeVisible();
    await expect(choice.nth(2)).toBeEnabled();
    await choice.nth(2).click();
  }
  await expect(view.getByText("PREVIEW")).toBeVisible();
  expect(asked.filter((one) => one.includes("/api/"))).toEqual([]);
  expect(await ctx.db.participant.count()).toBe(0);
});

test("a new version begins with the plan of the study before, and both name each other", async ({ page }) => {
  const { id } = await createStudy(ctx, { runId, name: "Which map?", trialsPerRater: 6, quota: 30, seed: 5 });
  await signInTo(site.url, page, email);
  await page.goto(`${site.url}/studies/${id}`);
  await page.getByRole("link", { name: "New version" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Which map? (version 2)");
  await expect(page.getByLabel("Trials per person")).toHaveValue("6");
  await expect(page.getByLabel("Most people")).toHaveValue("30");
  await expect(page.getByLabel("Seed")).toHaveValue("5");
  await page.getByLabel("Trials per person").fill("8");
  await page.getByRole("button", { name: "Create study" }).click();
  const versions = page.getByRole("region", { name: "Versions" });
  await expect(versions).toContainText("Trials a person: 8, before 6.");
  await versions.getByRole("link", { name: "Which map?" }).click();
  await expect(versions.getByRole("link", { name: "Which map? (version 2)" })).toBeVisible();
});

test("on a phone the plan stands below the form, nothing is wider than the screen", async ({ browser }) => {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    isMobile: true,
    hasTouch: true,
  });
  const page = await context.newPage();
  await openForm(page);
  const create = (await page.getByRole("button", { name: "Create study" }).boundingBox())!;
  const plan = (await planOf(page).boundingBox())!;
  expect(plan.y).toBeGreaterThan(create.y);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await context.close();
});
