import { expect, type Request, type Response, test } from "@playwright/test";
import { createOpenStudy } from "#test/support/open-study.ts";
import { type ParticipantSite, startParticipantSite } from "#test/support/participant-site.ts";
import { consent, look, practise, rate, readCode } from "./participant-steps.ts";

let site: ParticipantSite;
test.beforeAll(async () => {
  site = await startParticipantSite(4740);
});
test.afterAll(() => site.close());

interface Exchange {
  url: string;
  headers: Record<string, string>;
  body: Buffer;
}

/** Everything a browser could learn an arm from: names, ids and hashes behind the study. */
async function readSecrets(studyId: string): Promise<string[]> {
  const { db } = site.ctx;
  const study = await db.study.findUniqueOrThrow({ where: { id: studyId } });
  const arms = await db.studyArm.findMany({
    where: { studyId },
    include: { runArm: { include: { model: true } } },
  });
  const items = await db.studyItem.findMany({ where: { studyId }, include: { image: true } });
  const stimuli = await db.stimulus.findMany({ where: { studyId } });
  const maps = await db.saliencyMap.findMany({
    where: { arm: { runId: study.runId } },
    select: { id: true },
  });
  return [
    study.id,
    study.name,
    study.runId,
    ...arms.flatMap(({ id, runArm }) => [
      id,
      runArm.id,
      runArm.label,
      runArm.explainerId,
      runArm.model.id,
      runArm.model.name,
    ]),
    ...items.flatMap(({ id, image }) => [id, image.id, image.fileName, image.sha256]),
    ...stimuli.map(({ sha256 }) => sha256),
    ...maps.map(({ id }) => id),
    ...["scouter", "grad-cam", "gradcam", "ss-cam", "control-", "saliency", "explainer"],
  ];
}

test("nothing the browser receives or sends names an arm, and every picture looks alike on the wire", async ({
  page,
}) => {
  const { studyId, key } = await createOpenStudy(site.ctx);
  const pending: Promise<Exchange>[] = [];
  const sent: Request[] = [];
  page.on("request", (request) => sent.push(request));
  page.on("response", (response: Response) => {
    pending.push(
      (async () => ({
        url: response.url(),
        headers: await response.allHeaders(),
        body: await response.body().catch(() => Buffer.alloc(0)),
      }))(),
    );
  });
  await consent(page, `${site.url}/s/${key}`);
  await practise(page);
  for (let at = 1; at <= 8; at++) await rate(page, at, 8, 1 + (at % 5));
  await readCode(page);
  const exchanges = await Promise.all(pending);
  const secrets = await readSecrets(studyId);
  expect(secrets.length).toBeGreaterThan(100);

  const pictures = exchanges.filter(({ url }) => url.includes("/stimuli/"));
  expect(pictures).toHaveLength(2 + 2 + 8);
  for (const { url, headers, body } of exchanges) {
    const text = `${url}\n${JSON.stringify(headers)}\n${body.toString("latin1")}`.toLowerCase();
    expect(secrets.filter((secret) => text.includes(secret.toLowerCase()))).toEqual([]);
  }
  for (const request of sent) {
    const text = `${request.url()} ${JSON.stringify(request.headers())} ${request.postData()}`.toLowerCase();
    expect(secrets.filter((secret) => text.includes(secret.toLowerCase()))).toEqual([]);
  }
  expect(new Set(pictures.map(({ body }) => body.byteLength)).size).toBe(1);
  const same = pictures.map(({ headers }) =>
    JSON.stringify(
      Object.entries(headers)
        .filter(([name]) => name !== "date")
        .sort(),
    ),
  );
  expect(new Set(same).size).toBe(1);
  expect(pictures[0].headers["cache-control"]).toBe("private, no-store");
});

test("the page's own code knows no method", async ({ request }) => {
  const { key } = await createOpenStudy(site.ctx, { images: 5 });
  const html = await (await request.get(`${site.url}/s/${key}`)).text();
  const script = /src="(\/s\/app\/[^"]+)"/.exec(html)![1];
  const reply = await request.get(site.url + script);
  expect(reply.headers()["cache-control"]).toContain("immutable");
  expect(await reply.text()).not.toMatch(/scouter|grad-?cam|control-|explainer/i);
});

test("the first question needs at most 15 requests and 250 kB, and no page is loaded again", async ({
  page,
}) => {
  const { key } = await createOpenStudy(site.ctx);
  let bytes = 0;
  let requests = 0;
  let documents = 0;
  page.on("requestfinished", async (request) => {
    requests += 1;
    if (request.resourceType() === "document") documents += 1;
    const { responseBodySize, responseHeadersSize } = await request.sizes();
    bytes += responseBodySize + responseHeadersSize;
  });
  await consent(page, `${site.url}/s/${key}`);
  await page.getByRole("button", { name: "Try it" }).click();
  await look(page, "Practice 1 of 2");
  await page.waitForLoadState("networkidle");
  test.info().annotations.push({ type: "weight", description: `${requests} requests, ${bytes} bytes` });
  expect(requests).toBeLessThanOrEqual(15);
  expect(bytes).toBeLessThanOrEqual(250_000);
  await page.getByRole("button", { name: "3", exact: true }).click();
  await page.getByRole("button", { name: "Next" }).click();
  await look(page, "Practice 2 of 2");
  expect(documents).toBe(1);
});

test("without a place in the study there is no picture, and a picture is nobody else's", async ({
  page,
  request,
}) => {
  const { key, studyId } = await createOpenStudy(site.ctx, { images: 5 });
  const picture = page.waitForRequest((r) => r.url().includes("/stimuli/"));
  await consent(page, `${site.url}/s/${key}`);
  const [foreign] = await site.ctx.db.stimulus.findMany({
    where: { studyId, item: { practice: false }, trials: { none: {} } },
  });
  const url = (await picture).url();
  const token = (await (await picture).allHeaders()).authorization;
  expect((await request.get(url)).status()).toBe(401);
  expect((await request.get(url, { headers: { authorization: token } })).status()).toBe(200);
  const other = url.replace(/[^/]+$/, foreign.id);
  expect((await request.get(other, { headers: { authorization: token } })).status()).toBe(404);
});
