import { createHash } from "node:crypto";
import { expect, test } from "@playwright/test";
import type { Ctx } from "#lib/services/context.ts";
import { completeSession } from "#lib/services/participation/complete-session.ts";
import { withdraw } from "#lib/services/participation/withdraw.ts";
import { computeReports } from "#lib/services/reports/compute-reports.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { expectAccessible } from "#test/support/expect-accessible.ts";
import { createOpenStudy } from "#test/support/open-study.ts";
import { answerAll, joinAnew } from "#test/support/rating-crowd.ts";
import { signInTo } from "#test/support/sign-in.ts";
import { startTestSite, type TestSite } from "#test/support/site.ts";

let site: TestSite;
let ctx: Ctx;
let studyId: string;
let key: string;

const CAREFUL = 8;

test.beforeAll(async () => {
  site = await startTestSite(4_970);
  ctx = await site.database.ctx("owner");
  ({ studyId, key } = await createOpenStudy(ctx, { images: 15 }));
  for (let person = 0; person < CAREFUL; person++) await takePart(person);
  await takePart(8, { ms: 90 });
  await takePart(9, { ms: 90, value: 5 });
  await takePart(10, { upTo: 6 });
  await withdraw(ctx, { key, token: await takePart(11) });
  await computeReports(ctx, studyId);
});
test.afterAll(() => site.close());

/** Somebody who rates with some care unless told otherwise; returns their token. */
async function takePart(
  seed: number,
  how: { ms?: number; value?: number; upTo?: number } = {},
): Promise<string> {
  const random = createRandom(`person ${seed}`);
  const session = await joinAnew(ctx, key);
  const trials = session.trials.slice(0, how.upTo ?? session.trials.length);
  await answerAll(
    ctx,
    key,
    { ...session, trials },
    (place) => how.value ?? 1 + ((place + random.integer(2)) % 5),
    how.ms,
  );
  if (!how.upTo) await completeSession(ctx, { key, token: session.token });
  return session.token;
}

test("who is analysed, who was left out by which rule, and whether it matters", async ({ page }) => {
  const researcher = await site.signedIn("researcher");
  await signInTo(site.url, page, researcher.email);
  await page.goto(`${site.url}/studies/${studyId}/results`);
  await expect(page.getByText(`${CAREFUL} raters, ${CAREFUL * 12} answers · 3 left out`)).toBeVisible();

  const section = page.getByRole("region", { name: "Who is analysed?" });
  await expect(section).toContainText(`Of 12 who consented, 11 rated pictures and ${CAREFUL} are analysed.`);
  await section.locator("figure").getByText("Data", { exact: true }).click();
  const steps = await section.locator("figure tbody tr").allInnerTexts();
  expect(steps.map((row) => row.split("\t"))).toEqual([
    ["reached", "Consented", "12"],
    ["left", "Withdrew", "1"],
    ["left", "Stopped in practice", "0"],
    ["reached", "Finished practice", "11"],
    ["left", "Stopped before rating", "0"],
    ["reached", "Rated pictures", "11"],
    ["left", "Left out by the rules", "3"],
    ["left, by rule", "too fast", "2"],
    ["left, by rule", "same answer", "1"],
    ["left, by rule", "incomplete", "1"],
    ["reached", "Analysed", String(CAREFUL)],
  ]);
  await expect(
    section.getByText(/^With everybody (the same|something else) is found: of maps /).first(),
  ).toBeVisible();
  await expect(page.getByRole("region", { name: "Do ratings drift?" })).toContainText(
    "from the first picture to the last",
  );
  await expectAccessible(page);

  await section.getByRole("link", { name: "Every rater" }).click();
  const row = page.getByRole("row", { name: /^P10 / });
  await expect(row).toContainText("Too fast");
  await expect(row).toContainText("one value 12 times in 12 answers, 12 in a row");
  await expect(page.getByRole("row", { name: /^P12 / })).toContainText("withdrawn");
  await expectAccessible(page);
});

test("a study's rules are chosen with it, in words, and shown with it", async ({ page }) => {
  const researcher = await site.signedIn("researcher");
  await signInTo(site.url, page, researcher.email);
  await page.goto(`${site.url}/studies/new`);
  await page.getByText("Quality: who is left out of the analysis").click();
  await page.getByLabel("Incomplete").uncheck();
  const fastest = page.getByLabel("Fastest time, milliseconds");
  await fastest.fill("20");
  await page.getByRole("button", { name: "Create study" }).click();
  await expect(
    page.getByText("Nobody answers in under 50 ms: take the rule off instead.").first(),
  ).toBeVisible();
  await expectAccessible(page);
  await fastest.fill("500");
  await page.getByRole("button", { name: "Create study" }).click();
  await expect(
    page.getByText("whoever gave more than 10 % of their answers in under 500 ms; gave the same answer 50 %"),
  ).toBeVisible();
  await expect(page.getByText("did not rate all")).toHaveCount(0);
});

test("a plan is locked for good, and its file has the hash that the page shows", async ({ page }) => {
  const fresh = await createOpenStudy(ctx, { images: 7 });
  const researcher = await site.signedIn("researcher");
  await signInTo(site.url, page, researcher.email);
  await page.goto(`${site.url}/studies/${fresh.studyId}`);
  const section = page.getByRole("region", { name: "Plan" });
  await section.getByText("Write down the plan and lock it").click();
  await section.getByLabel("Hypotheses").fill("SCOUTER+ is more plausible than Grad-CAM.");
  await section.getByLabel("Primary contrast").selectOption({ label: "SCOUTER+ less Grad-CAM" });
  await section.getByRole("button", { name: "Lock the plan" }).click();
  await expect(section.getByText("Say how many raters you want to analyse.").first()).toBeVisible();
  await expectAccessible(page);

  await section.getByLabel("Raters to analyse").fill("24");
  await section.getByLabel("Stopping rule").fill("After 24 raters.");
  await section.getByRole("button", { name: "Lock the plan" }).click();
  await expect(section.getByText("SCOUTER+ less Grad-CAM, within raters")).toBeVisible();
  await expect(section.getByRole("button", { name: "Lock the plan" })).toHaveCount(0);
  await expectAccessible(page);
  const file = await researcher(`/api/v1/studies/${fresh.studyId}/preregistration.json`);
  const text = await file.text();
  expect(JSON.parse(text)).toMatchObject({ hypotheses: "SCOUTER+ is more plausible than Grad-CAM." });
  await expect(section).toContainText(createHash("sha256").update(text, "utf8").digest("hex"));
});
