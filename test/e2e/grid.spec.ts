import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import type { Ctx } from "#lib/services/context.ts";
import { importFolder } from "#lib/services/datasets/import-folder.ts";
import { patches } from "#test/support/alike-images.ts";
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
  site = await startTestSite(4980);
  ctx = await site.database.ctx("owner");
  ({ email } = await site.signedIn("curator"));
  datasetId = await importAnimals();
});
test.afterAll(() => site.close());

const IMAGES = 64;

/** More than fit on a page of links: ant, fox and lion by turns, every fourth of them a test image. */
async function importAnimals(): Promise<string> {
  const files: Record<string, Uint8Array> = {};
  const lines: string[] = [];
  for (let i = 0; i < IMAGES; i++) {
    const file = `animal-${String(i).padStart(2, "0")}.png`;
    files[file] = await patches(file);
    const className = ["ant", "fox", "lion"][i % 3];
    lines.push(JSON.stringify({ file, class: className, split: i % 4 === 3 ? "test" : "train" }));
  }
  const source = filesInMemory({ ...files, "images.jsonl": lines.join("\n") });
  const report = await importFolder(ctx, { name: "Animals", source, newClasses: true });
  return report.datasetId ?? "";
}

const images = () =>
  ctx.db.image.findMany({ where: { datasetId }, orderBy: { id: "asc" }, include: { class: true } });
const states = async () =>
  (await images()).map(({ class: owner, split, tags }) => [owner?.name, split, ...tags].join(" "));

const grid = (page: Page) => page.getByRole("list", { name: "Images" });
const tiles = (page: Page) => grid(page).getByRole("link");
const bar = (page: Page) => page.getByRole("region", { name: "Chosen images" });
const counted = (page: Page, count: number) => page.getByText(`${count} images`, { exact: true });
/** What became of the latest edit; the list of recent ones says it as well. */
const status = (page: Page, text: string) => page.getByRole("status").filter({ hasText: text });
const filters = (page: Page) => page.getByRole("complementary", { name: "Filters" });

async function open(page: Page, query = ""): Promise<void> {
  await signInTo(site.url, page, email);
  await page.goto(`${site.url}/datasets/${datasetId}${query}`);
  // The page's script has measured the grid.
  await expect(tiles(page).first()).toHaveAttribute("tabindex", "0");
  await expect(grid(page)).toHaveAttribute("style", /translateY/);
}

test("filters are chosen, combined and taken back, and the address says them", async ({ page }) => {
  await open(page);
  await expect(counted(page, 64)).toBeVisible();
  await filters(page).getByRole("link", { name: "lion 21" }).click();
  await expect(counted(page, 21)).toBeVisible();
  // Beside the chosen class the others keep their counts; splits count lions alone.
  await expect(filters(page).getByRole("link", { name: "ant 22" })).toBeVisible();
  await filters(page).getByRole("link", { name: "test 5" }).click();
  await expect(counted(page, 5)).toBeVisible();
  await expect(page).toHaveURL(/class=[^&]+&split=test$/);
  await page.reload();
  await expect(tiles(page)).toHaveCount(5);
  await page.getByRole("link", { name: "Take back Split: test" }).click();
  await expect(counted(page, 21)).toBeVisible();
  await page.getByRole("searchbox").fill("animal-1");
  await page.getByRole("button", { name: "Find" }).click();
  await expect(counted(page, 3)).toBeVisible();
  await page.getByRole("searchbox").fill("no such name");
  await page.getByRole("button", { name: "Find" }).click();
  await expect(page.getByText("No image fits")).toBeVisible();
  await page.getByRole("link", { name: "Show all images" }).click();
  await expect(counted(page, 64)).toBeVisible();
  await page.goto(`${site.url}/datasets/${datasetId}?answer=right`);
  await expect(page.getByText("This filter makes no sense")).toBeVisible();
});

test("a range chosen with shift gets another class, and undo gives each its own back", async ({ page }) => {
  await open(page);
  const before = await states();
  await page.getByLabel("Select animal-02.png").click();
  await expect(bar(page)).toContainText("1 selected");
  await page.getByLabel("Select animal-07.png").click({ modifiers: ["Shift"] });
  await expect(bar(page)).toContainText("6 selected");
  await bar(page).getByLabel("Class", { exact: true }).selectOption("fox");
  await bar(page).getByRole("button", { name: "Apply to 6 images" }).click();
  await expect(status(page, "4 images: class fox. 2 had it already.")).toBeVisible();
  await expect(bar(page)).toHaveCount(0);
  expect((await states()).slice(2, 8).every((state) => state.startsWith("fox"))).toBe(true);
  await page.reload();
  await expect(tiles(page).nth(2)).toContainText("fox");
  await page.getByText("Recent edits").click();
  await page
    .getByRole("listitem")
    .filter({ hasText: "class fox" })
    .getByRole("button", { name: "Undo" })
    .click();
  await expect(status(page, "Taken back")).toBeVisible();
  await expect(tiles(page).nth(2)).toContainText("lion");
  expect(await states()).toEqual(before);
});

test("a range chosen by keyboard gets a tag; images deleted come back; two clients are told", async ({
  page,
}) => {
  await open(page);
  const before = await states();
  await focusOn(tiles(page).first());
  await page.keyboard.press("ArrowRight");
  for (let step = 0; step < 3; step++) await page.keyboard.press("Shift+ArrowRight");
  await expect(bar(page)).toContainText("4 selected");
  await expect(tiles(page).nth(4)).toBeFocused();
  await bar(page).getByLabel("What to change").selectOption("Add tag");
  await bar(page).getByLabel("Tag").fill("blurred");
  await bar(page).getByRole("button", { name: "Apply to 4 images" }).click();
  await expect(status(page, "4 images: tag blurred added.")).toBeVisible();
  expect((await states()).map((state) => state.endsWith("blurred")).indexOf(true)).toBe(1);
  // Another curator takes one of the tags away: undo says so, and takes back the rest.
  const [, second] = await images();
  await ctx.db.image.update({ where: { id: second.id }, data: { tags: [] } });
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect(page.getByRole("alert").filter({ hasText: "animal-01.png" })).toBeVisible();
  await page.getByRole("button", { name: "Take back the rest" }).click();
  await expect(status(page, "Taken back – 4 images: tag blurred added.")).toBeVisible();
  expect(await states()).toEqual(before);

  await focusOn(tiles(page).first());
  await page.keyboard.press("Home");
  await page.keyboard.press("Space");
  await page.keyboard.press("Shift+End");
  await expect(bar(page)).toContainText("64 selected");
  await page.keyboard.press("Escape");
  await expect(bar(page)).toHaveCount(0);

  await page.keyboard.press("Home");
  await page.keyboard.press("Space");
  await bar(page).getByLabel("What to change").selectOption("Delete");
  await expect(bar(page)).toContainText("can be undone for 30 days");
  await bar(page).getByRole("button", { name: "Delete 1 image" }).click();
  await expect(counted(page, 63)).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect(counted(page, 64)).toBeVisible();
  expect(await states()).toEqual(before);
});

test("an edit that leaves none of a filter can be undone where it was made", async ({ page }) => {
  await open(page, "?name=animal-63");
  await page.getByLabel("Select animal-63.png").click();
  await bar(page).getByLabel("What to change").selectOption("Delete");
  await bar(page).getByRole("button", { name: "Delete 1 image" }).click();
  await expect(page.getByText("No image fits")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect(tiles(page)).toHaveCount(1);
  await expect(page.getByText("No image fits")).toBeHidden();
});

test("a filter is saved, opened again, renamed and deleted", async ({ page }) => {
  await open(page, "?split=test&name=animal");
  await page.getByLabel("Name of the filter").fill("Held out");
  await page.getByRole("button", { name: "Save filter" }).click();
  const saved = page.getByRole("region", { name: "Saved filters" });
  await expect(saved.getByRole("link", { name: "Held out" })).toHaveAttribute("aria-current", "true");
  await page.getByRole("link", { name: "Clear all" }).click();
  await expect(counted(page, 64)).toBeVisible();
  await saved.getByRole("link", { name: "Held out" }).click();
  await expect(counted(page, 16)).toBeVisible();
  await expect(page).toHaveURL(/split=test&name=animal$/);
  await saved.getByText("Rename or delete").click();
  await saved.getByLabel("New name of the filter").fill("For the test");
  await saved.getByRole("button", { name: "Rename" }).click();
  await expect(saved.getByRole("link", { name: "For the test" })).toBeVisible();
  await saved.getByRole("button", { name: "Delete filter" }).click();
  await expect(saved.getByRole("link", { name: "For the test" })).toHaveCount(0);
});

test("the page of an image steps through the filter one came from, and keeps its note", async ({ page }) => {
  const tests = (await images()).filter(({ split }) => split === "test");
  await open(page, "?split=test");
  await tiles(page).first().click();
  await expect(page).toHaveURL(`${site.url}/images/${tests[0].id}?split=test`);
  const steps = page.getByRole("navigation", { name: "Neighbouring images" });
  await expect(steps.getByRole("link", { name: "Previous" })).toHaveCount(0);
  await steps.getByRole("link", { name: "Next" }).click();
  await expect(page).toHaveURL(`${site.url}/images/${tests[1].id}?split=test`);
  await page.keyboard.press("j");
  await expect(page).toHaveURL(`${site.url}/images/${tests[2].id}?split=test`);
  await steps.getByRole("link", { name: "Previous" }).click();
  await expect(page).toHaveURL(`${site.url}/images/${tests[1].id}?split=test`);
  await page.getByRole("textbox", { name: "Note" }).fill("Is that a fox?");
  await page.getByRole("button", { name: "Save note" }).click();
  await expect(status(page, "Note saved.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save note" })).toBeDisabled();
  await page.reload();
  await expect(page.getByRole("textbox", { name: "Note" })).toHaveValue("Is that a fox?");
  await page.getByRole("link", { name: "Animals" }).click();
  await expect(counted(page, 16)).toBeVisible();
});

test("grid and image fit a phone and pass an audit, light and dark", async ({ page }) => {
  test.setTimeout(180_000);
  const [first] = await images();
  await open(page);
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1280, 360]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      for (const [name, path] of [
        ["grid", `datasets/${datasetId}?split=train`],
        ["image", `images/${first.id}`],
      ]) {
        await page.goto(`${site.url}/${path}`);
        await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
        if (name === "grid") {
          await page.getByLabel("Select animal-00.png").click();
          await expect(bar(page)).toBeVisible();
        }
        const folder = process.env.GRID_SHOTS;
        if (folder) await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png` });
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, `${name} at ${width} px`).toBeLessThanOrEqual(0);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`),
          `${name} in ${colorScheme}`,
        ).toEqual([]);
      }
    }
  }
});
