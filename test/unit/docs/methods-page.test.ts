import { expect, it } from "vitest";
import { literature } from "#lib/explain/literature.ts";
import { explainers } from "#lib/explain/registry.ts";
import { type Measure, measures } from "#lib/metrics/classification/measures.ts";
import { metricLiterature } from "#lib/metrics/literature.ts";
import { metrics, otherDefinitions, probingMetrics } from "#lib/metrics/registry.ts";
import { renderMethodsPage } from "#scripts/render-methods-page.ts";

it("documents the methods and metrics that run (npx vitest run test/unit/docs -u writes the page anew)", async () => {
  await expect(renderMethodsPage()).toMatchFileSnapshot("../../../docs/methods.md");
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
