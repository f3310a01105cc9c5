import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import type { Ctx } from "#lib/services/context.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { createFinishedRun } from "#test/support/finished-run.ts";
import { signInTo } from "#test/support/sign-in.ts";
import { startTestSite, type TestSite } from "#test/support/site.ts";

let site: TestSite;
let ctx: Ctx;
let email: string;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  site = await startTestSite(4890);
  ctx = await site.database.ctx("owner");
  await createFinishedRun(ctx, 11);
  ({ email } = await site.signedIn("owner"));
});
test.afterAll(() => site.close());

test("a template is chosen by what it finds out, and asks only what it leaves open", async ({ page }) => {
  await signInTo(site.url, page, email);
  await page.goto(`${site.url}/studies/new`);
  const preview = page.getByRole("region", { name: "Template preview" });
  const arms = page.getByRole("group", { name: "Arms to compare" });
  await expect(page.getByRole("radio", { name: "Plausibility rating" })).toBeChecked();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Plausibility rating");
  await page.getByLabel("Points of the scale").selectOption("7");
  await expect(preview.getByRole("list", { name: "Answers" }).getByRole("listitem")).toHaveCount(7);

  await page.getByRole("radio", { name: "Why-not rating" }).check();
  await expect(arms.getByRole("checkbox", { checked: true })).toHaveCount(1);
  await expect(arms.getByRole("checkbox", { name: "SCOUTER−, least similar" })).toBeChecked();

  await page.getByRole("radio", { name: "Best and worst" }).check();
  await expect(page.getByLabel("Points of the scale")).toBeHidden();
  await page.getByLabel("Pictures a trial").fill("3");
  await expect(preview).toContainText("Which highlighted area supports the answer best, and which worst?");
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`)).toEqual([]);

  await page.getByRole("radio", { name: "Side by side with a reference" }).check();
  await expect(page.getByLabel("Pictures a trial")).toBeHidden();
  await expect(preview).toContainText("Neither of them");
  await page.getByRole("combobox", { name: "Reference" }).selectOption("Grad-CAM");
  await page.getByLabel("Name", { exact: true }).fill("Against Grad-CAM");
  await page.getByRole("button", { name: "Create study" }).click();
  await expect(page.getByRole("heading", { name: "Against Grad-CAM" })).toBeVisible();

  const study = await ctx.db.study.findFirstOrThrow({
    where: { name: "Against Grad-CAM" },
    include: { arms: { orderBy: { position: "asc" }, include: { runArm: true } } },
  });
  expect(study.templateId).toBe("side-by-side");
  expect(study.arms.map(({ runArm }) => runArm.label)).toEqual(["SCOUTER+", "Grad-CAM", "Random map"]);
  expect(StudyDesign.parse(study.design)).toMatchObject({ referenceArm: 1, panels: 2, points: null });
});
