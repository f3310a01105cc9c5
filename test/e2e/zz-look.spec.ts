import { test } from "@playwright/test";
import { createStudy } from "#lib/services/studies/create-study.ts";
import { lockStudy } from "#lib/services/studies/lock-study.ts";
import { createFinishedRun } from "#test/support/finished-run.ts";
import { createOpenStudy } from "#test/support/open-study.ts";
import { signInTo } from "#test/support/sign-in.ts";
import { startTestSite } from "#test/support/site.ts";

test("look", async ({ browser }) => {
  test.setTimeout(300_000);
  const site = await startTestSite(5_430);
  const ctx = await site.database.ctx("owner");
  const { runId } = await createFinishedRun(ctx, 15);
  const { email } = await site.signedIn("researcher");
  const { studyId } = await createOpenStudy(ctx);
  const arms = await ctx.db.studyArm.findMany({ where: { studyId }, orderBy: { position: "asc" } });
  await createStudy(ctx, { runId, name: "Which map? (version 2)", trialsPerRater: 8, predecessorId: studyId });
  for (const [name, width, colorScheme] of [["desk-light", 1280, "light"], ["phone-dark", 375, "dark"], ["desk-dark", 1280, "dark"], ["phone-light", 375, "light"]] as const) {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    await signInTo(site.url, page, email);
    await page.goto(`${site.url}/studies/new`);
    await page.getByText("Judgements of each map").waitFor();
    await page.getByLabel("Pay an hour").fill("12");
    await page.getByLabel("Platform’s fee, %").fill("33");
    await page.getByText("in all:").first().waitFor();
    if (name === "desk-light") {
      await page.getByRole("button", { name: "Simulate studies" }).click();
      await page.getByText("by simulation (").waitFor({ timeout: 120_000 });
    }
    await page.waitForTimeout(1500);
    await page.screenshot({ path: `/tmp/wt/sd-new-${name}.png`, fullPage: true });
    await page.goto(`${site.url}/studies/${studyId}`);
    await page.getByText("Write down the plan").click().catch(() => undefined);
    await page.screenshot({ path: `/tmp/wt/sd-study-${name}.png`, fullPage: true });
    await page.close();
  }
  await lockStudy(ctx, { studyId, hypotheses: "SCOUTER+ is more plausible than Grad-CAM, because its maps are on the object more often.", primaryContrast: { first: arms[0].id, second: arms[2].id }, targetRaters: 40, stoppingRule: "After 40 complete raters, or on 31 December." });
  for (const [name, width, colorScheme] of [["desk-light", 1280, "light"], ["phone-dark", 375, "dark"]] as const) {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    await signInTo(site.url, page, email);
    await page.goto(`${site.url}/studies/${studyId}`);
    await page.screenshot({ path: `/tmp/wt/sd-locked-${name}.png`, fullPage: true });
    const second = await ctx.db.study.findFirstOrThrow({ where: { predecessorId: studyId } });
    await page.goto(`${site.url}/studies/${second.id}`);
    await page.screenshot({ path: `/tmp/wt/sd-version-${name}.png`, fullPage: true });
    await page.close();
  }
  await site.close();
});
