import { readdir } from "node:fs/promises";
import { expect, it } from "vitest";
import { literature } from "#lib/explain/literature.ts";
import { explainers } from "#lib/explain/registry.ts";
import { type Measure, measures } from "#lib/metrics/classification/measures.ts";
import { metricLiterature } from "#lib/metrics/literature.ts";
import { metrics, otherDefinitions, probingMetrics } from "#lib/metrics/registry.ts";
import { explainerNotes } from "#scripts/explainer-notes.ts";
import { renderExplainerIndex, renderExplainerPage } from "#scripts/render-explainer-page.ts";
import { pageOf, renderMethodsPage, stemOf } from "#scripts/render-methods-page.ts";

it("documents the methods and metrics that run (npx vitest run test/unit/docs -u writes the page anew)", async () => {
  await expect(renderMethodsPage()).toMatchFileSnapshot("../../../docs/methods.md");
});

it("has a page with a picture of every method, and of no other", async () => {
  for (const explainer of explainers.values()) {
    const page = `../../../docs/explainers/${pageOf(explainer.id)}`;
    await expect(renderExplainerPage(explainer)).toMatchFileSnapshot(page);
  }
  await expect(renderExplainerIndex()).toMatchFileSnapshot("../../../docs/explainers/README.md");
  const wanted = [...explainers.keys()].flatMap((id) => [pageOf(id), `${stemOf(id)}.webp`]);
  const folder = new URL("../../../docs/explainers/", import.meta.url);
  expect((await readdir(folder)).sort()).toEqual([...wanted, "README.md"].sort());
  expect(Object.keys(explainerNotes).sort()).toEqual([...explainers.keys()].sort());
});

it("cites only works in the literature list, and all of them", () => {
  const declared = [
    ...explainers.values(),
    ...metrics.values(),
    ...otherDefinitions.values(),
    ...probingMetrics.values(),
    ...Object.values<Measure>(measures),
  ];
  const cited = declared.flatMap(({ cites }) => cites);
  expect([...new Set(cited)].sort()).toEqual(
    [...new Set([...Object.keys(literature), ...Object.keys(metricLiterature)])].sort(),
  );
});

it("describes every option", () => {
  const rows = renderMethodsPage().match(/^\| `\w+` \| `.*` \|.*\|$/gm) ?? [];
  expect(rows.length).toBeGreaterThan(10);
  for (const row of rows) expect(row).not.toMatch(/\|\s+\|$/);
});
