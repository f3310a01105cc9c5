import { afterAll, beforeAll, expect, it } from "vitest";
import { decodeImage } from "#lib/imaging/decode-image.ts";
import type { Ctx } from "#lib/services/context.ts";
import { storeMaps } from "#lib/services/explanations/store-maps.ts";
import { startTestSite, type TestSite, type Visitor } from "#test/support/site.ts";
import { arm, createTinyProject, type TinyProject } from "#test/support/tiny-project.ts";

let site: TestSite;
let ctx: Ctx;
let project: TinyProject;
let researcher: Visitor;
let stranger: Visitor;

beforeAll(async () => {
  site = await startTestSite(4_650);
  ctx = await site.database.ctx("owner");
  project = await createTinyProject(ctx, { each: 1 });
  researcher = await site.signedIn("researcher");
  stranger = await site.signedIn("owner", "elsewhere");
}, 300_000);
afterAll(() => site?.close());

const post = (visitor: Visitor, path: string, body: unknown = {}) =>
  visitor(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

const wish = (change: object = {}) => ({
  versionId: project.versionId,
  name: "By the API",
  sampleSize: 2,
  arms: [arm("S−", "scouter-", project.minus, "most-similar")],
  ...change,
});

async function startRun(): Promise<{ id: string; mapCount: number }> {
  const response = await post(researcher, "/api/v1/runs", wish());
  expect(response.status).toBe(200);
  return response.json();
}

it("starts a run, and says what is wrong with one that cannot work", async () => {
  expect(await startRun()).toMatchObject({ state: "queued", mapCount: 2, mapsDone: 0 });
  const bad = await post(researcher, "/api/v1/runs", wish({ arms: [arm("A", "scouter-", project.fc)] }));
  expect(bad.status).toBe(400);
  expect((await bad.json()).error.message).toMatch(/^Arm "A": .*slot attention/);
  const empty = await post(researcher, "/api/v1/runs", wish({ arms: [] }));
  expect([empty.status, (await empty.json()).error.message]).toEqual([
    400,
    expect.stringMatching(/at least one arm/),
  ]);
});

it("says what a run would cost, and starts a dear one only when that was confirmed", async () => {
  const arms = Array.from({ length: 32 }, (_, i) => ({
    ...arm(`RISE ${i}`, "rise", project.fc, "predicted", { masks: 100_000 }),
    seed: i,
  }));
  const { name: _, ...cost } = wish({ arms });
  const estimated = await post(researcher, "/api/v1/runs/estimate", cost);
  expect(estimated.status).toBe(200);
  const { passes, needsConfirmation, estimate } = await estimated.json();
  expect({ needsConfirmation, maps: estimate.maps, isTimed: estimate.isTimed }).toEqual({
    needsConfirmation: true,
    maps: 64,
    isTimed: false,
  });
  expect(passes).toBeGreaterThan(6_400_000);
  const refused = await post(researcher, "/api/v1/runs", wish({ arms }));
  expect(refused.status).toBe(409);
  expect((await refused.json()).error).toMatchObject({
    code: "conflict",
    message: expect.stringContaining(`"confirmedCost": ${passes}`),
    details: { confirmedCost: passes, estimate: { maps: 64 } },
  });
  const started = await post(researcher, "/api/v1/runs", wish({ arms, confirmedCost: passes }));
  expect(await started.json()).toMatchObject({ state: "queued", mapCount: 64 });
  const wrong = await post(researcher, "/api/v1/runs/estimate", {
    ...cost,
    arms: [{ ...arms[0], options: { mask: 3 } }],
  });
  expect([wrong.status, (await wrong.json()).error.message]).toEqual([
    400,
    expect.stringMatching(/option "mask": there is no such option/),
  ]);
});

it("streams a snapshot first, then the change, then ends", async () => {
  const { id } = await startRun();
  const events = await researcher(`/api/v1/runs/${id}/events`);
  expect(events.headers.get("content-type")).toMatch(/^text\/event-stream/);
  const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw new Error("no stream");
  let text = "";
  while (!text.includes("data:")) text += (await reader.read()).value ?? "";
  expect(text).toMatch(/event: progress\ndata: \{"state":"queued","mapCount":2,"mapsDone":0/);
  expect((await post(researcher, `/api/v1/runs/${id}/cancel`)).status).toBe(200);
  for (let part = await reader.read(); !part.done; part = await reader.read()) text += part.value;
  expect(text).toContain('data: {"state":"cancelled"');
  const again = await post(researcher, `/api/v1/runs/${id}/cancel`);
  expect(again.status).toBe(409);
  expect(await (await post(researcher, `/api/v1/runs/${id}/retry`)).json()).toMatchObject({
    state: "queued",
  });
  expect((await stranger(`/api/v1/runs/${id}/events`)).status).toBe(404);
}, 60_000);

it("serves maps and pictures to their own workspace, to be kept by the browser alone", async () => {
  const { id } = await startRun();
  const run = await ctx.db.run.update({ where: { id }, data: { state: "running" }, include: { arms: true } });
  const map = { data: Float32Array.from([0, 1, 2, 3]), height: 2, width: 2 };
  const maps = [{ imageId: run.imageIds[0], target: 1, map, elapsedMs: 1 }];
  await storeMaps(ctx, { runId: id, armId: run.arms[0].id, engine: "by hand", maps });
  const stored = await ctx.db.saliencyMap.findFirstOrThrow({
    where: { arm: { runId: id } },
    include: { image: true },
  });

  const numbers = await (await researcher(`/api/v1/maps/${stored.id}`)).json();
  expect(numbers).toMatchObject({ values: [0, 1, 2, 3], target: { index: 1, name: "dog" }, metrics: [] });
  for (const [path, type] of [
    [`/api/v1/maps/${stored.id}/image?style=overlay&opacity=0.5`, "image/webp"],
    [`/api/v1/maps/${stored.id}/image?style=raw`, "image/png"],
    [`/api/v1/files/${stored.image.displaySha256}`, "image/webp"],
  ]) {
    const picture = await researcher(path);
    expect([picture.status, picture.headers.get("content-type")], path).toEqual([200, type]);
    expect(picture.headers.get("cache-control")).toMatch(/^private, .*immutable/);
    expect((await decodeImage(new Uint8Array(await picture.arrayBuffer()))).width).toBeGreaterThan(40);
    const etag = picture.headers.get("etag") ?? "";
    expect((await researcher(path, { headers: { "if-none-match": etag } })).status).toBe(304);
    expect((await stranger(path)).status, path).toBe(404);
    expect((await site.anonymous(path)).status, path).toBe(401);
  }
  const wrong = await researcher(`/api/v1/maps/${stored.id}/image?style=glow`);
  expect(wrong.status).toBe(400);
  // The picture as it was imported, and the weights, are nobody's to download by guessing a hash.
  expect((await researcher(`/api/v1/files/${stored.image.sha256}`)).status).toBe(404);
});
