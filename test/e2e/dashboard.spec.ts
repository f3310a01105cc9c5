import { expect, type Page, test } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { computeReports } from "#lib/services/reports/compute-reports.ts";
import { runSimulatedRaters } from "#lib/services/studies/run-simulated-raters.ts";
import { createOpenStudy } from "#test/support/open-study.ts";
import { signInTo } from "#test/support/sign-in.ts";
import { startTestSite, type TestSite } from "#test/support/site.ts";
import { bootstrapByRater, ordinalAlpha, type Rating } from "./recompute.ts";

let site: TestSite;
let studyId: string;

test.beforeAll(async () => {
  site = await startTestSite(4_950);
  const ctx = await site.database.ctx("owner");
  ({ studyId } = await createOpenStudy(ctx, { images: 13 }));
  await runSimulatedRaters(ctx, studyId, {
    batch: "rehearsal",
    count: 16,
    progress: () => undefined,
    signal: new AbortController().signal,
  });
  await computeReports(ctx, studyId);
});
test.afterAll(() => site.close());

const signIn = (page: Page, email: string) => signInTo(site.url, page, email);

/** The cells of the figure's own data table, by the arm's label. */
async function readFigureTable(page: Page): Promise<Map<string, string[]>> {
  const table = page.locator("figure", { hasText: "Mean rating by method" }).locator("table").first();
  await page.getByText("Data", { exact: true }).first().click();
  const rows = await table.locator("tbody tr").all();
  const cells = await Promise.all(rows.map((row) => row.locator("th, td").allInnerTexts()));
  return new Map(cells.map(([label, ...numbers]) => [label, numbers]));
}

test("what the dashboard shows is what the exported answers give when computed anew", async ({ page }) => {
  const researcher = await site.signedIn("researcher");
  const response = await researcher(`/api/v1/studies/${studyId}/answers.csv?raters=simulated`);
  expect(response.status).toBe(200);
  const records = parse(await response.text(), { columns: true }) as Record<string, string>[];
  const ratings = records.map(
    ({ rater, arm, map, value }): Rating => ({ rater, arm, unit: map, value: Number(value) }),
  );
  expect(ratings.length).toBeGreaterThan(100);

  await signIn(page, researcher.email);
  await page.goto(`${site.url}/studies/${studyId}/results?raters=simulated`);
  const shown = await readFigureTable(page);
  const arms = [...new Set(ratings.map(({ arm }) => arm))];
  expect([...shown.keys()].sort()).toEqual(arms.sort());

  for (const arm of arms) {
    const own = ratings.filter((rating) => rating.arm === arm);
    const mean = own.reduce((sum, { value }) => sum + value, 0) / own.length;
    const [shownMean, low, high, raters, count, ...counts] = (shown.get(arm) ?? []).map(Number);
    // The page rounds to four decimals.
    expect(Math.abs(shownMean - mean)).toBeLessThan(0.000_051);
    expect(raters).toBe(new Set(own.map(({ rater }) => rater)).size);
    expect(count).toBe(own.length);
    expect(counts).toEqual([1, 2, 3, 4, 5].map((value) => own.filter((r) => r.value === value).length));
    // Another generator draws other resamples: bounds agree up to the bootstrap's own noise.
    const again = bootstrapByRater(own, 8_000);
    expect(Math.abs(low - again.low)).toBeLessThan(0.05);
    expect(Math.abs(high - again.high)).toBeLessThan(0.05);
  }

  const alpha = ordinalAlpha(ratings, [1, 2, 3, 4, 5]).toFixed(2).replace("-", "−");
  await expect(page.getByText("Ordinal Krippendorff’s alpha is")).toContainText(`alpha is ${alpha}`);
});
