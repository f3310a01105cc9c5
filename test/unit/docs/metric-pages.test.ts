import { readdir, readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { EXAMPLE_MAPS, type ExampleScores } from "#scripts/metric-examples.ts";
import { metricNotes } from "#scripts/metric-notes.ts";
import { measures, renderMetricPages } from "#scripts/render-metric-pages.ts";

const FOLDER = "../../../docs/metrics";
const examples = async (): Promise<ExampleScores> =>
  JSON.parse(await readFile(new URL(`${FOLDER}/examples/scores.json`, import.meta.url), "utf8"));

it("documents every metric as it runs (npx vitest run test/unit/docs -u writes the pages anew)", async () => {
  for (const [name, text] of renderMetricPages(await examples()))
    await expect(text).toMatchFileSnapshot(`${FOLDER}/${name}`);
});

it("has no page of a metric that is gone", async () => {
  const files = await readdir(new URL(FOLDER, import.meta.url));
  expect(files.sort()).toEqual([...renderMetricPages({}).keys(), "examples"].sort());
});

it("says of every measure what it tells and what it does not", () => {
  expect(Object.keys(metricNotes).sort()).toEqual([...measures().keys()].sort());
});

it("shows what every definition says of every example map, the region itself near 1 by what compares with it", async () => {
  const scores = await examples();
  const every = [...measures().values()].flat();
  expect(Object.keys(scores).sort()).toEqual(every.map(({ id }) => id).sort());
  for (const { id } of every)
    expect([id, Object.keys(scores[id])]).toEqual([id, EXAMPLE_MAPS.map((map) => map.id)]);
  for (const id of ["precision-mask", "pointing-game", "best-iou", "parameter-randomisation"])
    expect(scores[id].region).toBeGreaterThan(0.95);
  expect(scores["contrary-evidence"].random).toBe("not_against");
});
