import { expect, test } from "@playwright/test";
import type { Ctx } from "#lib/services/context.ts";
import { computeReports } from "#lib/services/reports/compute-reports.ts";
import { prepareStudy } from "#lib/services/studies/prepare-study.ts";
import { runSimulatedRaters } from "#lib/services/studies/run-simulated-raters.ts";
import { addEveryClassArms } from "#test/support/every-class-arms.ts";
import { expectAccessible } from "#test/support/expect-accessible.ts";
import { createFinishedRun } from "#test/support/finished-run.ts";
import { signInTo } from "#test/support/sign-in.ts";
import { startTestSite, type TestSite } from "#test/support/site.ts";

/** A researcher asks whether people can tell from a method's maps which class the computer answered. */

let site: TestSite;
let ctx: Ctx;

test.beforeAll(async () => {
  site = await startTestSite(5_030);
  ctx = await site.database.ctx("owner");
  for (const name of ["Every class", "One class"]) {
    const { runId } = await createFinishedRun(ctx, 11);
    await ctx.db.run.update({ where: { id: runId }, data: { name } });
    if (name === "Every class") await addEveryClassArms(ctx, runId);
  }
});
test.afterAll(() => site.close());

test("the form says what the template needs, and its results say what was told apart", async ({ page }) => {
  const researcher = await site.signedIn("researcher");
  await signInTo(site.url, page, researcher.email);
  await page.goto(`${site.url}/studies/new`);
  await page.getByLabel("Run whose maps are rated").selectOption({ label: "One class" });
  await page.getByRole("radio", { name: "Distinction (HIVE)" }).check();
  await expect(page.getByRole("status").filter({ hasText: "no arms for this template" })).toContainText(
    "it needs arms that explain every class. Choose a run that has some: Every class.",
  );
  await page.getByLabel("Run whose maps are rated").selectOption({ label: "Every class" });
  const arms = page.getByRole("group", { name: "Arms to compare" });
  await expect(arms.getByRole("checkbox", { checked: true })).toHaveCount(3);
  await expect(arms.getByText("Grad-CAM of every class")).toBeVisible();
  await page.getByRole("checkbox", { name: /^Also show the pictures without a map/ }).check();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Create study" }).click();
  await expect(page.getByRole("heading", { name: "Distinction (HIVE)", level: 1 })).toBeVisible();

  const { id } = await ctx.db.study.findFirstOrThrow({ where: { templateId: "hive-distinction" } });
  const signal = new AbortController().signal;
  await prepareStudy(ctx, id, { progress: () => undefined, signal });
  await runSimulatedRaters(ctx, id, { batch: "crowd", count: 8, progress: () => undefined, signal });
  await computeReports(ctx, id);
  await page.goto(`${site.url}/studies/${id}/results?raters=simulated`);
  await expect(page.getByRole("main")).toContainText("share told apart");
  await expect(page.getByRole("main")).toContainText("No map");
});
