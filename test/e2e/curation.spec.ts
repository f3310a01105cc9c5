import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import type { Ctx } from "#lib/services/context.ts";
import { freezeVersion } from "#lib/services/datasets/freeze-version.ts";
import { importFolder } from "#lib/services/datasets/import-folder.ts";
import { compareImages } from "#lib/services/duplicates/compare-images.ts";
import { mirrored, patches, reencoded } from "#test/support/alike-images.ts";
import { filesInMemory } from "#test/support/files-in-memory.ts";
import { focusOn } from "#test/support/focus-on.ts";
import { signInTo } from "#test/support/sign-in.ts";
import { startTestSite, type TestSite } from "#test/support/site.ts";

let site: TestSite;
let ctx: Ctx;
let email: string;
let datasetId: string;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  site = await startTestSite(4950);
  ctx = await site.database.ctx("owner");
  ({ email } = await site.signedIn("curator"));
  datasetId = await importAnimals();
});
test.afterAll(() => site.close());

/** Twelve pictures of three classes; one is there twice, in train and test, and one again in a mirror. */
async function importAnimals(name = "Animals"): Promise<string> {
  const files: Record<string, Uint8Array> = {};
  const lines: object[] = [];
  for (let i = 0; i < 12; i++) {
    const file = `animal-${i}.png`;
    files[file] = await patches(file);
    const regions = [{ kind: "box", x: 4, y: 4, width: 20, height: 20 }];
    lines.push({ file, class: ["fox", "red fox", "lion"][i % 3], split: i < 9 ? "train" : "test", regions });
  }
  files["copy-0.jpg"] = await reencoded(files["animal-0.png"]);
  lines.push({ file: "copy-0.jpg", class: "fox", split: "test" });
  files["mirror-1.png"] = await mirrored(files["animal-1.png"]);
  lines.push({ file: "mirror-1.png", class: "lion", split: "train" });
  const source = filesInMemory({
    ...files,
    "images.jsonl": lines.map((line) => JSON.stringify(line)).join("\n"),
  });
  const report = await importFolder(ctx, { name, source, newClasses: true });
  return report.datasetId ?? "";
}

const pathTo = (part: string, id = datasetId) => `${site.url}/datasets/${id}/${part}`;
const signIn = (page: Page) => signInTo(site.url, page, email);
const splitsIn = async () =>
  Object.fromEntries(
    (await ctx.db.image.findMany({ where: { datasetId } })).map(({ fileName, split }) => [fileName, split]),
  );

test("look-alikes across splits are warned of, and moved, dismissed or deleted", async ({ page }) => {
  await signIn(page);
  await page.goto(pathTo("duplicates"));
  await expect(page.getByText("have not been compared")).toBeVisible();
  await page.getByRole("button", { name: "Look for duplicates" }).click();
  await expect(page.getByText("Waiting for a worker")).toBeVisible();
  // What the worker would do.
  await compareImages(ctx, datasetId, new AbortController().signal);
  await ctx.db.job.updateMany({ where: { kind: "duplicates.find" }, data: { state: "succeeded" } });

  await expect(page.getByText("1 group reaches across splits")).toBeVisible();
  const group = page.getByRole("listitem").filter({ hasText: "copy-0.jpg" }).first();
  await expect(group.getByText("across test, train")).toBeVisible();
  await group.getByLabel("Split", { exact: true }).selectOption("train");
  await group.getByRole("button", { name: "Move" }).click();
  await expect(page.getByText("1 group reaches across splits")).toBeHidden();
  expect((await splitsIn())["copy-0.jpg"]).toBe("train");

  const pair = page.getByRole("listitem").filter({ hasText: "mirror-1.png" }).first();
  await pair.getByRole("button", { name: "Say so" }).click();
  await expect(page.getByText("mirror-1.png")).toHaveCount(0);
  const copies = page.getByRole("listitem").filter({ hasText: "copy-0.jpg" }).first();
  await copies.getByLabel("What to do").selectOption({ label: "Keep one, delete the others" });
  await copies.getByLabel("Image to keep").selectOption("animal-0.png");
  await copies.getByRole("button", { name: "Delete others" }).click();
  await expect(page.getByText("No two images look alike")).toBeVisible();
  expect(await splitsIn()).not.toHaveProperty(["copy-0.jpg"]);
});

test("splits are previewed, assigned and undone", async ({ page }) => {
  await signIn(page);
  const before = await splitsIn();
  await page.goto(pathTo("splits"));
  await page.getByLabel("validation").fill("0");
  await page.getByLabel("Keep together what has the same").selectOption("file");
  await page.getByLabel("Pattern of the file name").fill("*");
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "{group}" })).toBeVisible();
  await page.getByLabel("Keep together what has the same").selectOption("nothing");
  await page.getByLabel("train").fill("50");
  await page.getByLabel("validation").fill("0");
  await page.getByLabel("test", { exact: true }).fill("50");
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByRole("heading", { name: "What would come of it" })).toBeVisible();
  expect(await splitsIn()).toEqual(before);
  await page.getByRole("button", { name: "Assign these splits" }).click();
  const table = page.getByRole("table", { name: "Assignments of splits" });
  await expect(table.getByText("train 50 : test 50, all images")).toBeVisible();
  expect(await splitsIn()).not.toEqual(before);
  await table.getByRole("button", { name: "Undo" }).first().click();
  await expect(table.getByText("undone")).toBeVisible();
  expect(await splitsIn()).toEqual(before);
});

test("classes are renamed, moved by keyboard, merged and unmerged; a loser is told", async ({ page }) => {
  await signIn(page);
  await page.goto(pathTo("classes"));
  const tree = page.getByRole("list", { name: "Classes" });
  await tree.getByRole("link", { name: /^lion,/ }).click();
  await page.getByLabel("Name", { exact: true }).fill("great cat");
  await page.getByLabel("Key in the region editor").selectOption("3");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(tree.getByRole("link", { name: /^great cat,/ })).toBeVisible();

  await focusOn(tree.getByRole("link", { name: /^red fox,/ }));
  await page.keyboard.press("Alt+ArrowRight");
  await expect(tree.getByRole("link", { name: /^red fox, level 2/ })).toBeVisible();
  await expect(page.getByRole("link", { name: "Taxonomy file" })).toBeVisible();
  await focusOn(tree.getByRole("link", { name: /^fox,/ }));
  await page.keyboard.press("Alt+ArrowDown");
  await expect(tree.getByRole("link").first()).toHaveAccessibleName(/^great cat/);

  await tree.getByRole("link", { name: /^red fox,/ }).click();
  await expect(page.getByRole("heading", { name: "red fox" })).toBeVisible();
  await page.getByLabel("Merge it into").selectOption("fox");
  // Another curator is quicker.
  await ctx.db.dataset.update({ where: { id: datasetId }, data: { classRevision: { increment: 1 } } });
  await page.getByRole("button", { name: "Merge", exact: true }).click();
  await expect(page.getByText("nothing of yours was written")).toBeVisible();
  await page.reload();
  await page.getByLabel("Merge it into").selectOption("fox");
  await page.getByRole("button", { name: "Merge", exact: true }).click();
  await expect(tree.getByRole("link", { name: /^red fox,/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Undo the merge of red fox into fox" }).click();
  await expect(tree.getByRole("link", { name: /^red fox, level 2/ })).toBeVisible();
});

test("a version is frozen with a note, verified, compared and deleted", async ({ page }) => {
  await signIn(page);
  await page.goto(pathTo("versions"));
  await page.getByLabel("What the new version is for").fill("for the paper");
  await page.getByRole("button", { name: "Freeze a version" }).click();
  await expect(page.getByRole("heading", { name: "Version 1", level: 1 })).toBeVisible();
  await expect(page.getByText("for the paper")).toBeVisible();
  await page.getByRole("button", { name: "Verify the hash" }).click();
  await expect(page.getByText("Intact")).toBeVisible();

  await ctx.db.image.updateMany({ where: { datasetId, fileName: "animal-3.png" }, data: { split: "test" } });
  await page.getByRole("link", { name: "Compare with now" }).click();
  await expect(page.getByRole("link", { name: "Split changed 1" })).toHaveAttribute("aria-current", "page");
  await expect(page.getByRole("img", { name: "animal-3.png" })).toBeVisible();

  await page.goto(pathTo("versions/1"));
  await page.getByRole("button", { name: "Delete this version" }).click();
  await expect(page.getByText("No version yet")).toBeVisible();
});

test("every page fits a phone and passes an audit, light and dark", async ({ page }) => {
  test.setTimeout(180_000);
  await signIn(page);
  const id = await importAnimals("Animals again");
  await compareImages(ctx, id, new AbortController().signal);
  await freezeVersion(ctx, { datasetId: id, note: "before anything was changed" });
  const [fox] = await ctx.db.datasetClass.findMany({ where: { datasetId: id }, orderBy: { index: "asc" } });
  await ctx.db.image.updateMany({
    where: { datasetId: id, fileName: { in: ["animal-1.png", "animal-2.png"] } },
    data: { classId: fox.id, split: "test" },
  });
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1280, 360]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      for (const part of [
        "versions",
        "versions/1",
        "versions/compare?from=1&to=now",
        `classes?class=${fox.id}`,
        "splits",
        "duplicates",
      ]) {
        await page.goto(pathTo(part, id));
        await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
        const shot = process.env.CURATION_SHOTS;
        if (shot) {
          const name = `${part.replaceAll(/\W+/g, "-").slice(0, 20)}-${width}-${colorScheme}.png`;
          await page.screenshot({ path: `${shot}/${name}`, fullPage: true });
        }
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, `${part} at ${width} px`).toBeLessThanOrEqual(0);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`),
          `${part} in ${colorScheme}`,
        ).toEqual([]);
      }
    }
  }
});
