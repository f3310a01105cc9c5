import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { writeNpy } from "#lib/formats/encodings/npy.ts";
import { writeZip } from "#lib/formats/encodings/write-zip.ts";
import type { Ctx } from "#lib/services/context.ts";
import { storeJudgements } from "#lib/services/metrics/store-judgements.ts";
import { createFinishedRun } from "#test/support/finished-run.ts";
import { signInTo } from "#test/support/sign-in.ts";
import { startTestSite, type TestSite } from "#test/support/site.ts";

const IMAGES = 4;

let site: TestSite;
let ctx: Ctx;
let email: string;
let runId: string;
let fc: { id: string; name: string };

test.beforeAll(async () => {
  test.setTimeout(300_000);
  site = await startTestSite(4870);
  ctx = await site.database.ctx("owner");
  ({ runId } = await createFinishedRun(ctx, IMAGES));
  fc = await ctx.db.model.findFirstOrThrow({ where: { kind: "fc", workspaceId: ctx.workspaceId } });
  for (const map of await ctx.db.saliencyMap.findMany({ include: { arm: true } })) {
    const mapId = map.id;
    const judgeId = map.arm.modelId;
    const value = map.arm.explainerId === "scouter-" ? 0.1 : 0.8;
    await ctx.db.metricValue.create({
      data: { mapId, judgeId, metricId: "insertion-auc", profile: "whynot", value },
    });
  }
  ({ email } = await site.signedIn("owner"));
});
test.afterAll(() => site.close());

const signIn = (page: Page) => signInTo(site.url, page, email);

/** What a worker would do, with a value for each map that explains another model. */
async function judgeAll(value: number): Promise<void> {
  const maps = await ctx.db.saliencyMap.findMany({ where: { arm: { runId, modelId: { not: fc.id } } } });
  const row = { metricId: "insertion-auc", profile: "whynot", value, undefinedReason: null, parameters: {} };
  await storeJudgements(ctx, { runId, judgeId: fc.id, scored: new Map(maps.map(({ id }) => [id, [row]])) });
}

test("one judge for all maps is set to work, stopped, goes on, and is shown beside each map's own model", async ({
  page,
}) => {
  await signIn(page);
  await page.goto(`${site.url}/metrics?run=${runId}`);
  const judges = page.getByRole("navigation", { name: "Judge" });
  await expect(judges.getByRole("link")).toHaveText(["each map's own model"]);
  await expect(page.getByRole("cell", { name: "lower is better here" })).toHaveCount(1);
  await page.getByLabel("Model that judges all maps").selectOption(fc.id);
  await page.getByRole("button", { name: "Judge with this model" }).click();
  await expect(page.getByText(`0 of ${2 * IMAGES} maps`)).toBeVisible();
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("button", { name: "Go on" })).toBeVisible();
  expect(await ctx.db.runJudge.findFirst()).toMatchObject({ state: "cancelled" });
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByRole("button", { name: "Stop" })).toBeVisible();

  await judgeAll(0.5);
  const both = page.getByRole("table", { name: new RegExp(`own model and by ${fc.name}`) });
  await expect(both).toBeVisible();
  await expect(page.getByRole("button", { name: "Stop" })).toHaveCount(0);
  const row = both.getByRole("row", { name: /^SCOUTER\+/ });
  await expect(row.getByRole("cell")).toHaveText([/^0\.800/, /^0\.500/]);

  await judges.getByRole("link", { name: `one judge: ${fc.name}` }).click();
  await expect(page).toHaveURL(new RegExp(`judge=${fc.id}`));
  const faithfulness = page.getByRole("table", { name: "Faithfulness by method" });
  await expect(faithfulness.getByRole("row", { name: /^SCOUTER\+/ }).getByRole("cell")).toHaveText([
    /^0\.500/,
  ]);
  await expect(faithfulness.getByRole("row", { name: /^Grad-CAM/ }).getByRole("cell")).toHaveText([
    /^0\.800/,
  ]);
  await page.getByRole("link", { name: "Insertion AUC", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`judge=${fc.id}`));
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});

test("maps made elsewhere are looked at, added, and leave with the others", async ({ page }) => {
  await signIn(page);
  await page.goto(`${site.url}/explanations/${runId}`);
  const chunks: Uint8Array[] = [];
  const maps = (async function* () {
    for (const name of ["=disc-0", "=disc-1", "nobody"]) {
      yield { path: `${name}.npy`, bytes: writeNpy([2, 2], Float32Array.from([0, 1, 2, 3])) };
    }
  })();
  for await (const chunk of writeZip(maps)) chunks.push(chunk);
  const section = page.getByRole("region", { name: "Add maps made elsewhere" });
  const send = (name: string, buffer: Buffer) =>
    section.getByLabel("File of maps").setInputFiles({ name, mimeType: "application/zip", buffer });
  await send("mine.zip", Buffer.from("no archive at all"));
  await section.getByRole("button", { name: "Look what fits" }).click();
  await expect(section.getByText("Nothing was added")).toBeVisible();

  await send("mine.npz", Buffer.concat(chunks));
  await section.getByLabel("Name of the method").fill("My method");
  await section.getByRole("button", { name: "Look what fits" }).click();
  const found = section.getByRole("table", { name: "What fits this run" });
  await expect(found.getByRole("row", { name: /^My method 2 1 2 evidence for 2 × 2/ })).toBeVisible();
  await section.getByText("1 of My method refused").click();
  await expect(section.getByText("no image of the run is called nobody")).toBeVisible();
  expect(await ctx.db.runArm.count({ where: { runId } })).toBe(4);
  await section.getByRole("button", { name: "Add 2 maps" }).click();
  await expect(page.getByText(`${4 * IMAGES + 2} of ${4 * IMAGES + 2} maps`)).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "My method imported" })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Maps as .zip" }).click();
  expect((await download).suggestedFilename()).toBe(`maps-${runId}.zip`);
});
