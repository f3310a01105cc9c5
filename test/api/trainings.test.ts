import { afterAll, beforeAll, expect, it } from "vitest";
import type { Ctx } from "#lib/services/context.ts";
import { freezeVersion } from "#lib/services/datasets/freeze-version.ts";
import { importFolder } from "#lib/services/datasets/import-folder.ts";
import { colouredImages } from "#test/support/coloured-images.ts";
import { createEndedTraining } from "#test/support/ended-training.ts";
import { startTestSite, type TestSite, type Visitor } from "#test/support/site.ts";

let site: TestSite;
let ctx: Ctx;
let versionId: string;
let researcher: Visitor;

beforeAll(async () => {
  site = await startTestSite(4_680);
  ctx = await site.database.ctx("owner");
  const source = await colouredImages({ train: 4, validation: 2 });
  const { datasetId } = await importFolder(ctx, { name: "Colours", source });
  versionId = (await freezeVersion(ctx, { datasetId })).id;
  researcher = await site.signedIn("researcher");
}, 300_000);
afterAll(() => site?.close());

const post = (visitor: Visitor, path: string, body: unknown = {}) =>
  visitor(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

const wish = (change: object = {}) => ({
  versionId,
  name: "By the API",
  kind: "fc",
  size: 32,
  batch: 6,
  epochs: 2,
  ...change,
});

it("starts a training once under a name, and says what is wrong with one that cannot work", async () => {
  const started = await post(researcher, "/api/v1/trainings", wish());
  expect(started.status).toBe(200);
  const training = await started.json();
  expect(training).toMatchObject({ state: "queued", step: 0, steps: 4, modelId: null });
  expect(training).not.toHaveProperty("checkpointSha256");
  for (const [change, status, message] of [
    [{}, 409, /being trained already/],
    [{ name: "B", batch: 40 }, 400, /fewer than a batch of 40/],
    [{ name: "B", kind: "vit" }, 400, /^kind: /],
    [{ name: "B", epochs: -1 }, 400, /^epochs: /],
    [{ name: "B", lambda: "much" }, 400, /^lambda: /],
    [{ name: "B", bogus: 1 }, 400, /bogus/],
    [{ name: "B", versionId: "no" }, 404, /no such data set version/],
  ] as const) {
    const refused = await post(researcher, "/api/v1/trainings", wish(change));
    expect([refused.status, (await refused.json()).error.message], JSON.stringify(change)).toEqual([
      status,
      expect.stringMatching(message),
    ]);
  }
  const { rows } = await (await researcher("/api/v1/trainings")).json();
  expect(rows).toMatchObject([{ id: training.id, name: "By the API", epochs: 0, epochCount: 2 }]);
});

it("streams a snapshot first, then the change, then ends; a stopped one goes on", async () => {
  const { id } = await (await post(researcher, "/api/v1/trainings", wish({ name: "Streamed" }))).json();
  const events = await researcher(`/api/v1/trainings/${id}/events`);
  expect(events.headers.get("content-type")).toMatch(/^text\/event-stream/);
  const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw new Error("no stream");
  let text = "";
  while (!text.includes("data:")) text += (await reader.read()).value ?? "";
  expect(text).toMatch(/event: progress\ndata: \{"state":"queued","steps":4/);
  const path = `/api/v1/trainings/${id}`;
  expect(await (await post(researcher, `${path}/cancel`)).json()).toMatchObject({ state: "cancelled" });
  for (let part = await reader.read(); !part.done; part = await reader.read()) text += part.value;
  expect(text).toContain('data: {"state":"cancelled"');
  expect((await post(researcher, `${path}/cancel`)).status).toBe(409);
  expect(await (await post(researcher, `${path}/resume`)).json()).toMatchObject({ state: "queued" });
  expect((await post(researcher, `${path}/resume`)).status).toBe(409);
}, 60_000);

it("serves what each epoch gave, and its maps one epoch at a time", async () => {
  const id = await createEndedTraining(ctx, versionId);
  const detail = await (await researcher(`/api/v1/trainings/${id}`)).json();
  expect(detail).toMatchObject({
    state: "failed",
    progress: { error: "The disk was full.", epochs: 6 },
    version: { datasetName: "Colours", number: 1 },
  });
  expect(detail.epochs).toHaveLength(6);
  expect(detail.epochs[0]).not.toHaveProperty("examples");
  expect(detail.workspaceId).toBeUndefined();
  const { examples } = await (await researcher(`/api/v1/trainings/${id}/epochs/5`)).json();
  expect(examples).toHaveLength(4);
  expect(examples[0].map.data).toHaveLength(36);
  const picture = await researcher(`/api/v1/files/${examples[0].image.displaySha256}`);
  expect(picture.headers.get("content-type")).toBe("image/webp");
  for (const epoch of ["6", "-1", "first"])
    expect((await researcher(`/api/v1/trainings/${id}/epochs/${epoch}`)).status).toBeGreaterThanOrEqual(400);
});
