import { readdir } from "node:fs/promises";
import { expect, it } from "vitest";
import { metricNotes } from "#scripts/metric-notes.ts";
import { measures, renderMetricPages } from "#scripts/render-metric-pages.ts";

const FOLDER = "../../../docs/metrics";

it("documents every metric as it runs (npx vitest run test/unit/docs -u writes the pages anew)", async () => {
  for (const [name, text] of renderMetricPages()) await expect(text).toMatchFileSnapshot(`${FOLDER}/${name}`);
});

it("has no page of a metric that is gone", async () => {
  const files = await readdir(new URL(FOLDER, import.meta.url));
  expect(files.sort()).toEqual([...renderMetricPages().keys()].sort());
});

it("says of every measure what it tells and what it does not", () => {
  expect(Object.keys(metricNotes).sort()).toEqual([...measures().keys()].sort());
});
